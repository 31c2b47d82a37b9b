package io.quarkiverse.kvs.dynamodb.http;

import java.util.List;
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

    private static final List<String> IN_QUERY = List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
            "X-Amz-SignedHeaders", "X-Amz-Date");

    /** @throws DynamoDbException an IncompleteSignatureException that names all that is missing */
    static Signature ofHeader(String header, Request request) {
        // Each request has one: without a regular expression or a map, which would take a tenth of its time.
        StringTokenizer words = new StringTokenizer(header.trim(), ", ");
        String algorithm = words.hasMoreTokens() ? words.nextToken() : "";
        String credential = null;
        String signature = null;
        String signedHeaders = null;
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (word.startsWith("Credential=")) {
                credential = afterEquals(word);
            } else if (word.startsWith("Signature=")) {
                signature = afterEquals(word);
            } else if (word.startsWith("SignedHeaders=")) {
                signedHeaders = afterEquals(word);
            }
        }
        String signedAt = request.header(Request.SIGNED_AT);
        String date = signedAt != null ? signedAt : request.header(HttpHeaders.DATE);
        StringBuilder missing = new StringBuilder();
        require("Credential", credential, missing);
        require("Signature", signature, missing);
        require("SignedHeaders", signedHeaders, missing);
        if (isAbsent(date)) {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (missing.length() > 0) {
            throw incomplete(missing + "Authorization=" + header);
        }
        return new Signature(algorithm, credential, signedHeaders, signature, date, false);
    }

    private static String afterEquals(String word) {
        return word.substring(word.indexOf('=') + 1);
    }

    private static void require(String name, String value, StringBuilder missing) {
        if (isAbsent(value)) {
            missing.append("Authorization header requires '").append(name).append("' parameter. ");
        }
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
