package io.quarkiverse.kvs.dynamodb.error;

import java.util.Map;
import java.util.TreeSet;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What became of one part of a transaction that was cancelled.
 *
 * @param code "None" if nothing was wrong with it
 * @param message null if nothing was wrong with it
 * @param item what stood there when its condition failed, if the client wants to know; otherwise null
 */
public record CancellationReason(String code, String message, Map<String, AttributeValue> item) {

    public static final CancellationReason NONE = new CancellationReason("None", null, null);

    /** The codes, and the errors that the same thing is outside of transactions. */
    private static final Map<String, ErrorType> CODES = Map.of(
            "ConditionalCheckFailed", ErrorType.CONDITIONAL_CHECK_FAILED,
            "ItemCollectionSizeLimitExceeded", ErrorType.ITEM_COLLECTION_SIZE,
            "TransactionConflict", ErrorType.TRANSACTION_CONFLICT,
            "ProvisionedThroughputExceeded", ErrorType.THROUGHPUT_EXCEEDED,
            "ThrottlingError", ErrorType.THROTTLING);

    /**
     * One with the text of the service.
     *
     * @throws IllegalArgumentException if the service has no such code, or says something particular with it
     */
    public static CancellationReason of(String code) {
        if (code.equals(NONE.code)) {
            return NONE;
        }
        ErrorType error = CODES.get(code);
        if (error == null) {
            throw new IllegalArgumentException(code + " is neither None nor one of " + new TreeSet<>(CODES.keySet()));
        }
        return new CancellationReason(code, error.text(), null);
    }
}
