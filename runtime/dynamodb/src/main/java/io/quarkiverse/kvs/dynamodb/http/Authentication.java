package io.quarkiverse.kvs.dynamodb.http;

import java.time.Clock;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.vertx.core.http.HttpHeaders;

/**
 * Who calls: each request has a signature (AWS Signature Version 4), in a header or in the query. Its parts are always looked
 * at; the signature itself only if there are credentials that it can be compared with.
 */
final class Authentication {

    private final SignatureCheck check;

    /**
     * @param credentials secrets by access keys; empty: any signature will do
     * @param clock tells whether a signature is too old
     */
    Authentication(Map<String, String> credentials, String region, Clock clock) {
        this.check = credentials.isEmpty() ? null : new SignatureCheck(credentials, region, clock);
    }

    /** @throws DynamoDbException if the signature is missing, incomplete or wrong */
    void check(Request request) {
        String header = request.header(HttpHeaders.AUTHORIZATION);
        Query query = Query.parse(request.query());
        boolean inQuery = query.has("X-Amz-Algorithm");
        if (header != null && inQuery) {
            throw DynamoDbException.of(ErrorType.INVALID_SIGNATURE,
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
        }
        if (header == null ? !inQuery : !header.trim().startsWith("AWS4-")) {
            throw DynamoDbException.of(ErrorType.MISSING_TOKEN, "Request is missing Authentication Token");
        }
        Signature signature = inQuery ? Signature.ofQuery(query) : Signature.ofHeader(header, request);
        if (check != null) {
            check.check(signature, request, query);
        }
    }
}
