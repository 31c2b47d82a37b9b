package io.quarkiverse.kvs.dynamodb.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;

/**
 * Compares signatures with those that the known secrets make (AWS Signature Version 4). What is wrong is told in the order of
 * the service:
 * the date, the headers, the algorithm, the scope, the key, the signature.
 */
final class SignatureCheck {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "dynamodb";
    private static final String END = "aws4_request";
    private static final int SCOPE_PARTS = 5;
    /** So far the clock of a client may be off. */
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Map<String, String> credentials;
    private final String region;
    private final Clock clock;

    SignatureCheck(Map<String, String> credentials, String region, Clock clock) {
        this.credentials = Map.copyOf(credentials);
        this.region = region;
        this.clock = clock;
    }

    /** @throws DynamoDbException if the signature is too old, or not that of one of the keys */
    void check(Signature signature, Request request, Query query) {
        String date = checkDate(signature.date());
        List<String> headers = List.of(signature.signedHeaders().toLowerCase(Locale.ROOT).split(";"));
        if (!headers.contains("host")) {
            throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        if (!signature.algorithm().equals(ALGORITHM)) {
            throw DynamoDbException.of(ErrorType.INCOMPLETE_SIGNATURE, "Unsupported AWS 'algorithm': '"
                    + signature.algorithm() + "' (only " + ALGORITHM + " for now). ");
        }
        String[] scope = checkScope(signature.credential(), date);
        String secret = credentials.get(scope[0]);
        if (secret == null) {
            throw unrecognized("The security token included in the request is invalid.");
        }
        byte[] expected = sign(secret, scope, stringToSign(signature, scope, date, headers, request, query)).getBytes(UTF_8);
        if (!MessageDigest.isEqual(expected, signature.signature().getBytes(UTF_8))) {
            throw invalid("The request signature we calculated does not match the signature you provided. "
                    + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
        }
        if (request.header("X-Amz-Security-Token") != null || query.has("X-Amz-Security-Token")) {
            throw unrecognized("The security token included in the request is invalid");
        }
    }

    /** @return the date in its basic format */
    private String checkDate(String date) {
        Instant made = parse(date);
        if (made == null) {
            throw DynamoDbException.of(ErrorType.INCOMPLETE_SIGNATURE, "Date must be in ISO-8601 'basic format'. Got '" + date
                    + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
        Instant now = clock.instant();
        if (made.isBefore(now.minus(SKEW))) {
            throw invalid("Signature expired: " + BASIC.format(made) + " is now earlier than " + BASIC.format(now.minus(SKEW))
                    + " (" + BASIC.format(now) + " - " + SKEW.toMinutes() + " min.)");
        }
        if (made.isAfter(now.plus(SKEW))) {
            throw invalid("Signature not yet current: " + BASIC.format(made) + " is still later than "
                    + BASIC.format(now.plus(SKEW)) + " (" + BASIC.format(now) + " + " + SKEW.toMinutes() + " min.)");
        }
        return BASIC.format(made);
    }

    /** Also in the form of HTTP's own header; null if it is neither. */
    private static Instant parse(String date) {
        for (DateTimeFormatter format : List.of(BASIC, DateTimeFormatter.RFC_1123_DATE_TIME)) {
            try {
                return format.parse(date, Instant::from);
            } catch (DateTimeException e) {
                // Perhaps it is in the other form.
            }
        }
        return null;
    }

    private String[] checkScope(String credential, String date) {
        String[] scope = credential.split("/");
        if (scope.length != SCOPE_PARTS) {
            throw DynamoDbException.of(ErrorType.INCOMPLETE_SIGNATURE,
                    "Credential must have exactly 5 slash-delimited elements, "
                            + "e.g. keyid/date/region/service/term, got '" + credential + "'");
        }
        StringBuilder wrong = new StringBuilder();
        if (!scope[2].equals(region)) {
            wrong.append("Credential should be scoped to a valid region, not '").append(scope[2]).append("'. ");
        }
        if (!scope[3].equals(SERVICE)) {
            wrong.append("Credential should be scoped to correct service: '" + SERVICE + "'. ");
        }
        if (!scope[4].equals(END)) {
            wrong.append("Credential should be scoped with a valid terminator: '" + END + "', not '").append(scope[4])
                    .append("'. ");
        }
        String day = date.substring(0, 8);
        if (!scope[1].equals(day)) {
            wrong.append("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '")
                    .append(scope[1]).append("' != '").append(day).append("', from '").append(date).append("'. ");
        }
        if (wrong.length() > 0) {
            throw invalid(wrong.toString().trim());
        }
        return scope;
    }

    private static String stringToSign(Signature signature, String[] scope, String date, List<String> headers, Request request,
            Query query) {
        StringBuilder canonical = new StringBuilder();
        canonical.append(request.method()).append('\n');
        canonical.append(Query.encode(request.path(), "/")).append('\n');
        canonical.append(query.canonical(signature.inQuery() ? "X-Amz-Signature" : null)).append('\n');
        for (String header : headers) {
            canonical.append(header).append(':').append(canonical(request.headers().getAll(header))).append('\n');
        }
        canonical.append('\n').append(String.join(";", headers)).append('\n').append(sha256(request.body()));
        return ALGORITHM + "\n" + date + "\n" + String.join("/", List.of(scope).subList(1, SCOPE_PARTS)) + "\n"
                + sha256(canonical.toString().getBytes(UTF_8));
    }

    private static String canonical(List<String> values) {
        StringBuilder joined = new StringBuilder();
        for (String value : values) {
            joined.append(joined.length() == 0 ? "" : ",").append(value.trim().replaceAll(" +", " "));
        }
        return joined.toString();
    }

    private static String sign(String secret, String[] scope, String text) {
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (int i = 1; i < SCOPE_PARTS; i++) {
            key = hmac(key, scope[i]);
        }
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java has HmacSHA256", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java has SHA-256", e);
        }
    }

    private static DynamoDbException invalid(String message) {
        return DynamoDbException.of(ErrorType.INVALID_SIGNATURE, message);
    }

    private static DynamoDbException unrecognized(String message) {
        return DynamoDbException.of(ErrorType.UNRECOGNIZED_CLIENT, message);
    }
}
