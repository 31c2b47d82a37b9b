package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/** A replica tells its master how much it has on its disk, and {@code WAITAOF} waits for that. */
@Timeout(120)
class SyncedReplicaTest {

    private static final String OK = "+OK\r\n";
    private static final String NOWHERE = "*2\r\n:0\r\n:0\r\n";
    private static final String AT_THE_REPLICA = "*2\r\n:0\r\n:1\r\n";

    @TempDir
    Path folder;

    private final FailingDisk disk = new FailingDisk();

    @AfterEach
    void goOn() {
        disk.release();
    }

    private static void follow(RespConnection replica, int master) {
        assertThat(replica.call("REPLICAOF", "127.0.0.1", Integer.toString(master))).isEqualTo(OK);
        Await.until("the link is up", () -> replica.call("INFO", "replication").contains("master_link_status:up"));
    }

    @Test
    void withAnAppendOnlyFile() throws Exception {
        try (OwnServer master = new OwnServer();
                OwnServer replica = new OwnServer(disk, FsyncPolicy.EVERYSEC);
                RespConnection own = new RespConnection(master.port());
                RespConnection other = new RespConnection(replica.port())) {
            assertThat(own.call("SET", "a", "1")).isEqualTo(OK);
            Await.until("it is ready", () -> other.call("PING").equals("+PONG\r\n"));
            follow(other, master.port());
            assertThat(own.call("WAITAOF", "0", "1", "30000")).isEqualTo(AT_THE_REPLICA);

            disk.holdSyncs();
            assertThat(own.call("SET", "a", "2")).isEqualTo(OK);
            assertThat(own.call("WAIT", "1", "30000")).isEqualTo(":1\r\n");
            disk.awaitHeldSync();
            assertThat(own.call("WAITAOF", "0", "1", "50")).isEqualTo(NOWHERE);
            disk.release();
            assertThat(own.call("WAITAOF", "0", "1", "30000")).isEqualTo(AT_THE_REPLICA);
        }
    }

    @Test
    void withoutAnAppendOnlyFile() throws Exception {
        try (OwnServer master = new OwnServer();
                OwnServer replica = new OwnServer();
                RespConnection own = new RespConnection(master.port());
                RespConnection other = new RespConnection(replica.port())) {
            follow(other, master.port());
            assertThat(own.call("SET", "a", "1")).isEqualTo(OK);
            assertThat(own.call("WAIT", "1", "30000")).isEqualTo(":1\r\n");
            assertThat(own.call("WAITAOF", "0", "1", "50")).isEqualTo(NOWHERE);
        }
    }

    /** Redis 7.0 does not ask for it, and passes over it. */
    @Test
    void aMasterThatDoesNotKnowIt() throws Exception {
        RedisProcess.assumeInstalled();
        try (RedisProcess redis = RedisProcess.start(folder);
                OwnServer replica = new OwnServer(disk, FsyncPolicy.EVERYSEC);
                RespConnection master = new RespConnection(redis.port());
                RespConnection other = new RespConnection(replica.port())) {
            Await.until("it is ready", () -> other.call("PING").equals("+PONG\r\n"));
            follow(other, redis.port());
            for (int i = 0; i < 3; i++) {
                assertThat(master.call("SET", "a", Integer.toString(i))).isEqualTo(OK);
                assertThat(master.call("WAIT", "1", "30000")).isEqualTo(":1\r\n");
            }
            assertThat(other.call("GET", "a")).isEqualTo("$1\r\n2\r\n");
        }
    }
}
