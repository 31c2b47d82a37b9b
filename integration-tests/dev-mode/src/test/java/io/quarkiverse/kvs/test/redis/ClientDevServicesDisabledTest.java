package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** {@code quarkus.redis.<name>.devservices.enabled=false}: that client is left alone, the others are not. */
class ClientDevServicesDisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.redis.alone.devservices.enabled", "false");

    @Inject
    KeyValueStore store;

    @Inject
    RedisDataSource redis;

    @Inject
    @Any
    @RedisClientName("alone")
    InjectableInstance<RedisDataSource> alone;

    @Test
    void isLeftAlone() {
        assertThat(alone.listActive()).isEmpty();
        redis.value(String.class).set("a", "1");
        assertThat(store.get("a")).isEqualTo("1");
    }
}
