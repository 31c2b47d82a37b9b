package io.quarkiverse.kvs.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.http.Interceptor;

/** Counts the calls of clients of DynamoDB, and lets go wrong what is to. */
final class DynamoDbInterceptor implements Interceptor {

    final CallCounter<String> calls = new CallCounter<>(operation -> true);
    final FaultRules<String, DynamoDbException> faults = new FaultRules<>(operation -> true);
    private final Map<String, Long> delays = new ConcurrentHashMap<>();
    private volatile long delayOfAll;

    @Override
    public void before(String operation) {
        calls.count(operation);
        DynamoDbException fault = faults.take(operation);
        if (fault != null) {
            throw fault;
        }
    }

    @Override
    public long delayMillis(String operation) {
        return delays.getOrDefault(operation, delayOfAll);
    }

    /** @param operation null for all */
    void delay(@Nullable String operation, Duration by) {
        long millis = KvsFaults.checked(by).toMillis();
        if (operation == null) {
            delayOfAll = millis;
        } else {
            delays.put(operation, millis);
        }
    }

    void clear() {
        faults.clear();
        delays.clear();
        delayOfAll = 0;
    }
}
