package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RespConnection;

/** What is here of Redis 7.2 to 8.4, as their reference says it. */
class LaterCommandsTest {

    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";

    private static OwnServer server;
    private static RespConnection redis;

    @BeforeAll
    static void start() throws Exception {
        server = new OwnServer();
        redis = new RespConnection(server.port());
    }

    @AfterAll
    static void stop() {
        redis.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        redis.call("FLUSHALL");
    }

    @Test
    void aRankWithItsScore() {
        redis.call("ZADD", "z", "1", "one", "2.5", "two", "3", "three");
        assertThat(redis.call("ZRANK", "z", "two", "WITHSCORE")).isEqualTo("*2\r\n:1\r\n$3\r\n2.5\r\n");
        assertThat(redis.call("ZREVRANK", "z", "three", "withscore")).isEqualTo("*2\r\n:0\r\n$1\r\n3\r\n");
        assertThat(redis.call("ZRANK", "z", "four", "WITHSCORE")).isEqualTo("*-1\r\n");
        assertThat(redis.call("ZREVRANK", "no", "four", "WITHSCORE")).isEqualTo("*-1\r\n");
        assertThat(redis.call("ZRANK", "z", "two", "x")).isEqualTo("-ERR wrong number of arguments for 'zrank' command\r\n");
        assertThat(redis.call("ZRANK", "z", "two")).isEqualTo(":1\r\n");
        try (RespConnection three = new RespConnection(server.port())) {
            three.call("HELLO", "3");
            assertThat(three.call("ZRANK", "z", "two", "WITHSCORE")).isEqualTo("*2\r\n:1\r\n,2.5\r\n");
            assertThat(three.call("ZRANK", "z", "four", "WITHSCORE")).isEqualTo("_\r\n");
        }
    }

    @Test
    void operationsOnBits() {
        redis.call("SET", "x", "\u000f\u0033");
        redis.call("SET", "y", "\u0003\u0005\u0001");
        redis.call("SET", "z", "\u0005");
        assertThat(redis.call("BITOP", "DIFF", "d", "x", "y", "z")).isEqualTo(":3\r\n");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\u0008\u0032\u0000\r\n");
        redis.call("BITOP", "DIFF1", "d", "x", "y", "z");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\u0000\u0004\u0001\r\n");
        redis.call("BITOP", "ANDOR", "d", "x", "y", "z");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\u0007\u0001\u0000\r\n");
        redis.call("BITOP", "one", "d", "x", "y", "z");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\u0008\u0036\u0001\r\n");
        assertThat(redis.call("BITOP", "ONE", "d", "no")).isEqualTo(":0\r\n");
        assertThat(redis.call("EXISTS", "d")).isEqualTo(":0\r\n");
        assertThat(redis.call("BITOP", "DIFF", "d", "x"))
                .isEqualTo("-ERR BITOP DIFF must be called with at least two source keys.\r\n");
    }

    @Test
    void setIfTheValueIsSoOrNot() {
        assertThat(redis.call("SET", "x", "1", "IFEQ", "0")).as("a key that does not exist").isEqualTo("$-1\r\n");
        assertThat(redis.call("SET", "x", "1", "IFNE", "0")).isEqualTo("+OK\r\n");
        assertThat(redis.call("SET", "x", "2", "IFEQ", "0")).isEqualTo("$-1\r\n");
        assertThat(redis.call("SET", "x", "2", "IFEQ", "1", "EX", "100")).isEqualTo("+OK\r\n");
        assertThat(redis.call("TTL", "x")).isIn(":100\r\n", ":99\r\n");
        assertThat(redis.call("SET", "x", "3", "IFNE", "2", "GET")).isEqualTo("$1\r\n2\r\n");
        assertThat(redis.call("SET", "x", "3", "IFNE", "7", "GET")).isEqualTo("$1\r\n2\r\n");
        assertThat(redis.call("GET", "x")).isEqualTo("$1\r\n3\r\n");
        for (String other : new String[] { "NX", "XX" }) {
            assertThat(redis.call("SET", "x", "3", "IFNE", "7", other)).isEqualTo("-ERR syntax error\r\n");
            assertThat(redis.call("SET", "x", "3", other, "IFEQ", "7")).isEqualTo("-ERR syntax error\r\n");
        }
        assertThat(redis.call("SET", "x", "3", "IFEQ")).isEqualTo("-ERR syntax error\r\n");
        redis.call("RPUSH", "list", "a");
        assertThat(redis.call("SET", "list", "3", "IFEQ", "3")).isEqualTo(WRONG_TYPE);
    }

    @Test
    void deleteIfTheValueIsSoOrNot() {
        assertThat(redis.call("DELEX", "x", "IFNE", "1")).isEqualTo(":0\r\n");
        redis.call("SET", "x", "1");
        assertThat(redis.call("DELEX", "x", "IFEQ", "2")).isEqualTo(":0\r\n");
        assertThat(redis.call("DELEX", "x", "IFNE", "1")).isEqualTo(":0\r\n");
        assertThat(redis.call("DELEX", "x", "IFEQ", "1")).isEqualTo(":1\r\n");
        assertThat(redis.call("EXISTS", "x")).isEqualTo(":0\r\n");
        redis.call("SET", "x", "1");
        assertThat(redis.call("DELEX", "x", "IFNE", "2")).isEqualTo(":1\r\n");
        redis.call("RPUSH", "list", "a");
        assertThat(redis.call("DELEX", "list", "IFEQ", "a")).isEqualTo(WRONG_TYPE);
        assertThat(redis.call("DELEX", "list")).isEqualTo(":1\r\n");
        assertThat(redis.call("DELEX", "list", "IFEQ")).isEqualTo("-ERR syntax error\r\n");
        assertThat(redis.call("DELEX", "list", "IF", "a")).isEqualTo("-ERR syntax error\r\n");
    }
}
