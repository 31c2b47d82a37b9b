package io.quarkiverse.kvs.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the arguments of the program mean. */
class KvsMainTest {

    @Test
    void argumentsSetProperties() {
        assertThat(KvsMain.properties(List.of("port=7777", "users.\"ada\".rules=on >a=b ~*", "host=")))
                .containsExactly(entry("quarkus.kvs.port", "7777"), entry("quarkus.kvs.users.\"ada\".rules", "on >a=b ~*"),
                        entry("quarkus.kvs.host", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "7777", "--port=7777", "=7777", "" })
    void othersAreRefused(String argument) {
        assertThatThrownBy(() -> KvsMain.properties(List.of(argument))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is not property=value");
    }

    @Test
    void valuesAreNotQuotedInErrors() {
        assertThatThrownBy(() -> KvsMain.properties(List.of("--password=s3cret"))).hasMessageNotContaining("s3cret");
    }
}
