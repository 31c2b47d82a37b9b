package io.quarkiverse.kvs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.core.command.server.Access;
import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;

/** A client of a member that does not lead sees what it would see at the one that does. */
@Timeout(120)
class ForwardingTest {

    @TempDir
    static Path directory;
    private static TestCluster cluster;
    private static TestMember leader;
    private static TestMember follower;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(directory, FollowerMode.FORWARD);
        leader = cluster.awaitLeader();
        follower = cluster.anyFollower();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void commandsOfAllKinds() {
        try (RespConnection client = follower.connect()) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
            assertThat(leader.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
            assertThat(client.call("INCR", "a")).isEqualTo(":2\r\n");
            assertThat(client.call("LPUSH", "a", "x")).startsWith("-WRONGTYPE ");
            assertThat(client.call("NOSUCH", "a")).startsWith("-ERR unknown command 'NOSUCH'");
            assertThat(client.call("EVAL", "return redis.call('INCR', KEYS[1])", "1", "a")).isEqualTo(":3\r\n");
            assertThat(client.call("RPUSH", "list", "x", "y")).isEqualTo(":2\r\n");
            assertThat(client.call("LRANGE", "list", "0", "-1")).isEqualTo("*2\r\n$1\r\nx\r\n$1\r\ny\r\n");
            assertThat(client.call("GET", "none")).isEqualTo("$-1\r\n");
            assertThat(client.call("SET", "long", "x".repeat(300_000))).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "long")).isEqualTo("$300000\r\n" + "x".repeat(300_000) + "\r\n");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
            // WAIT is about what this client has written.
            assertThat(client.call("WAIT", "1", "5000")).matches(":[12]\r\n");
        }
    }

    @Test
    void membersAuthenticateAsTheUserOfTheConfiguration() {
        setUser("ad\u00e9", "geheimni\u00df");
        follower.state().access().users().define("client", List.of("on", ">secret", "~*", "&*", "+@all"));
        try (RespConnection client = follower.connect()) {
            assertThat(client.call("AUTH", "client", "secret")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "authenticated", "1")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "authenticated")).isEqualTo("$1\r\n1\r\n");
        } finally {
            setUser("", "");
        }
    }

    private static void setUser(String name, String password) {
        for (TestMember member : cluster.members.values()) {
            member.state().settings().password.value(Access.bytes(password));
            member.state().access().userName(name);
        }
    }

    @Test
    void pipelinesKeepTheirOrder() {
        try (RespConnection client = follower.connect()) {
            client.sendAll(IntStream.range(0, 200)
                    .mapToObj(i -> i % 3 == 0 ? List.of("PING", "p" + i) : List.of("INCR", "pipelined")).toList());
            int incremented = 0;
            for (int i = 0; i < 200; i++) {
                String text = "p" + i;
                assertThat(client.read()).isEqualTo(i % 3 == 0 ? "$" + text.length() + "\r\n" + text + "\r\n"
                        : ":" + ++incremented + "\r\n");
            }
        }
    }

    @Test
    void theStateOfTheConnectionGoesAlong() {
        try (RespConnection client = follower.connect()) {
            assertThat(client.call("SELECT", "3")).isEqualTo("+OK\r\n");
            assertThat(client.call("HSET", "h", "f", "v")).isEqualTo(":1\r\n");
            assertThat(client.call("SELECT", "0")).isEqualTo("+OK\r\n");
            assertThat(client.call("EXISTS", "h")).isEqualTo(":0\r\n");
            client.call("SELECT", "3");
            assertThat(client.call("HGETALL", "h")).startsWith("*2");
            assertThat(client.call("HELLO", "3")).startsWith("%7");
            assertThat(client.call("HGETALL", "h")).isEqualTo("%1\r\n$1\r\nf\r\n$1\r\nv\r\n");
            assertThat(client.call("RESET")).isEqualTo("+RESET\r\n");
            assertThat(client.call("HGETALL", "h")).isEqualTo("*0\r\n");
        }
    }

    @Test
    void transactions() {
        try (RespConnection client = follower.connect(); RespConnection other = leader.connect()) {
            assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "t", "1")).isEqualTo("+QUEUED\r\n");
            assertThat(client.call("INCR", "t")).isEqualTo("+QUEUED\r\n");
            assertThat(other.call("EXISTS", "t")).isEqualTo(":0\r\n");
            assertThat(client.call("EXEC")).isEqualTo("*2\r\n+OK\r\n:2\r\n");

            assertThat(client.call("WATCH", "t")).isEqualTo("+OK\r\n");
            assertThat(other.call("INCR", "t")).isEqualTo(":3\r\n");
            assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "t", "9")).isEqualTo("+QUEUED\r\n");
            assertThat(client.call("EXEC")).isEqualTo("*-1\r\n");
            assertThat(client.call("GET", "t")).isEqualTo("$1\r\n3\r\n");

            assertThat(client.call("WATCH", "t")).isEqualTo("+OK\r\n");
            assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "t", "4")).isEqualTo("+QUEUED\r\n");
            assertThat(client.call("EXEC")).isEqualTo("*1\r\n+OK\r\n");

            assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "t")).startsWith("-ERR wrong number");
            assertThat(client.call("EXEC")).startsWith("-EXECABORT ");
            assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "t", "5")).isEqualTo("+QUEUED\r\n");
            assertThat(client.call("DISCARD")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "t")).isEqualTo("$1\r\n4\r\n");
        }
    }

    @Test
    void blockingCommandsWaitThere() {
        try (RespConnection client = follower.connect(); RespConnection other = leader.connect()) {
            client.send(List.of("BLPOP", "queue", "30"));
            Await.until("it waits", () -> other.call("INFO", "clients").contains("blocked_clients:1"));
            assertThat(other.call("RPUSH", "queue", "x")).isEqualTo(":1\r\n");
            assertThat(client.read()).isEqualTo("*2\r\n$5\r\nqueue\r\n$1\r\nx\r\n");
            assertThat(client.call("BLPOP", "queue", "0.05")).isEqualTo("*-1\r\n");
        }
        // One that goes away while it waits gets nothing.
        try (RespConnection other = leader.connect()) {
            RespConnection gone = follower.connect();
            gone.send(List.of("BLPOP", "queue", "30"));
            Await.until("it waits", () -> other.call("INFO", "clients").contains("blocked_clients:1"));
            gone.close();
            Await.until("it waits no longer", () -> other.call("INFO", "clients").contains("blocked_clients:0"));
            assertThat(other.call("RPUSH", "queue", "y")).isEqualTo(":1\r\n");
            assertThat(other.call("LLEN", "queue")).isEqualTo(":1\r\n");
        }
    }

    /** Only the member that has answered a read knows that the client keeps a copy. */
    @Test
    void clientsThatKeepCopiesGoToTheLeader() {
        try (RespConnection client = follower.connect()) {
            assertThat(client.call("HELLO", "3")).startsWith("%7");
            assertThat(client.call("CLIENT", "TRACKING", "ON")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "kept")).startsWith("-MOVED ").endsWith(":" + leader.port() + "\r\n");
            // With prefixes, each member tells of each change that it does.
            assertThat(client.call("CLIENT", "TRACKING", "OFF")).isEqualTo("+OK\r\n");
            assertThat(client.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "kept")).isEqualTo("+OK\r\n");
            assertThat(client.call("GET", "kept")).isEqualTo("_\r\n");
            assertThat(leader.call("SET", "kept", "1")).isEqualTo("+OK\r\n");
            assertThat(client.read()).contains("invalidate", "kept");
        }
    }

    @Test
    void rolesAreTold() {
        assertThat(leader.call("ROLE")).startsWith("*3\r\n$6\r\nmaster");
        assertThat(follower.call("ROLE")).startsWith("*5\r\n$5\r\nslave");
        assertThat(follower.call("INFO", "replication")).contains("role:slave", "master_port:" + leader.port(),
                "master_link_status:up");
        assertThat(follower.call("CLUSTER", "SLOTS")).startsWith("*1\r\n*5\r\n:0\r\n:16383\r\n*4\r\n$9\r\n127.0.0.1\r\n:"
                + leader.port());
        assertThat(follower.call("CLUSTER", "INFO")).contains("cluster_state:ok", "cluster_known_nodes:3");
    }

    @Test
    void commandsOfTheApplication() {
        InProcessStore there = new InProcessStore(leader.state());
        InProcessStore here = new InProcessStore(follower.state());
        here.set("app", "1");
        assertThat(there.get("app")).isEqualTo("1");
        assertThat(here.get("app")).isEqualTo("1");
        assertThat(here.get("app-none")).isNull();
        assertThat(here.increment("app-n", 5)).isEqualTo(5);
        assertThat(here.setIfAbsent("app", "2")).isFalse();
        assertThat(here.execute("ZADD", "app-z", "1.5", "a", "inf", "b")).isEqualTo(new Reply.Int(2));
        assertThat(here.execute("ZRANGE", "app-z", "0", "-1", "WITHSCORES").asList()).hasSize(2);
        assertThat(here.sortedSet("app-z").score("b")).hasValue(Double.POSITIVE_INFINITY);
        here.hash("app-h").set("f", "v");
        assertThat(here.hash("app-h").all()).isEqualTo(Map.of("f", "v"));
        assertThat(here.eval("return {KEYS[1], ARGV[1], 3, false}", List.of("app"), "x").asList()).hasSize(4);
        assertThatThrownBy(() -> here.execute("LPUSH", "app", "x")).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("WRONGTYPE");
        assertThat(here.atomically(in -> {
            in.execute("INCR", "app-n");
            in.execute("INCR", "app-n");
        })).containsExactly(new Reply.Int(6), new Reply.Int(7));
        // What looks at the data here waits until it is as new as that of the leader.
        for (int i = 0; i < 50; i++) {
            there.set("app-key-" + i, "x");
            assertThat(here.keysMatching("app-key-.*")).hasSize(i + 1);
        }
        assertThat(here.size()).isEqualTo(there.size());
        assertThatThrownBy(() -> here.atomicallyIf(keyspace -> true, in -> in.execute("SET", "app", "9")))
                .isInstanceOf(KvsException.class).hasMessageContaining("leads");
    }

    @Test
    void commandsOfTheApplicationThatDoNotWait() {
        ReactiveStore here = new ReactiveStore(follower.state());
        here.set("reactive", "1").await().indefinitely();
        assertThat(here.get("reactive").await().indefinitely()).isEqualTo("1");
        assertThat(here.increment("reactive").await().indefinitely()).isEqualTo(2);
        assertThat(here.keysMatching("reactive").await().indefinitely()).containsExactly("reactive");
        CompletableFuture<Reply> popped = here.execute("BLPOP", "reactive-queue", "30").subscribeAsCompletionStage();
        Await.until("it waits", () -> leader.call("INFO", "clients").contains("blocked_clients:1"));
        // It has a connection of its own.
        assertThat(here.increment("reactive").await().indefinitely()).isEqualTo(3);
        assertThat(leader.call("RPUSH", "reactive-queue", "x")).isEqualTo(":1\r\n");
        assertThat(popped.join().asList()).hasSize(2);
        CompletableFuture<Reply> cancelled = here.execute("BLPOP", "reactive-queue", "30").subscribeAsCompletionStage();
        Await.until("it waits", () -> leader.call("INFO", "clients").contains("blocked_clients:1"));
        cancelled.cancel(true);
        Await.until("it waits no longer", () -> leader.call("INFO", "clients").contains("blocked_clients:0"));
        // An event loop waits for nothing.
        CompletableFuture<String> onLoop = new CompletableFuture<>();
        follower.onEventLoop(() -> here.get("reactive").subscribe().with(onLoop::complete, onLoop::completeExceptionally));
        assertThat(onLoop.join()).isEqualTo("3");
        CompletableFuture<String> blocking = new CompletableFuture<>();
        follower.onEventLoop(() -> {
            try {
                blocking.complete(new InProcessStore(follower.state()).get("reactive"));
            } catch (KvsException e) {
                blocking.complete(e.getMessage());
            }
        });
        assertThat(blocking.join()).contains("use ReactiveKeyValueStore");
    }
}
