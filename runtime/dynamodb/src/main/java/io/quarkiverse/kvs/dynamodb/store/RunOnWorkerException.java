package io.quarkiverse.kvs.dynamodb.store;

/**
 * A request that cannot be answered without waiting is to be executed once more, where waiting is allowed. Nothing was done.
 */
public final class RunOnWorkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final RunOnWorkerException INSTANCE = new RunOnWorkerException();

    private RunOnWorkerException() {
        super("to be executed where waiting is allowed", null, false, false);
    }
}
