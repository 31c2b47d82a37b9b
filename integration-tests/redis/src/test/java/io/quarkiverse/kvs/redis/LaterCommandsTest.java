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
        redis.call("SET", "x", "\u000f3");
        redis.call("SET", "y", "\u0003\u0005\u0001");
        redis.call("SET", "z", "\u0005");
        assertThat(redis.call("BITOP", "DIFF", "d", "x", "y", "z")).isEqualTo(":3\r\n");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\b2\u0000\r\n");
        redis.call("BITOP", "DIFF1", "d", "x", "y", "z");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\u0000\u0004\u0001\r\n");
        redis.call("BITOP", "ANDOR", "d", "x", "y", "z");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\u0007\u0001\u0000\r\n");
        redis.call("BITOP", "one", "d", "x", "y", "z");
        assertThat(redis.call("GET", "d")).isEqualTo("$3\r\n\b6\u0001\r\n");
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

    @Test
    void comparingByDigest() {
        assertThat(redis.call("DIGEST", "x")).isEqualTo("$-1\r\n");
        redis.call("SET", "x", "Hello world");
        assertThat(redis.call("DIGEST", "x")).isEqualTo("$16\r\nb6acb9d84a38ff74\r\n");
        assertThat(redis.call("SET", "x", "1", "IFDEQ", "0123456789abcdef")).isEqualTo("$-1\r\n");
        assertThat(redis.call("SET", "x", "1", "IFDNE", "b6acb9d84a38ff74")).isEqualTo("$-1\r\n");
        assertThat(redis.call("SET", "x", "1", "IFDEQ", "b6acb9d8")).startsWith("-ERR");
        assertThat(redis.call("SET", "x", "test", "IFDEQ", "B6ACB9D84A38FF74")).isEqualTo("+OK\r\n");
        assertThat(redis.call("DELEX", "x", "IFDNE", "9ec9f7918d7dfc40")).isEqualTo(":0\r\n");
        assertThat(redis.call("DELEX", "x", "IFDEQ", "9ec9f7918d7dfc40")).isEqualTo(":1\r\n");
        assertThat(redis.call("SET", "x", "1", "IFDEQ", "9ec9f7918d7dfc40")).isEqualTo("$-1\r\n");
        assertThat(redis.call("SET", "x", "1", "IFDNE", "9ec9f7918d7dfc40")).isEqualTo("+OK\r\n");
        redis.call("RPUSH", "list", "a");
        assertThat(redis.call("DIGEST", "list")).isEqualTo(WRONG_TYPE);
    }

    @Test
    void severalStringsThatExpireTogether() {
        assertThat(redis.call("MSETEX", "2", "a", "1", "b", "2", "XX", "EX", "100")).isEqualTo(":0\r\n");
        assertThat(redis.call("MSETEX", "2", "a", "1", "b", "2", "EX", "100", "NX")).isEqualTo(":1\r\n");
        assertThat(redis.call("TTL", "b")).isIn(":100\r\n", ":99\r\n");
        assertThat(redis.call("MSETEX", "2", "b", "3", "c", "3", "NX")).isEqualTo(":0\r\n");
        assertThat(redis.call("EXISTS", "c")).isEqualTo(":0\r\n");
        assertThat(redis.call("MSETEX", "2", "b", "3", "c", "3", "KEEPTTL")).isEqualTo(":1\r\n");
        assertThat(redis.call("TTL", "b")).isIn(":100\r\n", ":99\r\n");
        assertThat(redis.call("TTL", "c")).isEqualTo(":-1\r\n");
        assertThat(redis.call("MSETEX", "1", "a", "9")).isEqualTo(":1\r\n");
        assertThat(redis.call("TTL", "a")).isEqualTo(":-1\r\n");
        assertThat(redis.call("MSETEX", "0", "a", "9")).startsWith("-ERR");
        assertThat(redis.call("MSETEX", "2", "a", "9")).startsWith("-ERR");
        assertThat(redis.call("MSETEX", "1", "a", "9", "EX", "1", "KEEPTTL")).isEqualTo("-ERR syntax error\r\n");
        assertThat(redis.call("COMMAND", "GETKEYS", "MSETEX", "2", "a", "1", "b", "2", "NX"))
                .isEqualTo("*2\r\n$1\r\na\r\n$1\r\nb\r\n");
    }

    @Test
    void inHowManySetsAMemberIs() {
        redis.call("ZADD", "x", "5", "a", "6", "b");
        redis.call("ZADD", "y", "7", "a");
        redis.call("SADD", "z", "a");
        assertThat(redis.call("ZUNION", "3", "x", "y", "z", "AGGREGATE", "COUNT", "WITHSCORES"))
                .isEqualTo("*4\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n3\r\n");
        assertThat(redis.call("ZINTER", "2", "x", "y", "AGGREGATE", "count", "WITHSCORES"))
                .isEqualTo("*2\r\n$1\r\na\r\n$1\r\n2\r\n");
        assertThat(redis.call("ZUNIONSTORE", "d", "2", "x", "y", "WEIGHTS", "2", "3", "AGGREGATE", "COUNT"))
                .isEqualTo(":2\r\n");
        assertThat(redis.call("ZSCORE", "d", "a")).isEqualTo("$1\r\n5\r\n");
    }

    private static void streamWithTwoGroups() {
        for (int i = 1; i <= 4; i++) {
            redis.call("XADD", "s", i + "-0", "f", "v");
        }
        redis.call("XGROUP", "CREATE", "s", "g", "0");
        redis.call("XGROUP", "CREATE", "s", "h", "0");
        redis.call("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", ">");
        redis.call("XREADGROUP", "GROUP", "h", "c", "COUNT", "3", "STREAMS", "s", ">");
        redis.call("XACK", "s", "g", "1-0", "2-0", "4-0");
        redis.call("XACK", "s", "h", "1-0");
    }

    private static String pending(String group) {
        return redis.call("XPENDING", "s", group).split("\r\n")[1];
    }

    @Test
    void entriesAreDeletedWithWhatGroupsKnowOfThem() {
        assertThat(redis.call("XDELEX", "s", "IDS", "2", "1-0", "2-0")).isEqualTo("*2\r\n:-1\r\n:-1\r\n");
        streamWithTwoGroups();
        assertThat(redis.call("XDELEX", "s", "ACKED", "IDS", "4", "1-0", "2-0", "4-0", "9-0"))
                .as("4-0 has not been read by h").isEqualTo("*4\r\n:1\r\n:2\r\n:2\r\n:-1\r\n");
        assertThat(redis.call("XDELEX", "s", "KEEPREF", "IDS", "1", "2-0")).isEqualTo("*1\r\n:1\r\n");
        assertThat(pending("h")).isEqualTo(":2");
        assertThat(redis.call("XDELEX", "s", "DELREF", "IDS", "2", "2-0", "3-0")).isEqualTo("*2\r\n:-1\r\n:1\r\n");
        assertThat(pending("h")).isEqualTo(":0");
        assertThat(pending("g")).isEqualTo(":0");
        assertThat(redis.call("XLEN", "s")).isEqualTo(":1\r\n");
        assertThat(redis.call("XDELEX", "s", "IDS", "2", "1-0")).startsWith("-ERR");
        assertThat(redis.call("XDELEX", "s", "IDS", "0", "1-0")).startsWith("-ERR");
        assertThat(redis.call("XDELEX", "s", "OTHER", "IDS", "1", "1-0")).isEqualTo("-ERR syntax error\r\n");
        redis.call("XADD", "alone", "1-0", "f", "v");
        assertThat(redis.call("XDELEX", "alone", "ACKED", "IDS", "1", "1-0")).isEqualTo("*1\r\n:2\r\n");
    }

    @Test
    void acknowledgingAndDeletingTogether() {
        assertThat(redis.call("XACKDEL", "s", "g", "IDS", "1", "1-0")).isEqualTo("*1\r\n:-1\r\n");
        streamWithTwoGroups();
        assertThat(redis.call("XACKDEL", "s", "g", "ACKED", "IDS", "2", "3-0", "1-0")).isEqualTo("*2\r\n:2\r\n:-1\r\n");
        assertThat(redis.call("XACKDEL", "s", "h", "ACKED", "IDS", "1", "3-0")).isEqualTo("*1\r\n:1\r\n");
        assertThat(redis.call("XACKDEL", "s", "h", "IDS", "1", "2-0")).isEqualTo("*1\r\n:1\r\n");
        assertThat(redis.call("XLEN", "s")).isEqualTo(":2\r\n");
        assertThat(pending("h")).isEqualTo(":0");
    }

    @Test
    void trimmingWithWhatGroupsKnow() {
        streamWithTwoGroups();
        assertThat(redis.call("XTRIM", "s", "MAXLEN", "0", "ACKED")).isEqualTo(":1\r\n");
        assertThat(redis.call("XTRIM", "s", "MAXLEN", "1", "KEEPREF")).isEqualTo(":2\r\n");
        assertThat(pending("g")).isEqualTo(":1");
        redis.call("DEL", "s");
        streamWithTwoGroups();
        assertThat(redis.call("XADD", "s", "DELREF", "MAXLEN", "1", "5-0", "f", "v")).isEqualTo("$3\r\n5-0\r\n");
        assertThat(pending("g")).isEqualTo(":0");
        assertThat(pending("h")).isEqualTo(":0");
        assertThat(redis.call("XLEN", "s")).isEqualTo(":1\r\n");
    }

    @Test
    void readingWhatOthersHaveLeft() {
        streamWithTwoGroups();
        assertThat(redis.call("XREADGROUP", "GROUP", "g", "d", "CLAIM", "3600000", "STREAMS", "s", ">")).isEqualTo("*-1\r\n");
        redis.call("XCLAIM", "s", "g", "c", "0", "3-0", "IDLE", "5000", "JUSTID");
        redis.call("XADD", "s", "5-0", "f", "w");
        assertThat(redis.call("XREADGROUP", "GROUP", "g", "d", "CLAIM", "1000", "STREAMS", "s", ">")).matches(
                "\\*1\r\n\\*2\r\n\\$1\r\ns\r\n\\*2\r\n\\*4\r\n\\$3\r\n3-0\r\n\\*2\r\n\\$1\r\nf\r\n\\$1\r\nv\r\n:5[0-9]{3}\r\n:1\r\n"
                        + "\\*2\r\n\\$3\r\n5-0\r\n\\*2\r\n\\$1\r\nf\r\n\\$1\r\nw\r\n");
        assertThat(redis.call("XPENDING", "s", "g", "-", "+", "10", "d")).contains("3-0").contains("5-0");
        assertThat(redis.call("XPENDING", "s", "g", "-", "+", "10", "c")).isEqualTo("*0\r\n");
        assertThat(redis.call("XREADGROUP", "GROUP", "g", "e", "COUNT", "1", "CLAIM", "0", "STREAMS", "s", ">"))
                .contains("3-0").doesNotContain("5-0");
        assertThat(redis.call("XREAD", "CLAIM", "0", "STREAMS", "s", "0"))
                .startsWith("-ERR The CLAIM option is only supported");
        assertThat(redis.call("XREADGROUP", "GROUP", "g", "e", "CLAIM", "-1", "STREAMS", "s", ">")).startsWith("-ERR");
    }
}
