package io.quarkiverse.kvs.core.command.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.it.threads.Await;

/** Data is saved and taken from the files again while the server runs, and in the form of commands as well. */
class ReloadTest {

    private final FailingDisk disk = new FailingDisk();

    private static void fill(KeptServer server) {
        server.call("SET string x");
        server.call("SET number 42");
        server.call("SET expiring 1 PXAT 4102444800123");
        server.call("RPUSH list a b c");
        server.call("SADD set a b");
        server.call("HSET hash f 1 g 2");
        server.call("ZADD zset 1 a 2.5 b");
        server.call("XADD stream 1-1 f v");
        server.call("XGROUP CREATE stream group 0");
        server.call("SELECT 3");
        server.call("SET other 1");
        server.call("SELECT 0");
    }

    @Test
    void throughASnapshot() {
        try (KeptServer server = new KeptServer(disk, null, "3600 1")) {
            fill(server);
            String before = server.digest();
            assertThat(server.call("DEBUG RELOAD")).isEqualTo("+OK\r\n");
            assertThat(server.digest()).isEqualTo(before);
            assertThat(server.call("INFO persistence")).contains("rdb_saves:1\r\n", "rdb_last_load_keys_loaded:9\r\n");

            server.call("SET later 1");
            assertThat(server.call("DEBUG RELOAD NOSAVE")).isEqualTo("+OK\r\n");
            assertThat(server.digest()).isEqualTo(before);

            server.call("SET later 1");
            server.call("SET string changed");
            assertThat(server.call("DEBUG RELOAD NOSAVE NOFLUSH MERGE")).isEqualTo("+OK\r\n");
            assertThat(server.call("GET later")).isEqualTo("$1\r\n1\r\n");
            assertThat(server.call("GET string")).isEqualTo("$1\r\nx\r\n");
            assertThat(server.call("DEBUG RELOAD ALL")).startsWith("-ERR DEBUG RELOAD only supports");
            server.closeAndCheck();
        }
    }

    @Test
    void throughTheAppendOnlyFile() {
        String before;
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.EVERYSEC, "")) {
            fill(server);
            before = server.digest();
            assertThat(server.call("DEBUG LOADAOF")).isEqualTo("+OK\r\n");
            assertThat(server.digest()).isEqualTo(before);
            server.call("SET later 1");
            server.call("DEL later");
            assertThat(server.call("DEBUG RELOAD")).isEqualTo("+OK\r\n");
            assertThat(server.digest()).isEqualTo(before);
            server.closeAndCheck();
        }
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.EVERYSEC, "")) {
            assertThat(server.digest()).isEqualTo(before);
        }
    }

    /** What could not be written is not thrown away. */
    @Test
    void notWhileTheDiskFails() {
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.EVERYSEC, "3600 1")) {
            fill(server);
            String before = server.digest();
            disk.failFromNowOn();
            assertThat(server.call("DEBUG RELOAD")).startsWith("-ERR");
            assertThat(server.call("DEBUG LOADAOF")).startsWith("-ERR");
            assertThat(server.call("GET string")).isEqualTo("$1\r\nx\r\n");
            disk.repair();
            Await.until("it can be written again", () -> server.state().persistence().status().lastWriteOk());
            assertThat(server.call("DEBUG LOADAOF")).isEqualTo("+OK\r\n");
            assertThat(server.call("DEBUG RELOAD")).isEqualTo("+OK\r\n");
            assertThat(server.digest()).isEqualTo(before);
        }
    }

    @Test
    void theBaseAsCommands() throws Exception {
        String before;
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.ALWAYS, "")) {
            fill(server);
            before = server.digest();
            assertThat(server.call("CONFIG SET aof-use-rdb-preamble no")).isEqualTo("+OK\r\n");
            assertThat(server.call("BGREWRITEAOF")).startsWith("+Background");
            Await.until("it is rewritten", () -> !server.state().persistence().isRewriting());
            assertThat(disk.directory("appendonlydir").names()).contains("appendonly.aof.2.base.aof");
            server.call("INCR number");
            server.call("DECR number");
            assertThat(server.call("DEBUG LOADAOF")).isEqualTo("+OK\r\n");
            assertThat(server.digest()).isEqualTo(before);
            server.closeAndCheck();
        }
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.ALWAYS, "")) {
            assertThat(server.digest()).isEqualTo(before);
        }
    }

    /** It syncs what it waits for, under any policy. */
    @Test
    void waitingForTheDisk() {
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.NO, "")) {
            assertThat(server.call("WAITAOF 1 0 0")).isEqualTo("*2\r\n:1\r\n:0\r\n");
            server.call("SET a 1");
            assertThat(server.call("WAITAOF 2 0 0")).isEqualTo("-ERR value is out of range, must be between 0 and 1\r\n");
            assertThat(server.call("WAITAOF 0 0 -1")).isEqualTo("-ERR timeout is negative\r\n");
            server.call("CONFIG SET appendonly no");
            assertThat(server.call("WAITAOF 1 0 0")).isEqualTo(
                    "-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\r\n");
            assertThat(server.call("WAITAOF 0 0 0")).isEqualTo("*2\r\n:0\r\n:0\r\n");
        }
    }
}
