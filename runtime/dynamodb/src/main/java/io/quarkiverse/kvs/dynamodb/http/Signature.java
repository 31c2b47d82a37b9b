package io.quarkiverse.kvs.dynamodb.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;

/**
 * The parts of a signature, all there but not looked at yet.
 *
 * @param credential access key, date, region, service and a word that ends it, with slashes between them
 * @param signedHeaders with semicolons between them
 * @param date when it was made
 * @param inQuery whether it stands in the query
 */
record Signature(String algorithm, String credential, String signedHeaders, String signature, String date, boolean inQuery) {

    private static final Pattern SEPARATORS = Pattern.compile("[, ]+");
    private static final List<String> IN_HEADER = List.of("Credential", "Signature", "SignedHeaders");
    private static final List<String> IN_QUERY = List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
            "X-Amz-SignedHeaders", "X-Amz-Date");

    /** @throws DynamoDbException an IncompleteSignatureException that names all that is missing */
    static Signature ofHeader(String header, Request request) {
        String[] words = SEPARATORS.split(header.trim());
        Map<String, String> parts = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals > 0) {
                parts.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
        }
        String date = request.header("X-Amz-Date") != null ? request.header("X-Amz-Date") : request.header("Date");
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
        return new Signature(words[0], parts.get("Credential"), parts.get("SignedHeaders"), parts.get("Signature"), date,
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
