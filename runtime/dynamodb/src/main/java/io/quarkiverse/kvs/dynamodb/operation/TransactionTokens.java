package io.quarkiverse.kvs.dynamodb.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;

/**
 * The tokens of transactions of the last ten minutes: a transaction that is sent once more with its token is not done once
 * more.
 * They are in memory only. Safe for use by many threads.
 */
public final class TransactionTokens {

    private static final long MILLIS = 10 * 60 * 1000L;
    /** The oldest ones go first. */
    private static final int MOST = 100_000;

    /** @param request what distinguishes a request from others */
    private record Used(Object request, long at) {
    }

    private final Map<String, Used> used = new LinkedHashMap<>();

    /**
     * Does a transaction, unless one of its token was done.
     *
     * @param token null if it has none: then it is done in any case
     * @param request what distinguishes it from others
     * @return what came of it, for each of its parts; nothing if it was done before
     * @throws DynamoDbException an IdempotentParameterMismatchException, if one of its token was done that was another one
     */
    public <T> List<T> once(String token, Object request, long now, Supplier<List<T>> transaction) {
        if (token == null) {
            return transaction.get();
        }
        if (isDone(token, request, now)) {
            return List.of();
        }
        List<T> done = transaction.get();
        done(token, request, now);
        return done;
    }

    /** Forgets all of them. */
    public synchronized void clear() {
        used.clear();
    }

    private synchronized boolean isDone(String token, Object request, long now) {
        Used known = used.get(token);
        if (known == null || now - known.at > MILLIS) {
            return false;
        }
        if (!known.request.equals(request)) {
            throw DynamoDbException.of(ErrorType.IDEMPOTENT_PARAMETER_MISMATCH,
                    "An error occurred (IdempotentParameterMismatchException): "
                            + "The request uses the same client token as a previous, but non-identical request. "
                            + "Do not reuse a client token with different requests, unless the requests are identical");
        }
        return true;
    }

    private synchronized void done(String token, Object request, long now) {
        used.remove(token);
        used.put(token, new Used(request, now));
        while (used.size() > MOST || now - used.values().iterator().next().at > MILLIS) {
            used.remove(used.keySet().iterator().next());
        }
    }
}
