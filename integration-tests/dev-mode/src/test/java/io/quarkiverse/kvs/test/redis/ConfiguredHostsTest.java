package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.it.ports.TakenPort;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.client.RedisHostsProvider;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;

/** Hosts that are configured win, whether as such or by a provider, when the application is built or when it runs. */
class ConfiguredHostsTest {

    /** Nothing listens there as long as the tests last. */
    private static final TakenPort REFUSING = TakenPort.refusing();
    private static final String NOWHERE = "redis://localhost:" + REFUSING.number();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(ContainerSearch.class, Nowhere.class))
            .overrideConfigKey("quarkus.redis.hosts", NOWHERE)
            .overrideConfigKey("quarkus.redis.provided.hosts-provider-name", "nowhere")
            .overrideConfigKey("quarkus.redis.built.devservices.port", "1234")
            .overrideRuntimeConfigKey("quarkus.redis.run.hosts", NOWHERE)
            .overrideRuntimeConfigKey("quarkus.redis.built.hosts", NOWHERE)
            .setLogRecordPredicate(ContainerSearch::isIn)
            .assertLogRecords(ContainerSearch::assertNone);

    /** Knows where there is nothing. */
    @ApplicationScoped
    @Identifier("nowhere")
    public static class Nowhere implements RedisHostsProvider {

        @Override
        public Set<URI> getHosts() {
            return Set.of(URI.create(NOWHERE));
        }
    }

    @Inject
    KeyValueStore store;

    @Inject
    RedisDataSource redis;

    @Inject
    @RedisClientName("provided")
    RedisDataSource provided;

    @Inject
    @RedisClientName("run")
    RedisDataSource run;

    @Inject
    @RedisClientName("built")
    RedisDataSource built;

    @Inject
    @RedisClientName("other")
    RedisDataSource other;

    @AfterAll
    static void close() {
        REFUSING.close();
    }

    @Test
    void win() {
        store.set("a", "1");
        assertNotConnected(redis);
        assertNotConnected(provided);
        assertNotConnected(run);
        assertNotConnected(built);
        assertThat(other.value(String.class).get("a")).isEqualTo("1");
    }

    private static void assertNotConnected(RedisDataSource client) {
        assertThatThrownBy(() -> client.value(String.class).get("a")).hasMessageContaining("Connection refused");
    }
}
