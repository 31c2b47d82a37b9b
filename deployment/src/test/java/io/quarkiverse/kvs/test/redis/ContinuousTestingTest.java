package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;

/** Two servers at once: clients of the application in dev mode use the one, those of its tests the other. */
class ContinuousTestingTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(RedisDevModeApp.class).addAsResource(
                    new StringAsset(ContinuousTestingTestUtils.appProperties("quarkus.kvs.port=0", "quarkus.http.test-port=0")),
                    "application.properties"))
            .withTestArchive(jar -> jar.addClass(RedisContinuousET.class));

    @Test
    void testsDoNotSeeWhatDevModeHas() {
        ContinuousTestingTestUtils tests = new ContinuousTestingTestUtils();
        assertPassed(tests.waitForNextCompletion());
        assertCount("1");
        assertCount("2");

        APP.modifyTestSourceFile(RedisContinuousET.class, source -> source.replace("first run", "second run"));
        assertPassed(tests.waitForNextCompletion());
        assertCount("3");

        APP.modifySourceFile(RedisDevModeApp.class, source -> source.replace("\"one\"", "\"two\""));
        assertCount("4");
        assertPassed(tests.waitForNextCompletion());
        assertCount("5");
    }

    private static void assertPassed(ContinuousTestingTestUtils.TestStatus status) {
        assertThat(status.getTestsFailed()).as("failed").isZero();
        assertThat(status.getTestsPassed()).as("passed").isEqualTo(1);
    }

    private static void assertCount(String count) {
        assertThat(RestAssured.get("/count").then().statusCode(200).extract().asString()).isEqualTo(count);
    }
}
