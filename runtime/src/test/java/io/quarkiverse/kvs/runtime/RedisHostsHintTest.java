package io.quarkiverse.kvs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line that the log shows to applications whose Redis client has no hosts reaches the server as it is configured. */
class RedisHostsHintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "localhost | false | false | quarkus.redis.hosts=redis://localhost:${quarkus.kvs.port}",
            "0.0.0.0 | false | true | quarkus.redis.hosts=redis://localhost:${quarkus.kvs.port}, "
                    + "and quarkus.redis.password=${quarkus.kvs.password}",
            "::1 | true | false | quarkus.redis.hosts=rediss://[::1]:${quarkus.kvs.port}",
            "192.0.2.1 | true | true | quarkus.redis.hosts=rediss://192.0.2.1:${quarkus.kvs.port}, "
                    + "and quarkus.redis.password=${quarkus.kvs.password}" })
    void isForTheServerAsItIsConfigured(String host, boolean tls, boolean password, String expected) {
        assertThat(KvsRecorder.redisHostsHint(host, tls, password)).endsWith(" set " + expected);
    }
}
