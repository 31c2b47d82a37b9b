package io.quarkiverse.kvs.dynamodb.runtime;

import io.quarkiverse.kvs.dynamodb.http.Interceptor;

/**
 * Who is told of calls of operations: what measures them, and what lets some of them fail in tests. They belong to the
 * application, and can be exchanged while the endpoint listens.
 */
public final class OperationObservers implements Interceptor {

    private volatile Interceptor metrics = Interceptor.NONE;
    private volatile Interceptor faults = Interceptor.NONE;

    /** @param observer null for none */
    public void metrics(Interceptor observer) {
        metrics = observer == null ? Interceptor.NONE : observer;
    }

    /** @param source what lets calls fail, or take longer; null for none */
    public void faults(Interceptor source) {
        faults = source == null ? Interceptor.NONE : source;
    }

    @Override
    public void before(String operation) {
        metrics.before(operation);
        faults.before(operation);
    }

    @Override
    public long delayMillis(String operation) {
        return faults.delayMillis(operation);
    }

    @Override
    public void after(String operation, String error, long nanos) {
        metrics.after(operation, error, nanos);
        faults.after(operation, error, nanos);
    }
}
