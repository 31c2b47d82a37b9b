package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.quarkiverse.kvs.dynamodb.error.CancellationReason;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;

/**
 * The parts of a transaction, checked one after the other. One that does not fit its table is a reason why the transaction is
 * cancelled, and the others are checked all the same; another error ends the request. For one thread.
 */
final class CheckedParts<T> {

    private final List<T> parts = new ArrayList<>();
    private final List<CancellationReason> reasons = new ArrayList<>();
    private boolean failed;

    /**
     * Checks one.
     *
     * @param part makes it, or says what is wrong with it
     */
    void add(Supplier<T> part) {
        try {
            parts.add(part.get());
            reasons.add(CancellationReason.NONE);
        } catch (DynamoDbException e) {
            reasons.add(reason(e));
            failed = true;
        }
    }

    /** @throws DynamoDbException the error itself, if it is none of a part */
    static CancellationReason reason(DynamoDbException error) {
        if (error.type() != ErrorType.VALIDATION) {
            throw error;
        }
        return new CancellationReason("ValidationError", error.getMessage(), null);
    }

    /**
     * All of them.
     *
     * @throws DynamoDbException a TransactionCanceledException, if something is wrong with one
     */
    List<T> all() {
        if (failed) {
            throw DynamoDbException.cancelled(reasons);
        }
        return parts;
    }
}
