package io.quarkiverse.kvs.dynamodb.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.vertx.core.MultiMap;

/** Signatures that are right, and what is told of those that are not. */
class SignatureTest {

    private static final String KEY = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String DATE = "20260301T120000Z";
    private static final String SCOPE = KEY + "/20260301/us-east-1/dynamodb/aws4_request";
    /** Of the request below, calculated with another program. */
    private static final String SIGNATURE = "5a37fed2178f1884f0cae5fc75d65cce4052bad52af12d5e3e24a581032a4c5f";
    private static final String BODY = "{\"TableName\":\"Music\"}";

    private static DynamoDbException check(String now, String path, String query, String body, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        all.add("Host", "localhost:8000");
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        Authentication authentication = new Authentication(Map.of("other", "x", KEY, SECRET), "us-east-1",
                Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
        return catchThrowableOfType(DynamoDbException.class,
                () -> authentication.check(new Request("POST", path, query, all, body.getBytes(UTF_8))));
    }

    private static String authorization(String algorithm, String scope, String headers, String signature) {
        return algorithm + " Credential=" + scope + ", SignedHeaders=" + headers + ", Signature=" + signature;
    }

    private static String right() {
        return authorization("AWS4-HMAC-SHA256", SCOPE, "host;x-amz-date;x-amz-target", SIGNATURE);
    }

    private static DynamoDbException check(String now, String authorization, String body) {
        return check(now, "/", null, body, "X-Amz-Date", DATE, "X-Amz-Target", "DynamoDB_20120810.  DescribeTable ",
                "Authorization", authorization);
    }

    @Test
    void oneThatIsRightPasses() {
        assertThat(check("2026-03-01T12:00:00Z", right(), BODY)).isNull();
        assertThat(check("2026-03-01T12:05:00Z", right(), BODY)).isNull();
        assertThat(check("2026-03-01T11:55:00Z", right(), BODY)).isNull();
        assertThat(check("2026-03-01T12:00:00Z", right().replace(", ", ","), BODY)).isNull();
    }

    @Test
    void oneOfAnotherBodyKeyOrHeaderDoesNot() {
        String text = "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

        assertThat(check("2026-03-01T12:00:00Z", right(), BODY + " ")).hasMessage(text)
                .extracting(DynamoDbException::type).isEqualTo(ErrorType.INVALID_SIGNATURE);
        assertThat(check("2026-03-01T12:00:00Z", right().replace(KEY, "other"), BODY)).hasMessage(text);
        assertThat(check("2026-03-01T12:00:00Z", right().substring(0, right().length() - 1), BODY)).hasMessage(text);
        assertThat(check("2026-03-01T12:00:00Z", "/", null, BODY, "X-Amz-Date", DATE, "X-Amz-Target",
                "DynamoDB_20120810.DeleteTable", "Authorization", right())).hasMessage(text);
        assertThat(check("2026-03-01T12:00:00Z", "/", "a=b", BODY, "X-Amz-Date", DATE, "X-Amz-Target",
                "DynamoDB_20120810. DescribeTable", "Authorization", right())).hasMessage(text);
        assertThat(check("2026-03-01T12:00:00Z", "/x", null, BODY, "X-Amz-Date", DATE, "X-Amz-Target",
                "DynamoDB_20120810. DescribeTable", "Authorization", right())).hasMessage(text);
    }

    @Test
    void oneThatIsTooOldOrNotYetValidIsToldOf() {
        assertThat(check("2026-03-01T12:05:01Z", right(), BODY))
                .hasMessage("Signature expired: 20260301T120000Z is now earlier "
                        + "than 20260301T120001Z (20260301T120501Z - 5 min.)")
                .extracting(DynamoDbException::type).isEqualTo(ErrorType.INVALID_SIGNATURE);
        assertThat(check("2026-03-01T11:54:59Z", right(), BODY))
                .hasMessage("Signature not yet current: 20260301T120000Z is still "
                        + "later than 20260301T115959Z (20260301T115459Z + 5 min.)");
        assertThat(check("2026-03-01T12:00:00Z", "/", null, BODY, "X-Amz-Date", "201", "Authorization", right()))
                .hasMessage("Date must be in ISO-8601 'basic format'. Got '201'. See http://en.wikipedia.org/wiki/ISO_8601")
                .extracting(DynamoDbException::type).isEqualTo(ErrorType.INCOMPLETE_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "AWS4-HMAC-SHA256|" + SCOPE
                    + "|x-amz-date|INVALID_SIGNATURE|'Host' must be a 'SignedHeader' in the AWS Authorization.",
            "AWS4-HMAC-SHA1|" + SCOPE
                    + "|Host|INCOMPLETE_SIGNATURE|`Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1' (only AWS4-HMAC-SHA256 for now). `",
            "AWS4-HMAC-SHA256|a/b/c/d|host|INCOMPLETE_SIGNATURE|Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b/c/d'",
            "AWS4-HMAC-SHA256|a/b/c/d/e|host|INVALID_SIGNATURE|Credential should be scoped to a valid region, not 'c'. Credential should be scoped to correct service: 'dynamodb'. Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' != '20260301', from '20260301T120000Z'.",
            "AWS4-HMAC-SHA256|unknown/20260301/us-east-1/dynamodb/aws4_request|host|UNRECOGNIZED_CLIENT|The security token included in the request is invalid.",
    })
    void whatIsWrongIsToldInTheOrderOfTheService(String algorithm, String scope, String headers, ErrorType type, String text) {
        DynamoDbException error = check("2026-03-01T12:00:00Z", authorization(algorithm, scope, headers, "abc"), BODY);

        assertThat(error).hasMessage(text);
        assertThat(error.type()).isEqualTo(type);
    }

    @Test
    void theQueryIsSortedAndEncoded() {
        Query query = Query.parse("b=2&a=x%20y%2fz&a=1&c&X-Amz-Signature=s&d=~*%zz");

        assertThat(query.canonical("X-Amz-Signature")).isEqualTo("a=1&a=x%20y%2Fz&b=2&c=&d=~%2A%25zz");
        assertThat(query.get("a")).isEqualTo("x y/z");
    }
}
