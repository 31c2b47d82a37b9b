package io.quarkiverse.kvs.it.redis;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.RedisDataSource;

/** A test of Quarkus's API for Redis, which starts without keys. */
abstract class DataSourceTest {

    @Inject
    RedisDataSource redis;

    @Inject
    ReactiveRedisDataSource reactive;

    @BeforeEach
    void flush() {
        redis.flushall();
    }
}
