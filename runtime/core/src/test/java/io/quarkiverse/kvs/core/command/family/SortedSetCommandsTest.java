package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What scripts cannot compare with a real Redis, since it is random, or in no order, or too long. */
class SortedSetCommandsTest {

    private final TestServer.Client client = new TestServer().client(Dialect.RESP2);

    /** Of a small set and of a large one. */
    @ParameterizedTest
    @CsvSource({ "40,0", "40,1", "40,2", "40,20", "40,39", "400,1", "400,100", "400,200", "400,399" })
    void showsDifferentMembers(int size, int count) {
        Set<String> all = fill(size);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20_000 / size; i++) {
            List<String> shown = elements(client.line("ZRANDMEMBER z " + count));
            assertThat(shown).hasSize(count).doesNotHaveDuplicates();
            seen.addAll(shown);
        }
        assertThat(all).containsAll(seen);
        if (count * 50 > size) {
            assertThat(seen).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @CsvSource({ "40,1", "40,1000", "400,9999", "400,10000" })
    void showsMembersAgainAndAgain(int size, int count) {
        Set<String> all = fill(size);
        List<String> shown = elements(client.line("ZRANDMEMBER z -" + count));
        assertThat(shown).hasSize(count);
        assertThat(all).containsAll(shown);
        if (count > 20 * size) {
            assertThat(shown).containsAll(all);
        }
    }

    @ParameterizedTest
    @CsvSource({ "40,20", "40,-50", "400,100", "400,-300" })
    void showsTheScoresOfRandomMembers(int size, int count) {
        fill(size);
        List<String> shown = elements(client.line("ZRANDMEMBER z " + count + " WITHSCORES"));
        assertThat(shown).hasSize(2 * Math.abs(count));
        for (int i = 0; i < shown.size(); i += 2) {
            assertThat(shown.get(i)).isEqualTo("m" + shown.get(i + 1));
        }
    }

    @Test
    void refusesRepliesThatNoClientCouldReceive() {
        fill(3);
        assertThat(client.line("ZRANDMEMBER z -9223372036854775807")).isEqualTo("-ERR value is out of range\r\n");
        assertThat(client.line("ZRANDMEMBER z -400000000")).isEqualTo("-ERR value is out of range\r\n");
        assertThat(client.line("ZRANDMEMBER z -200000000 WITHSCORES")).isEqualTo("-ERR value is out of range\r\n");
    }

    /** A member that is there from the first call to the last is returned at least once, while others come and go. */
    @ParameterizedTest
    @CsvSource({ "40,1", "400,1", "400,10", "5000,100" })
    void scanTellsWhatIsThereAllTheTime(int size, int count) {
        Set<String> all = fill(size);
        Set<String> seen = new HashSet<>();
        String cursor = "0";
        int calls = 0;
        do {
            List<String> reply = elements(client.line("ZSCAN z " + cursor + " COUNT " + count));
            cursor = reply.get(0);
            for (int i = 1; i < reply.size(); i += 2) {
                seen.add(reply.get(i));
            }
            for (int i = 0; i < 20; i++) {
                client.line((calls % 60 < 30 ? "ZADD z 1 other" : "ZREM z other") + calls % 30 + "-" + i);
            }
            calls++;
        } while (!cursor.equals("0"));
        assertThat(seen).containsAll(all);
        assertThat(calls).isGreaterThan(size > 128 ? size / count / 10 : 0);
    }

    @Test
    void aLongReplyIsLeftToAnotherThread() {
        Set<String> all = fill(10_001);
        for (String command : List.of("ZRANGE z 0 -1", "ZRANGE z 0 9999 REV", "ZRANGE z 1 20000 BYSCORE", "ZRANGEBYLEX z - +",
                "ZREVRANGE z 0 -1", "ZUNION 1 z", "ZINTER 2 z z", "ZDIFF 2 z y", "ZRANDMEMBER z 10000",
                "ZRANDMEMBER z 20000")) {
            List<String> members = elements(client.line(command));
            assertThat(client.pending()).as(command).isInstanceOf(LongReply.class);
            assertThat(members).as(command).hasSizeBetween(10_000, 10_001).hasSameSizeAs(Set.copyOf(members));
            assertThat(all.containsAll(members)).as(command).isTrue();
        }
        for (String command : List.of("ZRANGE z 0 9998", "ZRANDMEMBER z 9999", "ZRANGE z 0 -1 REV BYSCORE")) {
            client.line(command);
            assertThat(client.pending()).as(command).isNull();
        }
        assertThat(elements(client.line("ZSCAN z 0 COUNT 20000"))).hasSize(1 + 2 * 10_001);
        assertThat(client.pending()).isInstanceOf(LongReply.class);
        assertThat(elements(client.line("ZPOPMIN z 10000"))).hasSize(20_000).startsWith("m1", "1", "m2", "2")
                .endsWith("m10000", "10000");
        assertThat(client.pending()).isInstanceOf(LongReply.class);
        assertThat(client.line("ZRANGE z 0 -1")).isEqualTo("*1\r\n$6\r\nm10001\r\n");
    }

    @Test
    void aLongReplyTellsWhatWasThereBefore() {
        fill(10_000);
        List<String> before = elements(client.line("ZRANGE z 0 -1 WITHSCORES"));
        client.line("MULTI");
        client.line("ZRANGE z 0 -1 WITHSCORES");
        client.line("ZADD z XX 5.5 m1 7.5 m9999");
        client.line("ZRANGE z 0 -1 REV WITHSCORES");
        List<String> replies = elements(client.line("EXEC"));
        assertThat(replies.subList(0, 20_000)).isEqualTo(before);
        assertThat(replies).hasSize(40_001).endsWith("m2", "2");
        assertThat(client.line("ZRANK z m1")).isEqualTo(":4\r\n");
    }

    @Test
    void toldMemoryGrowsWithContent() {
        fill(10);
        long small = memory();
        fill(1000);
        long large = memory();
        assertThat(small).isBetween(50L, 1000L);
        assertThat(large).isBetween(30_000L, 80_000L);
        client.line("ZREMRANGEBYRANK z 0 -11");
        assertThat(memory()).isLessThan(2000);
    }

    private long memory() {
        return Long.parseLong(client.line("MEMORY USAGE z").substring(1).strip());
    }

    /** Members m1, m2 and so on, whose scores are their numbers. */
    private Set<String> fill(int size) {
        Set<String> all = new HashSet<>();
        for (int i = 1; i <= size; i++) {
            all.add("m" + i);
            client.call("ZADD", "z", Integer.toString(i), "m" + i);
        }
        return all;
    }

    /** The elements of an array, and of arrays in it. */
    private static List<String> elements(String reply) {
        List<String> elements = new ArrayList<>();
        reply.lines().filter(line -> !line.startsWith("*") && !line.startsWith("$")).forEach(elements::add);
        return elements;
    }
}
