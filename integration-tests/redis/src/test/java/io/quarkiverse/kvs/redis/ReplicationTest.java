package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.files.RedisChecks;
import io.quarkiverse.kvs.it.threads.Await;

/** A real Redis follows this server, and tools of Redis copy all its data. */
@Timeout(120)
class ReplicationTest {

    @TempDir
    Path folder;

    private RedisProcess redis;
    private OwnServer master;
    private RespConnection own;
    private RespConnection replica;

    @BeforeEach
    void start() throws Exception {
        RedisProcess.assumeInstalled();
        master = new OwnServer();
        own = new RespConnection(master.port());
        redis = RedisProcess.start(folder);
        replica = new RespConnection(redis.port());
    }

    @AfterEach
    void stop() throws Exception {
        own.close();
        replica.close();
        redis.close();
        master.close();
    }

    private void follow() {
        assertThat(replica.call("REPLICAOF", "127.0.0.1", Integer.toString(master.port()))).startsWith("+OK");
        Await.until("the link is up", () -> replica.call("INFO", "replication").contains("master_link_status:up"));
    }

    /** Both have the same data, once the replica has got all that was done. */
    private void assertSame() {
        assertThat(own.call("SET", "the last write", "x")).startsWith("+OK");
        assertThat(own.call("WAIT", "1", "30000")).isEqualTo(":1\r\n");
        DataImage.assertSame(redis.port(), master.port());
    }

    private void fill(String prefix) {
        for (List<String> command : AllKinds.commands()) {
            String[] words = command.toArray(String[]::new);
            if (!words[0].equals("SELECT")) {
                words[1] = prefix + words[1];
            }
            assertThat(own.call(words)).as(String.join(" ", words)).doesNotStartWith("-");
        }
    }

    @Test
    void theCopyAndTheStreamHaveEverything() {
        fill("before:");
        follow();
        assertSame();

        fill("after:");
        own.call("SELECT", "5");
        own.call("MULTI");
        own.call("INCR", "n");
        own.call("RPUSH", "list", "a", "b", "c");
        own.call("EXEC");
        own.call("EVAL", "redis.call('SET', KEYS[1], ARGV[1]); return redis.call('INCRBY', KEYS[1], 5)", "1", "scripted", "37");
        own.call("SPOP", "after:set");
        own.call("SELECT", "0");
        own.call("SET", "gone soon", "1", "PX", "20");
        Await.until("it has expired", () -> own.call("EXISTS", "gone soon").equals(":0\r\n"));
        own.call("SWAPDB", "5", "6");
        assertSame();
        assertThat(replica.call("SELECT", "6")).startsWith("+OK");
        assertThat(replica.call("GET", "scripted")).isEqualTo("$2\r\n42\r\n");
        assertThat(replica.call("EXISTS", "gone soon")).isEqualTo(":0\r\n");
    }

    /** While one client after the other writes, a copy is made: what is done meanwhile comes behind it. */
    @Test
    void whatIsDoneDuringTheCopyComesBehindIt() throws Exception {
        for (int i = 0; i < 200; i++) {
            own.call("SET", "large:" + i, "x".repeat(50_000));
        }
        Thread writing = new Thread(() -> {
            try (RespConnection writer = new RespConnection(master.port())) {
                for (int i = 0; i < 20_000; i++) {
                    writer.call("INCR", "counter:" + i % 100);
                }
            }
        }, "writes");
        writing.start();
        follow();
        writing.join();
        assertSame();
    }

    @Test
    void bothSidesTellOfEachOther() {
        follow();
        assertSame();
        String info = own.call("INFO", "replication");
        assertThat(info).contains("role:master", "connected_slaves:1", "slave0:ip=127.0.0.1,port=" + redis.port()
                + ",state=online", "repl_backlog_active:1");
        assertThat(own.call("ROLE")).startsWith("*3\r\n$6\r\nmaster\r\n:").contains("\r\n*1\r\n*3\r\n$9\r\n127.0.0.1\r\n",
                "\r\n" + redis.port() + "\r\n");
        String offset = info.replaceAll("(?s).*master_repl_offset:(\\d+).*", "$1");
        Await.until("the offsets are the same", () -> replica.call("INFO", "replication").contains("slave_repl_offset:"
                + own.call("INFO", "replication").replaceAll("(?s).*master_repl_offset:(\\d+).*", "$1")));
        assertThat(Long.parseLong(offset)).isPositive();
    }

