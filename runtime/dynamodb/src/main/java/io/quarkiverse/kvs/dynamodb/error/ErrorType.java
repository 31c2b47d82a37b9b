package io.quarkiverse.kvs.dynamodb.error;

/** The names of the errors, as clients find them in {@code __type}, and the status of the response. */
public enum ErrorType {
    VALIDATION(Space.VALIDATING, "ValidationException", 400),
    /** A key that is empty: an error of the request, and never a reason why a transaction is cancelled. */
    EMPTY_KEY(Space.VALIDATING, "ValidationException", 400),
    SERIALIZATION(Space.COMMON, "SerializationException", 400),
    UNKNOWN_OPERATION(Space.COMMON, "UnknownOperationException", 400),
    MISSING_TOKEN(Space.COMMON, "MissingAuthenticationTokenException", 400),
    INCOMPLETE_SIGNATURE(Space.COMMON, "IncompleteSignatureException", 400),
    INVALID_SIGNATURE(Space.COMMON, "InvalidSignatureException", 400),
    UNRECOGNIZED_CLIENT(Space.COMMON, "UnrecognizedClientException", 400),
    ACCESS_DENIED(Space.COMMON, "AccessDeniedException", 400),
    THROTTLING(Space.COMMON, "ThrottlingException", 400,
            "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or "
                    + "index so please try again shortly. If exceptions persist, check if you have a hot key: "
                    + "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"),
    CONDITIONAL_CHECK_FAILED(Space.DYNAMODB, "ConditionalCheckFailedException", 400,
            "The conditional request failed"),
    RESOURCE_NOT_FOUND(Space.DYNAMODB, "ResourceNotFoundException", 400,
            "Requested resource not found"),
    RESOURCE_IN_USE(Space.DYNAMODB, "ResourceInUseException", 400),
    TABLE_NOT_FOUND(Space.DYNAMODB, "TableNotFoundException", 400),
    LIMIT_EXCEEDED(Space.DYNAMODB, "LimitExceededException", 400,
            "Too many operations for a given subscriber."),
    ITEM_COLLECTION_SIZE(Space.DYNAMODB, "ItemCollectionSizeLimitExceededException", 400,
            "Collection size exceeded."),
    THROUGHPUT_EXCEEDED(Space.DYNAMODB, "ProvisionedThroughputExceededException", 400,
            "The level of configured provisioned throughput for the table was exceeded. Consider increasing your "
                    + "provisioning level with the UpdateTable API."),
    REQUEST_LIMIT_EXCEEDED(Space.DYNAMODB, "RequestLimitExceeded", 400,
            "Throughput exceeds the current throughput limit for your account. Please contact AWS Support at "
                    + "https://aws.amazon.com/support request a limit increase"),
    TRANSACTION_CANCELED(Space.DYNAMODB, "TransactionCanceledException", 400),
    TRANSACTION_CONFLICT(Space.DYNAMODB, "TransactionConflictException", 400,
            "Transaction is ongoing for the item"),
    TRANSACTION_IN_PROGRESS(Space.DYNAMODB, "TransactionInProgressException", 400,
            "The transaction with the given request token is already in progress."),
    IDEMPOTENT_PARAMETER_MISMATCH(Space.DYNAMODB, "IdempotentParameterMismatchException", 400),
    DUPLICATE_ITEM(Space.DYNAMODB, "DuplicateItemException", 400),
    EXPIRED_ITERATOR(Space.DYNAMODB, "ExpiredIteratorException", 400),
    TRIMMED_DATA(Space.DYNAMODB, "TrimmedDataAccessException", 400),
    INTERNAL(Space.DYNAMODB, "InternalServerError", 500,
            "Internal server error");

    /** The namespaces of errors. */
    private enum Space {
        COMMON("com.amazon.coral.service#"),
        VALIDATING("com.amazon.coral.validate#"),
        DYNAMODB("com.amazonaws.dynamodb.v20120810#");

        private final String prefix;

        Space(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Space space;
    private final String code;
    private final int status;
    private final String text;

    ErrorType(Space space, String code, int status) {
        this(space, code, status, null);
    }

    ErrorType(Space space, String code, int status, String text) {
        this.space = space;
        this.code = code;
        this.status = status;
        this.text = text;
    }

    /** The one of this name, without its namespace; null if there is none. */
    public static ErrorType named(String code) {
        for (ErrorType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        return null;
    }

    /** The name without its namespace. */
    public String code() {
        return code;
    }

    /** The name with its namespace, as it stands in the response. */
    public String qualified() {
        return space.prefix + code;
    }

    /** What the service says where there is nothing particular to say; null if it always has something to say. */
    public String text() {
        return text;
    }

    /** The status of the HTTP response. */
    public int status() {
        return status;
    }
}
