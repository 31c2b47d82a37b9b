package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.core.ConditionTimeoutException;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.test.DevMode;
import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;

/** Two servers at once: clients of the application in dev mode use the one, those of its tests the other. */
class ContinuousTestingTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(RedisDevModeApp.class).addAsResource(
                    new StringAsset(ContinuousTestingTestUtils.appProperties(DevMode.properties("quarkus.http.test-port=0"))),
                    "application.properties"))
            .withTestArchive(jar -> jar.addClass(RedisContinuousET.class));

    @Test
    void testsDoNotSeeWhatDevModeHas() {
        ContinuousTestingTestUtils tests = new ContinuousTestingTestUtils();
        assertPassed(nextCompletion(tests));
        assertCount("1");
        assertCount("2");

        APP.modifyTestSourceFile(RedisContinuousET.class, source -> source.replace("first run", "second run"));
        assertPassed(nextCompletion(tests));
        assertCount("3");

        APP.modifySourceFile(RedisDevModeApp.class, source -> source.replace("\"one\"", "\"two\""));
        assertCount("4");
        assertPassed(nextCompletion(tests));
        assertCount("5");
    }

    /** Quarkus itself waits for a minute, in which a busy machine does not start the application that is tested. */
    private static ContinuousTestingTestUtils.TestStatus nextCompletion(ContinuousTestingTestUtils tests) {
        for (int minutes = 1;; minutes++) {
            try {
                return tests.waitForNextCompletion();
            } catch (ConditionTimeoutException e) {
                if (minutes == 10) {
                    throw e;
                }
            }
        }
    }

    private static void assertPassed(ContinuousTestingTestUtils.TestStatus status) {
        assertThat(status.getTestsFailed()).as("failed").isZero();
        assertThat(status.getTestsPassed()).as("passed").isEqualTo(1);
    }

    private static void assertCount(String count) {
        assertThat(DevMode.asked("redis/count")).isEqualTo(count);
    }
}
