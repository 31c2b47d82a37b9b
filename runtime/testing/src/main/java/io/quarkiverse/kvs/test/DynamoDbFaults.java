package io.quarkiverse.kvs.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

import io.quarkiverse.kvs.dynamodb.error.CancellationReason;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.operation.Rates;

/**
 * What goes wrong for clients of DynamoDB, from now on and until {@link #clear()} or the next test: errors and delays.
 * <p>
 * The SDKs of AWS send a request that has failed in this way once more, by themselves, and then again: what the application is
 * to notice must fail more often than that, or always.
 * <p>
 * An error is given by its name in the API reference, such as {@code InternalServerError}, with the text that the service has
 * for it; or with another text behind a colon, {@code "AccessDeniedException: ada is not authorized"}. Names of operations are
 * given in upper or lower case. A name that DynamoDB does not know is an {@link IllegalArgumentException}.
 * <p>
 * If several faults befit a call, what was said of the next calls comes before what was said of all. A call is hit after its
 * request was found to be right, and is not executed.
 */
public final class DynamoDbFaults {

    private static final String THROTTLED = ErrorType.THROUGHPUT_EXCEEDED.code();

    private final DynamoDbInterceptor interceptor;
    private final Supplier<Rates> rates;

    DynamoDbFaults(DynamoDbInterceptor interceptor, Supplier<Rates> rates) {
        this.interceptor = interceptor;
        this.rates = rates;
    }

    /** Answers an error to the next calls. */
    public void failNext(int calls, String error) {
        interceptor.faults.next(calls, null, error(error));
    }

    /** Answers an error to the next calls of one operation. */
    public void failNext(int calls, String operation, String error) {
        interceptor.faults.next(calls, Set.of(DynamoDbOperations.named(operation)), error(error));
    }

    /** Answers an error to every call of one operation. */
    public void fail(String operation, String error) {
        interceptor.faults.always(Set.of(DynamoDbOperations.named(operation)), error(error));
    }

    /** Answers a {@code ProvisionedThroughputExceededException} to the next calls. */
    public void throttleNext(int calls) {
        failNext(calls, THROTTLED);
    }

    /** Answers a {@code ProvisionedThroughputExceededException} to the next calls of one operation. */
    public void throttleNext(int calls, String operation) {
        failNext(calls, operation, THROTTLED);
    }

    /** Answers a {@code ProvisionedThroughputExceededException} to every call of one operation. */
    public void throttle(String operation) {
        fail(operation, THROTTLED);
    }

    /**
     * Throttles what goes beyond the throughput that tables and global indexes are provisioned with: single requests are
     * answered with a {@code ProvisionedThroughputExceededException}, batches leave items unprocessed, transactions are
     * cancelled.
     * <p>
     * Each of them begins with the throughput of one second, and saves up no more than that. It is refilled by the clock of the
     * server: if that stands still, not at all. Tables that are paid for each request are not throttled.
     */
    public void throttleBeyondProvisioned() {
        rates.get().limit(true);
    }

    /**
     * Cancels the next transactions, whose parts have all been found to be right.
     *
     * @param reasons for each part of the transaction in its order: {@code None}, {@code TransactionConflict},
     *        {@code ConditionalCheckFailed}, {@code ProvisionedThroughputExceeded}, {@code ThrottlingError} or
     *        {@code ItemCollectionSizeLimitExceeded}
     */
    public void cancelNext(int transactions, String... reasons) {
        interceptor.faults.next(transactions, DynamoDbOperations.TRANSACTIONS,
                DynamoDbException.cancelled(Arrays.stream(reasons).map(CancellationReason::of).toList()));
    }

    /**
     * Answers all calls later. They are executed at once.
     *
     * @param by in real time, not by the clock of the server; zero for no delay of calls that come from now on
     */
    public void delay(Duration by) {
        interceptor.delay(null, by);
    }

    /** Answers every call of one operation later: see {@link #delay(Duration)}. */
    public void delay(String operation, Duration by) {
        interceptor.delay(DynamoDbOperations.named(operation), by);
    }

    /** Ends all faults. */
    public void clear() {
        interceptor.clear();
        rates.get().limit(false);
    }

    private static DynamoDbException error(String error) {
        int colon = error.indexOf(':');
        String name = (colon < 0 ? error : error.substring(0, colon)).strip();
        ErrorType type = ErrorType.named(name);
        if (type == null) {
            throw new IllegalArgumentException("there is no error " + name);
        }
        String text = colon < 0 ? type.text() : error.substring(colon + 1).strip();
        if (text == null) {
            throw new IllegalArgumentException(
                    "the service has no text for " + name + " that is always the same: add one, \"" + name + ": ...\"");
        }
        return DynamoDbException.of(type, text);
    }
}
