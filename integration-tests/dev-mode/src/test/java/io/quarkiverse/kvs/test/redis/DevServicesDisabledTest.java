package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.arc.InjectableInstance;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.kvs.devservices.enabled=false}: the Redis extension looks for a container runtime, as without this one. */
@DisabledIf("io.quarkiverse.kvs.test.redis.ContainerSearch#wouldSucceed")
class DevServicesDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(ContainerSearch.class))
            .overrideConfigKey("quarkus.kvs.devservices.enabled", "false")
            .setLogRecordPredicate(ContainerSearch::isIn)
            .assertLogRecords(records -> assertThat(records)
                    .anyMatch(record -> record.getMessage().contains("get a working docker instance")));

    @Inject
    @Any
    InjectableInstance<RedisDataSource> clients;

    @Test
    void clientsHaveNoServer() {
        assertThat(clients.listActive()).isEmpty();
    }
}