    /** It gets only what it has missed. */
    @Test
    void aReplicaThatComesBackGoesOn() {
        fill("x:");
        follow();
        assertSame();
        replica.call("CLIENT", "KILL", "TYPE", "master");
        own.call("SET", "missed", "no");
        Await.until("the link is up again", () -> replica.call("INFO", "replication").contains("master_link_status:up"));
        assertSame();
        assertThat(own.call("INFO", "stats")).contains("sync_full:1\r\n", "sync_partial_ok:1\r\n");
    }

    @Test
    void messagesGoToTheReplicaToo() {
        follow();
        try (RespConnection subscriber = new RespConnection(redis.port())) {
            assertThat(subscriber.call("SUBSCRIBE", "news")).contains("subscribe");
            own.call("PUBLISH", "news", "hello");
            assertThat(subscriber.read()).isEqualTo("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
        }
    }

    @Test
    void waitingForMoreReplicasThanThereAreEnds() {
        assertThat(own.call("WAIT", "1", "10")).isEqualTo(":0\r\n");
        follow();
        own.call("SET", "a", "1");
        assertThat(own.call("WAIT", "1", "30000")).isEqualTo(":1\r\n");
        assertThat(own.call("WAIT", "2", "50")).isEqualTo(":1\r\n");
        assertThat(own.call("WAIT", "0", "0")).isEqualTo(":1\r\n");
    }

    @Test
    void redisCliCopiesAllData() throws Exception {
        fill("x:");
        Path copy = folder.resolve("copy.rdb");
        Process cli = new ProcessBuilder("redis-cli", "-p", Integer.toString(master.port()), "--rdb", copy.toString())
                .redirectErrorStream(true).start();
        String said = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(cli.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(cli.exitValue()).as(said).isZero();
        assertThat(Files.size(copy)).isGreaterThan(1000);
        RedisChecks.rdb(copy);
    }

    /** The line in front of a copy. Until it is made, the server sends an empty line now and then: it is still there. */
    private static String header(RespConnection replica) {
        return Stream.generate(replica::readLine).limit(60).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }

    /** Replicas of Redis before version 4 cannot tell the end of a copy whose length they do not know. */
    @Test
    void aCopyOfKnownLength() throws Exception {
        fill("x:");
        try (RespConnection old = new RespConnection(master.port())) {
            old.send(List.of("SYNC"));
            String header = header(old);
            assertThat(header).startsWith("$");
            byte[] bytes = old.readBytes(Integer.parseInt(header.substring(1)));
            Path copy = folder.resolve("counted.rdb");
            Files.write(copy, bytes);
            RedisChecks.rdb(copy);
            own.call("SET", "later", "1");
            assertThat(old.read()).isEqualTo("*2\r\n$6\r\nSELECT\r\n$2\r\n15\r\n");
            assertThat(old.read()).isEqualTo("*3\r\n$3\r\nSET\r\n$5\r\nlater\r\n$1\r\n1\r\n");
        }
    }

    /** What it does not take waits here, up to a bound. */
    @Test
    void aReplicaThatTakesNothingIsClosed() {
        own.call("CONFIG", "SET", "client-output-buffer-limit", "replica 1mb 0 0");
        try (RespConnection slow = new RespConnection(master.port())) {
            slow.send(List.of("SYNC"));
            assertThat(header(slow)).startsWith("$");
            Await.until("it is closed", () -> {
                own.call("SET", "big", "x".repeat(500_000));
                return own.call("INFO", "replication").contains("connected_slaves:0");
            });
        }
    }
}
