package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/** This server follows a real Redis. */
@Timeout(120)
class FollowingTest {

    @TempDir
    Path folder;

    private RedisProcess redis;
    private OwnServer replica;
    private RespConnection master;
    private RespConnection own;

    @BeforeEach
    void start() throws Exception {
        RedisProcess.assumeInstalled();
        redis = RedisProcess.start(folder);
        master = new RespConnection(redis.port());
        replica = new OwnServer();
        own = new RespConnection(replica.port());
    }

    @AfterEach
    void stop() throws Exception {
        own.close();
        master.close();
        replica.close();
        redis.close();
    }

    private void follow() {
        assertThat(own.call("REPLICAOF", "127.0.0.1", Integer.toString(redis.port()))).isEqualTo("+OK\r\n");
        awaitLink("up");
    }

    private void awaitLink(String status) {
        Await.until("the link is " + status, () -> own.call("INFO", "replication").contains("master_link_status:" + status));
    }

    private void assertSame() {
        master.call("SET", "the last write", "x");
        assertThat(master.call("WAIT", "1", "30000")).isEqualTo(":1\r\n");
        DataImage.assertSame(replica.port(), redis.port());
    }

    private void fill(String prefix) {
        for (List<String> command : AllKinds.commands()) {
            String[] words = command.toArray(String[]::new);
            if (!words[0].equals("SELECT")) {
                words[1] = prefix + words[1];
            }
            assertThat(master.call(words)).doesNotStartWith("-");
        }
        master.call("SELECT", "0");
    }

    @Test
    void theCopyAndTheStreamAreHere() {
        fill("before:");
        own.call("SET", "only here", "1");
        follow();
        assertSame();

        fill("after:");
        master.call("MULTI");
        master.call("INCR", "n");
        master.call("SELECT", "4");
        master.call("RPUSH", "list", "a", "b", "c");
        master.call("EXEC");
        master.call("EVAL", "redis.call('SET', KEYS[1], ARGV[1]); return redis.call('INCRBY', KEYS[1], 5)", "1", "scripted",
                "37");
        master.call("XADD", "stream", "*", "f", "v");
        master.call("XGROUP", "CREATE", "stream", "group", "0");
        master.call("XREADGROUP", "GROUP", "group", "me", "NOACK", "STREAMS", "stream", ">");
        master.call("SWAPDB", "4", "6");
        assertSame();
        assertThat(own.call("EXISTS", "only here")).isEqualTo(":0\r\n");
    }

    @Test
    void itIsOnlyReadUntilItFollowsNobody() {
        follow();
        String readOnly = "-READONLY You can't write against a read only replica.\r\n";
        assertThat(own.call("SET", "a", "1")).isEqualTo(readOnly);
        assertThat(own.call("MULTI")).isEqualTo("+OK\r\n");
        assertThat(own.call("INCR", "a")).isEqualTo(readOnly);
        assertThat(own.call("EXEC")).startsWith("-EXECABORT");
        assertThat(own.call("EVAL", "return redis.call('SET', KEYS[1], '1')", "1", "a")).startsWith("-READONLY");
        assertThat(own.call("GET", "a")).isEqualTo("$-1\r\n");
        assertThat(own.call("WAIT", "1", "1")).startsWith("-ERR WAIT cannot be used with replica instances.");
        assertThat(own.call("ROLE")).isEqualTo("*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.1\r\n:" + redis.port()
                + "\r\n$9\r\nconnected\r\n" + own.call("ROLE").replaceAll("(?s).*connected\r\n", ""));
        master.call("SET", "a", "2");
        Await.until("it is here", () -> own.call("GET", "a").equals("$1\r\n2\r\n"));

        assertThat(own.call("REPLICAOF", "NO", "ONE")).isEqualTo("+OK\r\n");
        assertThat(own.call("INCR", "a")).isEqualTo(":3\r\n");
        assertThat(own.call("INFO", "replication")).contains("role:master");
        assertThat(master.call("GET", "a")).isEqualTo("$1\r\n2\r\n");
    }

    /** A key whose time has come reads as missing, and stays until the master says that it is gone. */
    @Test
    void nothingExpiresByItself() {
        follow();
        master.call("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        master.call("SET", "a", "1", "PX", "30");
        master.call("WAIT", "1", "30000");
        Await.until("it reads as missing", () -> own.call("GET", "a").equals("$-1\r\n"));
        assertThat(own.call("EXISTS", "a")).isEqualTo(":0\r\n");
        assertThat(own.call("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(own.call("SCAN", "0")).isEqualTo("*2\r\n$1\r\n0\r\n*0\r\n");

        // For Redis, a key still exists in the millisecond in which its time comes.
        Await.until("the master looks for it in vain", () -> master.call("EXISTS", "a").equals(":0\r\n"));
        Await.until("it is gone", () -> own.call("DBSIZE").equals(":0\r\n"));
    }

    @Test
    void itComesBackWithWhatItHasMissed() {
        fill("x:");
        follow();
        assertSame();
        master.call("CLIENT", "KILL", "TYPE", "replica");
        master.call("SET", "missed", "1");
        awaitLink("up");
        assertSame();
        assertThat(master.call("INFO", "stats")).contains("sync_full:1\r\n", "sync_partial_ok:1\r\n");
    }

    /** It connects again and again, and says so; or says nothing else, if it is told to. */
    @Test
    void aMasterThatIsGone() throws Exception {
        master.call("SET", "a", "1");
        follow();
        redis.close();
        awaitLink("down");
        assertThat(own.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
        own.call("CONFIG", "SET", "replica-serve-stale-data", "no");
        assertThat(own.call("GET", "a")).isEqualTo(
                "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n");
        assertThat(own.call("INFO", "replication")).contains("role:slave", "master_link_down_since_seconds:");
        assertThat(own.call("REPLICAOF", "NO", "ONE")).isEqualTo("+OK\r\n");
        assertThat(own.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
    }

    @Test
    void aMasterThatAsksForAPassword() {
        master.call("SET", "a", "1");
        master.call("ACL", "SETUSER", "follower", "on", ">secret", "+psync", "+replconf", "+ping");
        master.call("CONFIG", "SET", "requirepass", "other");
        own.call("CONFIG", "SET", "masteruser", "follower", "masterauth", "secret");
        follow();
        assertThat(own.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
    }

    @Test
    void whoWaitsToTakeSomethingIsTold() {
        try (RespConnection waiting = new RespConnection(replica.port())) {
            waiting.send(List.of("BLPOP", "list", "0"));
            Await.until("it waits", () -> own.call("INFO", "clients").contains("blocked_clients:1"));
            follow();
            assertThat(waiting.read()).startsWith("-UNBLOCKED");
        }
    }

    /** Its copy of the data goes on to those who follow this server. */
    @Test
    void aReplicaOfAReplica() throws Exception {
        fill("x:");
        follow();
        try (OwnServer last = new OwnServer(); RespConnection end = new RespConnection(last.port())) {
            end.call("REPLICAOF", "127.0.0.1", Integer.toString(replica.port()));
            Await.until("the link is up", () -> end.call("INFO", "replication").contains("master_link_status:up"));
            master.call("INCR", "passed on");
            Await.until("it is there", () -> end.call("GET", "passed on").equals("$1\r\n1\r\n"));
            DataImage.assertSame(last.port(), redis.port());
        }
    }
}
