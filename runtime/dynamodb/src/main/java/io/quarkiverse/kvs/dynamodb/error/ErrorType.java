package io.quarkiverse.kvs.dynamodb.error;

/** The names of the errors, as clients find them in {@code __type}, and the status of the response. */
public enum ErrorType {
    VALIDATION(Space.VALIDATING, "ValidationException", 400),
    SERIALIZATION(Space.COMMON, "SerializationException", 400),
    UNKNOWN_OPERATION(Space.COMMON, "UnknownOperationException", 400),
    MISSING_TOKEN(Space.COMMON, "MissingAuthenticationTokenException", 400),
    INCOMPLETE_SIGNATURE(Space.COMMON, "IncompleteSignatureException", 400),
    INVALID_SIGNATURE(Space.COMMON, "InvalidSignatureException", 400),
    UNRECOGNIZED_CLIENT(Space.COMMON, "UnrecognizedClientException", 400),
    ACCESS_DENIED(Space.COMMON, "AccessDeniedException", 400),
    THROTTLING(Space.COMMON, "ThrottlingException", 400),
    CONDITIONAL_CHECK_FAILED(Space.DYNAMODB, "ConditionalCheckFailedException", 400),
    RESOURCE_NOT_FOUND(Space.DYNAMODB, "ResourceNotFoundException", 400),
    RESOURCE_IN_USE(Space.DYNAMODB, "ResourceInUseException", 400),
    TABLE_NOT_FOUND(Space.DYNAMODB, "TableNotFoundException", 400),
    LIMIT_EXCEEDED(Space.DYNAMODB, "LimitExceededException", 400),
    ITEM_COLLECTION_SIZE(Space.DYNAMODB, "ItemCollectionSizeLimitExceededException", 400),
    THROUGHPUT_EXCEEDED(Space.DYNAMODB, "ProvisionedThroughputExceededException", 400),
    REQUEST_LIMIT_EXCEEDED(Space.DYNAMODB, "RequestLimitExceeded", 400),
    TRANSACTION_CANCELED(Space.DYNAMODB, "TransactionCanceledException", 400),
    TRANSACTION_CONFLICT(Space.DYNAMODB, "TransactionConflictException", 400),
    TRANSACTION_IN_PROGRESS(Space.DYNAMODB, "TransactionInProgressException", 400),
    IDEMPOTENT_PARAMETER_MISMATCH(Space.DYNAMODB, "IdempotentParameterMismatchException", 400),
    DUPLICATE_ITEM(Space.DYNAMODB, "DuplicateItemException", 400),
    EXPIRED_ITERATOR(Space.DYNAMODB, "ExpiredIteratorException", 400),
    TRIMMED_DATA(Space.DYNAMODB, "TrimmedDataAccessException", 400),
    INTERNAL(Space.DYNAMODB, "InternalServerError", 500);

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

    ErrorType(Space space, String code, int status) {
        this.space = space;
        this.code = code;
        this.status = status;
    }

    /** The name without its namespace. */
    public String code() {
        return code;
    }

    /** The name with its namespace, as it stands in the response. */
    public String qualified() {
        return space.prefix + code;
    }

    /** The status of the HTTP response. */
    public int status() {
        return status;
    }
}
