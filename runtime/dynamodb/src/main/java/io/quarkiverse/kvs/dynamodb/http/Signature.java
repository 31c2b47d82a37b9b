package io.quarkiverse.kvs.dynamodb.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.vertx.core.http.HttpHeaders;

/**
 * The parts of a signature, all there but not looked at yet.
 *
 * @param credential access key, date, region, service and a word that ends it, with slashes between them
 * @param signedHeaders with semicolons between them
 * @param date when it was made
 * @param inQuery whether it stands in the query
 */
record Signature(String algorithm, String credential, String signedHeaders, String signature, String date, boolean inQuery) {

    private static final List<String> IN_HEADER = List.of("Credential", "Signature", "SignedHeaders");
    private static final List<String> IN_QUERY = List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
            "X-Amz-SignedHeaders", "X-Amz-Date");

    /** @throws DynamoDbException an IncompleteSignatureException that names all that is missing */
    static Signature ofHeader(String header, Request request) {
        // Each request has one: without a regular expression, which would take a tenth of its time.
        StringTokenizer words = new StringTokenizer(header.trim(), ", ");
        String algorithm = words.hasMoreTokens() ? words.nextToken() : "";
        Map<String, String> parts = new HashMap<>();
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            int equals = word.indexOf('=');
            if (equals > 0) {
                parts.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        String signedAt = request.header(Request.SIGNED_AT);
        String date = signedAt != null ? signedAt : request.header(HttpHeaders.DATE);
        StringBuilder missing = new StringBuilder();
        for (String each : IN_HEADER) {
            if (isAbsent(parts.get(each))) {
                missing.append("Authorization header requires '").append(each).append("' parameter. ");
            }
        }
        if (isAbsent(date)) {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (missing.length() > 0) {
            throw incomplete(missing + "Authorization=" + header);
        }
        return new Signature(algorithm, parts.get("Credential"), parts.get("SignedHeaders"), parts.get("Signature"), date,
                false);
    }

    /** @throws DynamoDbException an IncompleteSignatureException that names all that is missing */
    static Signature ofQuery(Query query) {
        StringBuilder missing = new StringBuilder();
        for (String each : IN_QUERY) {
            if (isAbsent(query.get(each))) {
                missing.append("AWS query-string parameters must include '").append(each).append("'. ");
            }
        }
        if (missing.length() > 0) {
            throw incomplete(missing + "Re-examine the query-string parameters.");
        }
        return new Signature(query.get("X-Amz-Algorithm"), query.get("X-Amz-Credential"), query.get("X-Amz-SignedHeaders"),
                query.get("X-Amz-Signature"), query.get("X-Amz-Date"), true);
    }

    private static boolean isAbsent(String value) {
        return value == null || value.isEmpty();
    }

    private static DynamoDbException incomplete(String message) {
        return DynamoDbException.of(ErrorType.INCOMPLETE_SIGNATURE, message);
    }
}
