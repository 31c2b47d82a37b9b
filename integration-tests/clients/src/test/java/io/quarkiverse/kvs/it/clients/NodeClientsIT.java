package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.programs.ExternalProgram;

/** Packages of npm that live on a Redis: run by Node, where that is installed and can get them. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class NodeClientsIT {

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension();

    private static NodeProgram program;

    @BeforeAll
    static void install() throws Exception {
        program = NodeProgram.of("node", "clients.js");
    }

    private static void assertSays(String what, String expected) throws InterruptedException {
        ExternalProgram.Result result = program.run(Integer.toString(SERVER.port()), what);
        assertThat(result.output().strip()).isEqualTo(expected);
        assertThat(result.code()).isZero();
    }

    @Test
    void theClientSideCacheOfNodeRedisIsInvalidated() throws Exception {
        assertSays("clientSideCache",
                "{\"first\":\"one\",\"again\":\"one\",\"hitCount\":1,\"missCount\":1,\"changed\":\"two\"}");
    }

    @Test
    void jobsOfBeeQueueAreTriedAgainAndDelayed() throws Exception {
        assertSays("beeQueue", "{\"done\":[1,2,3,4,5],\"attempts\":3,\"succeeded\":5,\"failed\":0,\"waiting\":0}");
    }

    @Test
    void pointsOfRateLimiterFlexibleAreConsumed() throws Exception {
        assertSays("rateLimiter", "{\"left\":[2,1,0,0],\"refused\":2}");
    }

    @Test
    void aLockOfRedlockIsExtendedAndReleased() throws Exception {
        assertSays("redlock", "{\"second\":\"LockError\",\"extended\":true,\"third\":\"locked\"}");
    }
}
