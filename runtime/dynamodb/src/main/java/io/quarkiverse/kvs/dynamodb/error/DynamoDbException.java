package io.quarkiverse.kvs.dynamodb.error;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What DynamoDB answers instead of a result: the name of an error, a text, sometimes more.
 * <p>
 * No stack trace: it is an answer to a client, not a fault of the program.
 */
public final class DynamoDbException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorType type;
    /** What stood there when a condition failed, if the client wants to know; null otherwise. */
    private final transient Map<String, AttributeValue> item;
    /** Why the parts of a transaction failed, in their order; null if it is no transaction. */
    private final transient List<CancellationReason> reasons;

    private DynamoDbException(ErrorType type, String message, Map<String, AttributeValue> item,
            List<CancellationReason> reasons) {
        super(message, null, false, false);
        this.type = type;
        this.item = item;
        this.reasons = reasons;
    }

    public static DynamoDbException of(ErrorType type, String message) {
        return new DynamoDbException(type, message, null, null);
    }

    /** One that has nothing particular to say. */
    public static DynamoDbException of(ErrorType type) {
        return of(type, type.text());
    }

    /** A request that does not make sense: the error for most of what a client does wrong. */
    public static DynamoDbException validation(String message) {
        return of(ErrorType.VALIDATION, message);
    }

    /** JSON that does not have the shape of the request. */
    public static DynamoDbException serialization(String message) {
        return of(ErrorType.SERIALIZATION, message);
    }

    /** A table, or an index, that does not exist. */
    public static DynamoDbException resourceNotFound(String message) {
        return of(ErrorType.RESOURCE_NOT_FOUND, message);
    }

    /** @param item what stood there, if the client wants to know; otherwise null */
    public static DynamoDbException conditionFailed(Map<String, AttributeValue> item) {
        return new DynamoDbException(ErrorType.CONDITIONAL_CHECK_FAILED, ErrorType.CONDITIONAL_CHECK_FAILED.text(), item,
                null);
    }

    /** A transaction of which at least one part failed. */
    public static DynamoDbException cancelled(List<CancellationReason> reasons) {
        StringBuilder codes = new StringBuilder();
        for (CancellationReason reason : reasons) {
            codes.append(codes.length() == 0 ? "" : ", ").append(reason.code());
        }
        return new DynamoDbException(ErrorType.TRANSACTION_CANCELED,
                "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + "]", null,
                List.copyOf(reasons));
    }

    public ErrorType type() {
        return type;
    }

    /** What stood there when a condition failed, if the client wants to know; null otherwise. */
    public Map<String, AttributeValue> item() {
        return item;
    }

    /** Why the parts of a transaction failed, in their order; null if it is no transaction. */
    public List<CancellationReason> reasons() {
        return reasons;
    }
}
