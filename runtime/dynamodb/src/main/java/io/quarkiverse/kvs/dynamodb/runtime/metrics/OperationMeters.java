package io.quarkiverse.kvs.dynamodb.runtime.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.quarkiverse.kvs.dynamodb.http.Interceptor;
import io.quarkus.runtime.metrics.MetricsFactory;

/** The meters of the operations that were called: each is made when it is needed for the first time. */
final class OperationMeters implements Interceptor {

    private static final String SUCCESS = "success";

    private record Calls(String operation, String outcome) {
    }

    /** A counter, and the function that reads it. */
    private record Count(LongAdder number, Supplier<Number> function) {
    }

    private final MetricsFactory factory;
    /** Functions are held here, too: Micrometer holds what a counter reads weakly. */
    private final Map<Calls, Count> counts = new ConcurrentHashMap<>();
    private final Map<String, MetricsFactory.TimeRecorder> timers = new ConcurrentHashMap<>();

    OperationMeters(MetricsFactory factory) {
        this.factory = factory;
    }

    @Override
    public void after(String operation, String error, long nanos) {
        counts.computeIfAbsent(new Calls(operation, error == null ? SUCCESS : error), this::counter).number().increment();
        timers.computeIfAbsent(operation, this::timer).update(nanos, TimeUnit.NANOSECONDS);
    }

    private Count counter(Calls calls) {
        LongAdder number = new LongAdder();
        Count count = new Count(number, number::sum);
        factory.builder("kvs.dynamodb.operations").description("Calls of operations of DynamoDB")
                .tag("operation", calls.operation()).tag("outcome", calls.outcome()).buildCounter(count.function());
        return count;
    }

    private MetricsFactory.TimeRecorder timer(String operation) {
        return factory.builder("kvs.dynamodb.operations.duration")
                .description("How long operations of DynamoDB take to execute").tag("operation", operation).buildTimer();
    }
}
