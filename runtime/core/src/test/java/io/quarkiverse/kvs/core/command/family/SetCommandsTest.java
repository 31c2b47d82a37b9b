package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What scripts cannot compare with a real Redis, since it is random. */
class SetCommandsTest {

    private final TestServer.Client client = new TestServer().client(Dialect.RESP2);

    /** Few, many, all but a few, and as many as there are or more. */
    @ParameterizedTest
    @CsvSource({ "0,1", "1,1", "0,7", "1,7", "0,99", "1,99", "0,100", "1,100", "0,1000", "1,9223372036854775807" })
    void popsDifferentMembersAndKeepsTheOthers(String lowest, long count) {
        Set<String> all = fill(100, Integer.parseInt(lowest) == 0 ? "0" : "a");
        client.line("EXPIRE s 100");

        List<String> popped = elements(client.line("SPOP s " + count));
        assertThat(popped).hasSize((int) Math.min(100, count)).doesNotHaveDuplicates();
        List<String> left = elements(client.line("SMEMBERS s"));
        assertThat(left).hasSize(100 - popped.size()).doesNotContainAnyElementsOf(popped);
        assertThat(all).containsAll(popped).containsAll(left);
        assertThat(client.line("TTL s")).isEqualTo(left.isEmpty() ? ":-2\r\n" : ":100\r\n");
    }

    @Test
    void popsOneByOne() {
        Set<String> all = fill(40, "a");
        Set<String> popped = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            popped.add(client.line("SPOP s").lines().toList().get(1));
        }
        assertThat(popped).isEqualTo(all);
        assertThat(client.line("EXISTS s")).isEqualTo(":0\r\n");
        assertThat(client.line("SPOP s")).isEqualTo("$-1\r\n");
    }

    /** Where few stay they make a new set, as in Redis; where many stay they remain in the old one. */
    @Test
    void whatStaysMayBeIntegersAgain() {
        fill(100, "a");
        client.line("SPOP s 98");
        List<String> left = elements(client.line("SMEMBERS s"));
        assertThat(client.line("OBJECT ENCODING s")).contains(left.contains("a") ? "hashtable" : "intset");

        client.line("DEL s");
        fill(100, "a");
        client.line("SREM s a");
        client.line("SPOP s 50");
        assertThat(client.line("OBJECT ENCODING s")).contains("hashtable");
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 20, 39 })
    void showsDifferentMembers(int count) {
        Set<String> all = fill(40, "a");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            List<String> shown = elements(client.line("SRANDMEMBER s " + count));
            assertThat(shown).hasSize(count).doesNotHaveDuplicates();
            seen.addAll(shown);
        }
        assertThat(seen).isEqualTo(count == 0 ? Set.of() : all);
        assertThat(client.line("SCARD s")).isEqualTo(":40\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 40, 1000, 9999, 10_000 })
    void showsMembersAgainAndAgain(int count) {
        Set<String> all = fill(40, "a");
        List<String> shown = elements(client.line("SRANDMEMBER s -" + count));
        assertThat(shown).hasSize(count);
        assertThat(all).containsAll(shown);
        if (count >= 1000) {
            assertThat(shown).containsAll(all);
        }
    }

    @Test
    void aLongReplyIsLeftToAnotherThread() {
        fill(3, "a");
        client.line("SRANDMEMBER s -9999");
        assertThat(client.pending()).isNull();
        client.line("SRANDMEMBER s -10000");
        assertThat(client.pending()).isInstanceOf(LongReply.class);
        assertThat(client.line("SRANDMEMBER s -400000000")).isEqualTo("-ERR value is out of range\r\n");

        Set<String> all = fill(10_001, "a");
        for (String command : List.of("SMEMBERS s", "SINTER s s", "SUNION s t", "SDIFF s t", "SRANDMEMBER s 20000",
                "SRANDMEMBER s 10000", "SPOP s 10000")) {
            List<String> members = elements(client.line(command));
            assertThat(client.pending()).as(command).isInstanceOf(LongReply.class);
            assertThat(members).as(command).hasSizeBetween(10_000, 10_001).hasSameSizeAs(Set.copyOf(members));
            assertThat(all.containsAll(members)).as(command).isTrue();
        }
        assertThat(client.line("SCARD s")).isEqualTo(":1\r\n");
    }

    /** So many members, one of which is told, the others being integers. */
    private Set<String> fill(int size, String member) {
        Set<String> all = new HashSet<>();
        IntStream.range(1, size).forEach(i -> all.add(Integer.toString(i)));
        all.add(member);
        all.forEach(each -> client.call("SADD", "s", each));
        return all;
    }

    /** The elements of a flat array. */
    private static List<String> elements(String reply) {
        List<String> lines = reply.lines().toList();
        assertThat(lines.get(0)).startsWith("*");
        return IntStream.range(1, lines.size()).filter(i -> i % 2 == 0).mapToObj(lines::get).toList();
    }
}
