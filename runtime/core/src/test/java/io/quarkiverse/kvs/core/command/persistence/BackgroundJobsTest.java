package io.quarkiverse.kvs.core.command.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.it.threads.Await;

/** Snapshots and rewriting in the background: when they begin by themselves, and that there is one at a time. */
@Timeout(120)
class BackgroundJobsTest {

    private static final long NOW = 1_700_000_000_000L;

    private final FailingDisk disk = new FailingDisk();
    private final AtomicLong clock = new AtomicLong(NOW);

    private KeptServer start(String savePoints) {
        return new KeptServer(disk, FsyncPolicy.EVERYSEC, savePoints, clock::get);
    }

    private static PersistenceStatus status(KeptServer server) {
        return server.state().persistence().status();
    }

    private static void maintain(KeptServer server) {
        server.state().persistence().maintain();
    }

    /** What has just ended may not have made room yet: so it looks again and again. */
    private static void maintainUntil(String what, KeptServer server, Predicate<PersistenceStatus> condition) {
        Await.until(what, () -> {
            maintain(server);
            return condition.test(status(server));
        });
    }

    private static String info(KeptServer server) {
        return server.call("INFO persistence");
    }

    @Test
    void aFileThatHasDoubledIsRewritten() throws Exception {
        try (KeptServer server = start("")) {
            server.call("CONFIG SET auto-aof-rewrite-min-size 2000");
            String value = "x".repeat(90);
            server.call("SET a " + value);
            Await.until("it is written", () -> status(server).currentSize() > status(server).baseSize() + 100);
            maintain(server);
            assertThat(status(server).rewriting()).as("it is small").isFalse();
            for (int i = 0; i < 30; i++) {
                server.call("SET a " + value);
            }
            Await.until("it is written", () -> status(server).currentSize() > 2000 + status(server).baseSize());
            server.call("CONFIG SET auto-aof-rewrite-percentage 0");
            maintain(server);
            assertThat(status(server).rewriting()).as("it never is to be").isFalse();
            server.call("CONFIG SET auto-aof-rewrite-percentage 100");
            maintain(server);
            Await.until("it is rewritten", () -> status(server).rewrites() == 1);
            assertThat(status(server).currentSize()).isLessThan(1000);
            assertThat(disk.directory("appendonlydir").names()).containsExactly("appendonly.aof.2.base.rdb",
                    "appendonly.aof.2.incr.aof", "appendonly.aof.manifest");
            server.closeAndCheck();
        }
    }

    @Test
    void aSnapshotIsMadeWhenItIsTime() {
        try (KeptServer server = start("3600 1 60 3")) {
            assertThat(server.call("LASTSAVE")).isEqualTo(":" + NOW / 1000 + "\r\n");
            server.call("SET a 1");
            server.call("SET b 1");
            clock.addAndGet(61_000);
            maintain(server);
            assertThat(info(server)).contains("rdb_changes_since_last_save:2\r\n", "rdb_bgsave_in_progress:0\r\n");
            server.call("SET c 1");
            maintain(server);
            Await.until("it is made", () -> status(server).saves() == 1);
            assertThat(server.call("LASTSAVE")).isEqualTo(":" + (NOW / 1000 + 61) + "\r\n");
            assertThat(info(server)).contains("rdb_changes_since_last_save:0\r\n", "rdb_last_bgsave_status:ok\r\n");

            server.call("SET c 2");
            clock.addAndGet(3_601_000);
            maintainUntil("it is made after one change, too", server, status -> status.saves() == 2);
            server.closeAndCheck();
        }
    }

    @Test
    void thereIsOneAtATime() throws Exception {
        try (KeptServer server = start("3600 1")) {
            disk.holdSyncs();
            assertThat(server.call("BGREWRITEAOF")).isEqualTo("+Background append only file rewriting started\r\n");
            assertThat(server.call("BGREWRITEAOF"))
                    .isEqualTo("-ERR Background append only file rewriting already in progress\r\n");
            assertThat(server.call("BGSAVE")).startsWith("-ERR Another child process is active (AOF?)");
            assertThat(server.call("BGSAVE SCHEDULE")).isEqualTo("+Background saving scheduled\r\n");
            assertThat(info(server)).contains("aof_rewrite_in_progress:1\r\n", "rdb_bgsave_in_progress:0\r\n");
            disk.release();
            Await.until("it is rewritten", () -> status(server).rewrites() == 1);

            disk.holdSyncs();
            maintainUntil("it has begun", server, PersistenceStatus::saving);
            assertThat(info(server)).contains("rdb_bgsave_in_progress:1\r\n");
            assertThat(server.call("BGSAVE SCHEDULE")).isEqualTo("-ERR Background save already in progress\r\n");
            assertThat(server.call("SAVE")).isEqualTo("-ERR Background save already in progress\r\n");
            assertThat(server.call("BGREWRITEAOF")).isEqualTo("+Background append only file rewriting scheduled\r\n");
            assertThat(info(server)).contains("aof_rewrite_scheduled:1\r\n");
            disk.release();
            Await.until("it is made", () -> status(server).saves() == 1);
            maintainUntil("it is rewritten again", server, status -> status.rewrites() == 2);
            server.closeAndCheck();
        }
    }
}
