package io.quarkiverse.kvs.it.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.core.LauncherFactory;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkiverse.kvs.test.KvsTestServer;

/** What {@code @KvsTest} does with JUnit 6, it does with JUnit 5. */
@KvsTest
class JUnit5Test {

    private final KvsTestServer kvs;

    JUnit5Test(KvsTestServer kvs) {
        this.kvs = kvs;
    }

    @Test
    void theJUnitIsTheOneThatTheBuildNames() {
        String jupiter = System.getProperty("kvs.junit.version");
        String platform = "1" + jupiter.substring(1);
        assertThat(List.of(Test.class, JupiterTestEngine.class)).map(JUnit5Test::jar).allMatch(jar -> jar.contains(jupiter));
        assertThat(List.of(LauncherFactory.class, TestEngine.class)).map(JUnit5Test::jar)
                .allMatch(jar -> jar.contains(platform));
    }

    private static String jar(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    @RepeatedTest(2)
    void eachTestHasAnEmptyStore(KeyValueStore store) {
        assertThat(store.keys()).isEmpty();
        try (RespClient client = new RespClient(kvs.port())) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("OK");
        }
        assertThat(store.get("a")).isEqualTo("1");
    }

    @Test
    void theClockCanBeMoved(KeyValueStore store) {
        store.set("a", "1", Duration.ofMinutes(1));
        kvs.clock().advance(Duration.ofMinutes(2));
        assertThat(store.get("a")).isNull();
    }

    @Nested
    @Fixture("fixture.json")
    class WithAFixture {

        @Test
        void isLoaded(KeyValueStore store) {
            assertThat(store.get("greeting")).isEqualTo("hello");
        }
    }
}
