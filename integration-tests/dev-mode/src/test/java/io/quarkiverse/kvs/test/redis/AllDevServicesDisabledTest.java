package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KvsServer;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.devservices.enabled=false}: Redis clients without hosts have no server, neither ours nor a container. */
class AllDevServicesDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(ContainerSearch.class))
            .overrideConfigKey("quarkus.devservices.enabled", "false")
            .setLogRecordPredicate(ContainerSearch::isIn)
            .assertLogRecords(ContainerSearch::assertNone);

    @Inject
    KvsServer server;

    @Inject
    @Any
    InjectableInstance<RedisDataSource> clients;

    @Inject
    @RedisClientName("named")
    InjectableInstance<RedisDataSource> named;

    @Test
    void clientsHaveNoServer() {
        assertThat(clients.listActive()).isEmpty();
        assertThat(named.listActive()).isEmpty();
        assertThat(server.state()).as("the server, which is no Dev Service").isEqualTo(KvsServer.State.LISTENING);
    }
}
