package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.it.client.RespConnection;

/** Keys go from this server to a Redis, and from a Redis to this server. */
@Timeout(120)
class MigrateTest extends BesideRedis {

    private static final String OK = "+OK\r\n";

    @BeforeEach
    void empty() {
        own.call("FLUSHALL");
        redis.call("FLUSHALL");
        own.call("CONFIG", "SET", "requirepass", "");
        redis.call("CONFIG", "SET", "requirepass", "");
    }

    private static String toRedis() {
        return Integer.toString(servers.redisPort());
    }

    private static String toOwn() {
        return Integer.toString(servers.ownPort());
    }

    private static String[] moveAll(RespConnection from, String port, String... options) {
        String[] keys = from.call("KEYS", "*").split("\r\n");
        List<String> words = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", port, "", "0", "30000"));
        words.addAll(List.of(options));
        words.add("KEYS");
        for (int i = 2; i < keys.length; i += 2) {
            words.add(keys[i]);
        }
        return words.toArray(String[]::new);
    }

    @Test
    void allKindsOfValuesGoToRedisAndBack() {
        for (RespConnection server : List.of(own, redis)) {
            for (String[] command : new String[][] { { "SET", "string", "1" }, { "RPUSH", "list", "a", "b" },
                    { "SADD", "set", "a", "1" }, { "SADD", "integers", "3", "1" }, { "ZADD", "zset", "1.5", "a" },
                    { "HSET", "hash", "f", "v" }, { "XADD", "stream", "1-1", "f", "v" },
                    { "SET", "expires", "1", "PXAT", "4102444800123" } }) {
                assertThat(server.call(command)).doesNotStartWith("-");
            }
        }
        String digest = redis.call("DEBUG", "DIGEST");
        assertThat(own.call("DEBUG", "DIGEST")).isEqualTo(digest);
        redis.call("FLUSHALL");
        assertThat(own.call(moveAll(own, toRedis()))).isEqualTo(OK);
        assertThat(own.call("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(redis.call("DEBUG", "DIGEST")).isEqualTo(digest);
        assertThat(redis.call("PTTL", "expires")).matches(":[0-9]{12,}\r\n");
        assertThat(redis.call(moveAll(redis, toOwn()))).isEqualTo(OK);
        assertThat(redis.call("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(own.call("DEBUG", "DIGEST")).isEqualTo(digest);
    }

    @Test
    void thousandsOfKeysGoTogether() {
        own.call("DEBUG", "POPULATE", "3000", "k", "100");
        own.call("DEBUG", "POPULATE", "1", "other");
        String[] words = new String[3000 + 8];
        System.arraycopy(new String[] { "MIGRATE", "127.0.0.1", toRedis(), "", "3", "30000", "COPY", "KEYS" }, 0, words, 0, 8);
        for (int i = 0; i < 3000; i++) {
            words[8 + i] = "k:" + i;
        }
        assertThat(own.call(words)).isEqualTo(OK);
        assertThat(own.call("DBSIZE")).isEqualTo(":3001\r\n");
        words[6] = "REPLACE";
        assertThat(own.call(words)).isEqualTo(OK);
        assertThat(own.call("DBSIZE")).isEqualTo(":1\r\n");
        redis.call("SELECT", "3");
        assertThat(redis.call("DBSIZE")).isEqualTo(":3000\r\n");
        assertThat(redis.call("STRLEN", "k:2999")).isEqualTo(":100\r\n");
        redis.call("SELECT", "0");
    }

    @Test
    void bothSayTheSame() {
        for (RespConnection server : List.of(own, redis)) {
            String target = server == own ? toRedis() : toOwn();
            RespConnection other = server == own ? redis : own;
            own.call("FLUSHALL");
            redis.call("FLUSHALL");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "0", "1000")).isEqualTo("+NOKEY\r\n");
            server.call("SET", "k", "v");
            server.call("SET", "l", "w");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "0", "1000", "COPY")).isEqualTo(OK);
            assertThat(other.call("GET", "k")).isEqualTo("$1\r\nv\r\n");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "0", "1000")).isEqualTo(
                    "-ERR Target instance replied with error: BUSYKEY Target key name already exists.\r\n");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "", "0", "1000", "KEYS", "k", "l", "m"))
                    .startsWith("-ERR Target instance replied with error: BUSYKEY");
            assertThat(server.call("EXISTS", "k", "l")).as("those that have arrived are gone").isEqualTo(":1\r\n");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "0", "1000", "REPLACE")).isEqualTo(OK);
            assertThat(server.call("EXISTS", "k", "l")).isEqualTo(":0\r\n");
            assertThat(other.call("EXISTS", "k", "l")).isEqualTo(":2\r\n");
            server.call("SET", "k", "v");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "99", "1000"))
                    .isEqualTo("-ERR Target instance replied with error: ERR DB index is out of range\r\n");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "0", "1000", "KEYS", "k")).isEqualTo(
                    "-ERR When using MIGRATE KEYS option, the key argument must be set to the empty string\r\n");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "0", "1000", "AUTH"))
                    .isEqualTo("-ERR syntax error\r\n");
            assertThat(server.call("MIGRATE", "127.0.0.1", target, "k", "x", "1000"))
                    .isEqualTo("-ERR value is not an integer or out of range\r\n");
            assertThat(server.call("GET", "k")).isEqualTo("$1\r\nv\r\n");
        }
    }

    @Test
    void withAPassword() {
        redis.call("CONFIG", "SET", "requirepass", "secret");
        own.call("SET", "k", "v");
        assertThat(own.call("MIGRATE", "127.0.0.1", toRedis(), "k", "0", "1000"))
                .startsWith("-ERR Target instance replied with error: NOAUTH");
        assertThat(own.call("MIGRATE", "127.0.0.1", toRedis(), "k", "0", "1000", "AUTH", "wrong"))
                .startsWith("-ERR Target instance replied with error: WRONGPASS");
        assertThat(own.call("MIGRATE", "127.0.0.1", toRedis(), "k", "0", "1000", "AUTH", "secret", "COPY")).isEqualTo(OK);
        assertThat(own.call("MIGRATE", "127.0.0.1", toRedis(), "k", "0", "1000", "REPLACE", "AUTH2", "default", "secret"))
                .isEqualTo(OK);
        own.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
        own.call("MIGRATE", "127.0.0.1", toRedis(), "no", "0", "1000", "AUTH2", "default", "secret");
        assertThat(own.call("SLOWLOG", "GET", "2")).contains("AUTH2\r\n$10\r\n(redacted)\r\n$10\r\n(redacted)\r\n")
                .doesNotContain("secret");
        own.call("CONFIG", "SET", "slowlog-log-slower-than", "10000");
    }

    @Test
    void noServerIsThere() throws Exception {
        own.call("SET", "k", "v");
        redis.call("SET", "k", "v");
        int nothing;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nothing = socket.getLocalPort();
        }
        for (RespConnection server : List.of(redis, own)) {
            assertThat(server.call("MIGRATE", "127.0.0.1", Integer.toString(nothing), "k", "0", "1000"))
                    .isEqualTo("-IOERR error or timeout writing to target instance\r\n");
            assertThat(server.call("MIGRATE", "nosuchhost.invalid", "1", "k", "0", "1000"))
                    .isEqualTo("-IOERR error or timeout connecting to the client\r\n");
        }
        assertThat(own.call("GET", "k")).isEqualTo("$1\r\nv\r\n");
    }

    @Test
    void aServerThatSaysNothing() throws Exception {
        own.call("SET", "k", "v");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(silent.getLocalPort());
            assertThat(own.call("MIGRATE", "127.0.0.1", port, "k", "0", "50"))
                    .isEqualTo("-IOERR error or timeout reading to target instance\r\n");
            assertThat(own.call("GET", "k")).isEqualTo("$1\r\nv\r\n");
            own.call("MULTI");
            own.call("SET", "l", "w");
            own.call("MIGRATE", "127.0.0.1", port, "k", "0", "50");
            assertThat(own.call("EXEC"))
                    .isEqualTo("*2\r\n+OK\r\n-IOERR error or timeout reading to target instance\r\n");
            assertThat(own.call("EVAL", "return redis.pcall('MIGRATE', '127.0.0.1', ARGV[1], 'k', '0', '50')", "1", "k", port))
                    .startsWith("-ERR MIGRATE is not possible in a script");
        }
    }

    @Test
    void inATransaction() {
        own.call("MULTI");
        own.call("SET", "k", "v");
        own.call("MIGRATE", "127.0.0.1", toRedis(), "k", "0", "30000");
        own.call("EXISTS", "k");
        assertThat(own.call("EXEC")).isEqualTo("*3\r\n+OK\r\n+OK\r\n:0\r\n");
        assertThat(redis.call("GET", "k")).isEqualTo("$1\r\nv\r\n");
    }

    /** No other client waits meanwhile; and what they change arrives, too. */
    @Test
    void whatOthersChangeMeanwhileIsNotLost() throws Exception {
        own.call("SET", "k", "1");
        try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RespConnection other = new RespConnection(servers.ownPort())) {
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = target.accept()) {
                    StringBuilder all = new StringBuilder();
                    readUpTo(socket.getInputStream(), "SELECT\r\n$1\r\n0\r\n", all);
                    socket.getOutputStream().write("+OK\r\n".getBytes(ISO_8859_1));
                    readUpTo(socket.getInputStream(), "RESTORE", all);
                    assertThat(other.call("INCR", "k")).isEqualTo(":2\r\n");
                    socket.getOutputStream().write("+OK\r\n".getBytes(ISO_8859_1));
                    readUpTo(socket.getInputStream(), "REPLACE\r\n", all);
                    socket.getOutputStream().write("+OK\r\n".getBytes(ISO_8859_1));
                    return all.toString();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(own.call("MIGRATE", "127.0.0.1", Integer.toString(target.getLocalPort()), "k", "0", "30000"))
                    .isEqualTo(OK);
            assertThat(seen.get()).contains("RESTORE").contains("REPLACE");
            assertThat(own.call("EXISTS", "k")).isEqualTo(":0\r\n");
        }
    }

    private static void readUpTo(InputStream in, String end, StringBuilder all) throws IOException {
        int from = all.length();
        while (all.indexOf(end, from) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after " + all);
            }
            all.append((char) next);
        }
    }
}
