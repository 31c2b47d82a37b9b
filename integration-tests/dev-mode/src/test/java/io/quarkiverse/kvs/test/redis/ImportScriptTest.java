package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.QuarkusUnitTest;

/** The Redis extension loads {@code import.redis} when it starts: the server must be there before it. */
class ImportScriptTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addAsResource(new StringAsset("SET imported yes\n"), "import.redis"));

    @Inject
    KeyValueStore store;

    @Inject
    RedisDataSource redis;

    @Test
    void isLoaded() {
        assertThat(redis.value(String.class).get("imported")).isEqualTo("yes");
        assertThat(store.get("imported")).isEqualTo("yes");
    }
}
