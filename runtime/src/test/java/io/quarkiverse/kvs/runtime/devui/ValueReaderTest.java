package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.value.TypeDescription;
import io.quarkiverse.kvs.core.store.value.ValueType;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

class ValueReaderTest {

    private final ServerState server = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), () -> 1000,
            () -> 0);
    private final InProcessStore store = new InProcessStore(server);
    private final ValueReader reader = new ValueReader(new InProcessStore(server, CallerKind.VIEWER, 0));

    private ValueReader.Page read(String cursor) {
        return reader.read("key".getBytes(UTF_8), cursor);
    }

    @ParameterizedTest
    @EnumSource
    void showsEveryType(ValueType type) {
        byte[][] words = type.description().creating("key".getBytes(UTF_8), "7".getBytes(UTF_8), "8".getBytes(UTF_8));
        store.execute(new String(words[0], UTF_8), words[1], java.util.Arrays.copyOfRange(words, 2, words.length));
        store.execute("PEXPIRE", "key", "500");
        ValueReader.Page page = read("0");
        assertThat(page.type()).isEqualTo(type.text());
        assertThat(page.encoding()).isEqualTo(store.execute("OBJECT", "ENCODING", "key").asString());
        assertThat(page.bytes()).isEqualTo(store.execute("MEMORY", "USAGE", "key").asLong());
        assertThat(page.timeToLive()).isEqualTo(500);
        assertThat(page.length()).isEqualTo(1);
        assertThat(page.cursor()).isEqualTo("0");
        if (type.description().shape() == TypeDescription.Shape.TEXT) {
            assertThat(page.text()).isEqualTo("8");
        } else {
            assertThat(page.elements()).hasSize(1);
        }
    }

    @Test
    void aLongListComesInPages() {
        for (int i = 0; i < ValueReader.PAGE + 1; i++) {
            store.execute("RPUSH", "key", "e" + i);
        }
        ValueReader.Page first = read("0");
        assertThat(first.elements()).hasSize(ValueReader.PAGE);
        assertThat(first.cursor()).isEqualTo("100");
        assertThat(read("100").elements()).containsExactly(new ValueReader.Element("100", "e100", false));
        assertThat(read("100").cursor()).isEqualTo("0");
    }

    @Test
    void longTextsAreCut() {
        store.execute("SET", "key", "x".repeat(ValueReader.MAX_STRING + 1));
        assertThat(read("0").cut()).isTrue();
        assertThat(read("0").text()).hasSize(ValueReader.MAX_STRING);
        store.execute("DEL", "key");
        store.execute("HSET", "key", "f", "x".repeat(ValueReader.MAX_ELEMENT + 1));
        assertThat(read("0").elements())
                .containsExactly(new ValueReader.Element("f", "x".repeat(ValueReader.MAX_ELEMENT), true));
    }

    @Test
    void looksWithoutATrace() {
        store.execute("SET", "key", "v");
        long calls = server.telemetry().statistics().calls();
        read("0");
        assertThat(server.telemetry().statistics().calls()).isEqualTo(calls);
        assertThat(server.metrics().hits()).isZero();
        assertThatThrownBy(() -> reader.read("other".getBytes(UTF_8), "0")).isInstanceOf(KvsException.class);
        assertThat(server.metrics().misses()).isZero();
    }

    @Test
    void changesOnlyWhatIsAsExpected() {
        store.execute("RPUSH", "key", "a", "b");
        assertThat(store.atomicallyIf(keyspace -> false, transaction -> transaction.execute("LSET", "key", "0", "c")))
                .isFalse();
        assertThat(store.execute("LINDEX", "key", "0").asString()).isEqualTo("a");
        assertThat(store.atomicallyIf(keyspace -> true, transaction -> transaction.execute("LSET", "key", "0", "c"))).isTrue();
        assertThat(store.execute("LINDEX", "key", "0").asString()).isEqualTo("c");
    }

    /** The pages in the browser know how to call what the types have. */
    @ParameterizedTest
    @EnumSource
    void thePagesKnowEveryType(ValueType type) throws IOException {
        String script = Files.readString(Path.of("../deployment/src/main/resources/dev-ui/kvs-api.js"));
        assertThat(script).contains("\n    " + type.text() + ": { label: ");
    }
}
