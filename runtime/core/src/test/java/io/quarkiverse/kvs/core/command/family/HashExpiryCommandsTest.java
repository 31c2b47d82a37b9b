package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.ActiveExpiry;

class HashExpiryCommandsTest {

    private static final String NOT_THERE = "*1\r\n:-2\r\n";

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);

    private static String integers(long... numbers) {
        StringBuilder text = new StringBuilder("*" + numbers.length + "\r\n");
        for (long number : numbers) {
            text.append(':').append(number).append("\r\n");
        }
        return text.toString();
    }

    @Test
    void fieldsExpire() {
        client.line("HSET h a 1 b 2 c 3");
        assertThat(client.line("HEXPIRE h 10 FIELDS 3 a b x")).isEqualTo(integers(1, 1, -2));
        assertThat(client.line("HTTL h FIELDS 4 a b c x")).isEqualTo(integers(10, 10, -1, -2));
        assertThat(client.line("HPTTL h FIELDS 1 a")).isEqualTo(integers(10_000));
        assertThat(client.line("HEXPIRETIME h FIELDS 2 a c")).isEqualTo(integers(server.now() / 1000 + 10, -1));
        assertThat(client.line("HPEXPIRETIME h FIELDS 1 a")).isEqualTo(integers(server.now() + 10_000));
        assertThat(client.line("HPERSIST h FIELDS 3 b c x")).isEqualTo(integers(1, -1, -2));
        server.pass(9_999);
        assertThat(client.line("HLEN h")).isEqualTo(":3\r\n");
        server.pass(1);
        assertThat(client.line("HGET h a")).isEqualTo("$-1\r\n");
        assertThat(client.line("HLEN h")).isEqualTo(":2\r\n");
        assertThat(client.line("HGET h b")).isEqualTo("$1\r\n2\r\n");
    }

    @Test
    void aHashIsGoneWithItsLastField() {
        client.line("HSET h a 1 b 2");
        client.line("HPEXPIRE h 10 FIELDS 1 a");
        client.line("HPEXPIRE h 20 FIELDS 1 b");
        server.pass(20);
        assertThat(client.line("EXISTS h")).isEqualTo(":0\r\n");
        assertThat(client.line("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(client.line("HTTL h FIELDS 1 a")).isEqualTo(NOT_THERE);
        assertThat(client.line("HEXPIRE h 1 FIELDS 1 a")).isEqualTo(NOT_THERE);
        assertThat(client.line("HPERSIST h FIELDS 1 a")).isEqualTo(NOT_THERE);
    }

    @Test
    void conditions() {
        client.line("HSET h a 1 b 2");
        client.line("HEXPIRE h 100 FIELDS 1 a");
        assertThat(client.line("HEXPIRE h 50 NX FIELDS 2 a b")).isEqualTo(integers(0, 1));
        client.line("HPERSIST h FIELDS 1 b");
        assertThat(client.line("HEXPIRE h 150 XX FIELDS 2 a b")).isEqualTo(integers(1, 0));
        assertThat(client.line("HEXPIRE h 150 GT FIELDS 2 a b")).isEqualTo(integers(0, 0));
        assertThat(client.line("HEXPIRE h 151 GT FIELDS 2 a b")).isEqualTo(integers(1, 0));
        assertThat(client.line("HEXPIRE h 152 LT FIELDS 2 a b")).isEqualTo(integers(0, 1));
        assertThat(client.line("HEXPIRE h 0 FIELDS 1 a")).isEqualTo(integers(2));
        assertThat(client.line("HEXPIREAT h 1 FIELDS 2 a b")).isEqualTo(integers(-2, 2));
        assertThat(client.line("EXISTS h")).isEqualTo(":0\r\n");
    }

    @Test
    void whatIsRefused() {
        client.line("HSET h a 1");
        client.line("SET s 1");
        assertThat(client.line("HEXPIRE h 1 FIELDS 2 a")).startsWith("-ERR The `numfields` parameter must match");
        assertThat(client.line("HEXPIRE h 1 FIELDS 1 a b")).startsWith("-ERR The `numfields` parameter must match");
        assertThat(client.line("HEXPIRE h 1 FIELDS 0 a")).startsWith("-ERR Parameter `numFields` should be greater than 0");
        assertThat(client.line("HEXPIRE h 1 NX XX FIELDS 1 a")).startsWith("-ERR Mandatory argument FIELDS is missing");
        assertThat(client.line("HEXPIRE h 1 FIELDZ 1 a")).startsWith("-ERR Mandatory argument FIELDS is missing");
        assertThat(client.line("HEXPIRE h -1 FIELDS 1 a")).isEqualTo("-ERR invalid expire time, must be >= 0\r\n");
        assertThat(client.line("HEXPIRE h x FIELDS 1 a")).isEqualTo("-ERR value is not an integer or out of range\r\n");
        assertThat(client.line("HEXPIRE h 9223372036854775807 FIELDS 1 a"))
                .isEqualTo("-ERR invalid expire time in 'hexpire' command\r\n");
        assertThat(client.line("HEXPIRE s 1 FIELDS 1 a")).startsWith("-WRONGTYPE");
        assertThat(client.line("HTTL s FIELDS 1 a")).startsWith("-WRONGTYPE");
        assertThat(client.line("HSETEX h EX 1 KEEPTTL FIELDS 1 a 1"))
                .isEqualTo("-ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified\r\n");
        assertThat(client.line("HSETEX h FNX FXX FIELDS 1 a 1")).startsWith("-ERR Only one of FXX or FNX");
        assertThat(client.line("HSETEX h EX 0 FIELDS 1 a 1")).isEqualTo("-ERR invalid expire time in 'hsetex' command\r\n");
        assertThat(client.line("HGETEX h EX 1 PERSIST FIELDS 1 a"))
                .startsWith("-ERR Only one of EX, PX, EXAT, PXAT or PERSIST");
        assertThat(client.line("HTTL h FIELDS 1 a")).isEqualTo(integers(-1));
    }

    @Test
    void settingAFieldAnewEndsItsExpiryAndCountingDoesNot() {
        client.line("HSET h a 1 b 2 c 3");
        client.line("HEXPIRE h 100 FIELDS 3 a b c");
        client.line("HSET h a 2");
        client.line("HINCRBY h b 5");
        client.line("HINCRBYFLOAT h c 0.5");
        assertThat(client.line("HTTL h FIELDS 3 a b c")).isEqualTo(integers(-1, 100, 100));
        assertThat(client.line("HMGET h a b c")).isEqualTo("*3\r\n$1\r\n2\r\n$1\r\n7\r\n$3\r\n3.5\r\n");
    }

    @Test
    void valuesWithExpiry() {
        assertThat(client.line("HSETEX h FXX EX 10 FIELDS 1 a 1")).isEqualTo(":0\r\n");
        assertThat(client.line("EXISTS h")).isEqualTo(":0\r\n");
        assertThat(client.line("HSETEX h FNX EX 10 FIELDS 2 a 1 b 2")).isEqualTo(":1\r\n");
        assertThat(client.line("HSETEX h FNX FIELDS 2 b 3 c 3")).isEqualTo(":0\r\n");
        assertThat(client.line("HSETEX h FXX KEEPTTL FIELDS 1 a 5")).isEqualTo(":1\r\n");
        assertThat(client.line("HSETEX h FIELDS 1 b 6")).isEqualTo(":1\r\n");
        assertThat(client.line("HTTL h FIELDS 2 a b")).isEqualTo(integers(10, -1));
        assertThat(client.line("HGETEX h PX 500 FIELDS 3 a b x")).isEqualTo("*3\r\n$1\r\n5\r\n$1\r\n6\r\n$-1\r\n");
        assertThat(client.line("HPTTL h FIELDS 2 a b")).isEqualTo(integers(500, 500));
        assertThat(client.line("HGETEX h PERSIST FIELDS 1 a")).isEqualTo("*1\r\n$1\r\n5\r\n");
        assertThat(client.line("HGETEX h FIELDS 1 b")).isEqualTo("*1\r\n$1\r\n6\r\n");
        assertThat(client.line("HPTTL h FIELDS 2 a b")).isEqualTo(integers(-1, 500));
        assertThat(client.line("HGETDEL h FIELDS 2 a x")).isEqualTo("*2\r\n$1\r\n5\r\n$-1\r\n");
        assertThat(client.line("HGETEX h EXAT 1 FIELDS 1 b")).isEqualTo("*1\r\n$1\r\n6\r\n");
        assertThat(client.line("EXISTS h")).isEqualTo(":0\r\n");
        assertThat(client.line("HGETDEL h FIELDS 1 a")).isEqualTo("*1\r\n$-1\r\n");
        assertThat(client.line("HGETEX h FIELDS 1 a")).isEqualTo("*1\r\n$-1\r\n");
    }

    @Test
    void fieldsExpireThoughNoCommandAsksForThem() {
        client.line("HSET h a 1 b 2");
        client.line("HPEXPIRE h 10 FIELDS 1 a");
        client.line("HSET gone a 1");
        client.line("HPEXPIRE gone 10 FIELDS 1 a");
        assertThat(client.line("INFO keyspace")).contains("db0:keys=2,expires=0");
        server.pass(10);
        long before = server.state().store().memory();
        new ActiveExpiry(server.state().store()).run(server.now(), () -> false);
        assertThat(client.line("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(server.state().store().memory()).isLessThan(before);
        client.line("EXPIRE h 100");
        assertThat(client.line("INFO keyspace")).contains("db0:keys=1,expires=1");
        client.line("HPEXPIRE h 10 FIELDS 1 b");
        client.line("PERSIST h");
        assertThat(client.line("INFO keyspace")).contains("db0:keys=1,expires=0");
        server.pass(10);
        new ActiveExpiry(server.state().store()).run(server.now(), () -> false);
        assertThat(client.line("DBSIZE")).isEqualTo(":0\r\n");
    }

    @Test
    void aThousandExpiriesOfOneFieldAreOne() {
        client.line("HSET h a 1 b 2");
        for (int i = 1; i <= 1000; i++) {
            client.line("HPEXPIRE h " + 1000 * i + " FIELDS 1 a");
        }
        long memory = memory();
        for (int i = 1; i <= 1000; i++) {
            client.line("HPEXPIRE h " + 1000 * i + " FIELDS 1 a");
        }
        assertThat(memory()).isLessThan(memory + 2000);
        server.pass(999_999);
        assertThat(client.line("HLEN h")).isEqualTo(":2\r\n");
        server.pass(1);
        assertThat(client.line("HLEN h")).isEqualTo(":1\r\n");
    }

    private long memory() {
        return Long.parseLong(client.line("MEMORY USAGE h").strip().substring(1));
    }

    @Test
    void eventsTellOfIt() {
        TestServer.Client listener = server.client(Dialect.RESP2);
        client.line("CONFIG SET notify-keyspace-events KEA");
        listener.line("PSUBSCRIBE __keyspace@0__:*");
        listener.pushed();
        client.line("HSET h a 1 b 2");
        client.line("HPEXPIRE h 10 FIELDS 2 a b");
        client.line("HPERSIST h FIELDS 1 b");
        client.line("HSETEX h PX 10 FIELDS 1 b 3");
        server.pass(10);
        client.line("EXISTS h");
        List<String> events = new ArrayList<>();
        for (String line : listener.pushed().split("\r\n")) {
            if (line.matches("[a-z]+") && !line.equals("pmessage")) {
                events.add(line);
            }
        }
        assertThat(events).containsExactly("hset", "hexpire", "hpersist", "hset", "hexpire", "hexpired", "del");
    }

    @Test
    void dumpsCopiesAndRewritesKeepIt() {
        client.line("HSET h a 1 b 2");
        client.line("HPEXPIRE h 1000 FIELDS 1 a");
        client.line("COPY h copy");
        client.line("RENAME copy other");
        assertThat(client.line("HPTTL other FIELDS 2 a b")).isEqualTo(integers(1000, -1));
        client.line("SELECT 1");
        client.line("SELECT 0");
        String digest = client.line("DEBUG DIGEST FULL");
        assertThat(client.line("DEBUG RELOAD")).isEqualTo("+OK\r\n");
        assertThat(client.line("DEBUG DIGEST FULL")).isEqualTo(digest);
        assertThat(client.line("HPTTL h FIELDS 2 a b")).isEqualTo(integers(1000, -1));
        server.pass(1000);
        assertThat(client.line("HLEN h")).isEqualTo(":1\r\n");
        assertThat(client.line("HLEN other")).isEqualTo(":1\r\n");
        client.line("DEBUG RELOAD");
        assertThat(client.line("DEBUG DIGEST FULL")).isNotEqualTo(digest);
    }

    @Test
    void theLogTellsIt() {
        TestServer target = new TestServer();
        LogReplay replay = new LogReplay(target.state());
        List<ChangeRecord> records = new ArrayList<>();
        server.state().changes().add(records::add);
        server.state().store().log(server.state().changes());
        client.line("HSET h a 1 b 2 c 3 d 4 e 5");
        client.line("HPEXPIRE h 10 FIELDS 3 a b c");
        client.line("HINCRBY h b 5");
        client.line("HINCRBYFLOAT h c 0.5");
        client.line("HGETEX h PX 1000 FIELDS 1 c");
        client.line("HSETEX h PX 50 FIELDS 1 f 6");
        client.line("HSETEX h KEEPTTL FIELDS 1 f 7");
        client.line("HGETDEL h FIELDS 1 e");
        client.line("HEXPIRE h 0 FIELDS 1 d");
        server.pass(10);
        client.line("HGET h a");
        client.line("HINCRBY h a 3");
        client.line("HSET gone a 1");
        client.line("HPEXPIRE gone 1 FIELDS 1 a");
        server.pass(1);
        client.line("EXISTS gone");
        client.line("SET key 5");
        client.line("PEXPIRE key 20");
        client.line("INCR key");
        // When everything has expired long ago, the log says still what has expired before what.
        server.pass(1_000_000);
        target.pass(2_000_000);
        String digest = client.line("DEBUG DIGEST FULL");
        records.forEach(replay::apply);
        assertThat(target.client(Dialect.RESP2).line("DEBUG DIGEST FULL")).isEqualTo(digest);
    }

    @Test
    void watchersLearnOfIt() {
        TestServer.Client watching = server.client(Dialect.RESP2);
        client.line("HSET h a 1 b 2");
        client.line("HPEXPIRE h 10 FIELDS 1 a");
        watching.line("WATCH h");
        server.pass(10);
        client.line("HLEN h");
        watching.line("MULTI");
        watching.line("PING");
        assertThat(watching.line("EXEC")).isEqualTo("*-1\r\n");
    }
}
