package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What a comparison with Redis cannot show of the commands on hashes: random replies, large ones, steps of a scan. */
class HashCommandsTest {

    private static final int MANY = 20_000;
    private static final Pattern LENGTH = Pattern.compile("[*$%]\\d+");

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);

    @Test
    void smallByDefaultUpTo512FieldsOf64Bytes() {
        fill("h", 512);
        client.line("HSET h f0 " + "v".repeat(64));
        assertThat(client.line("OBJECT ENCODING h")).contains("listpack");
        client.line("HSET h " + "f".repeat(64) + " v");
        assertThat(client.line("OBJECT ENCODING h")).contains("hashtable");
        fill("i", 511);
        client.line("HSET i " + "f".repeat(64) + " " + "v".repeat(64));
        assertThat(client.line("OBJECT ENCODING i")).contains("listpack");
        client.line("HSET i f0 " + "v".repeat(65));
        assertThat(client.line("OBJECT ENCODING i")).contains("hashtable");
    }

    @Test
    void hrandfieldAnswersFieldsOfTheHash() {
        fill("h", 10);
        Set<String> found = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            found.addAll(values(client.line("HRANDFIELD h")));
        }
        assertThat(found).isEqualTo(new TreeSet<>(names(10)));
    }

    @Test
    void hrandfieldWithAPositiveCountAnswersDifferentFields() {
        fill("h", 10);
        for (int i = 0; i < 50; i++) {
            List<String> fields = values(client.line("HRANDFIELD h 7"));
            assertThat(fields).hasSize(7).doesNotHaveDuplicates().isSubsetOf(names(10));
        }
        assertThat(values(client.line("HRANDFIELD h 100"))).isEqualTo(names(10));
    }

    @Test
    void hrandfieldWithANegativeCountAnswersSoManyFields() {
        fill("h", 3);
        List<String> fields = values(client.line("HRANDFIELD h -1001"));
        assertThat(fields).hasSize(1001);
        assertThat(Set.copyOf(fields)).isEqualTo(Set.copyOf(names(3)));
    }

    @Test
    void hrandfieldAnswersValuesFlatOrInPairs() {
        client.line("HSET h f v");
        assertThat(client.line("HRANDFIELD h -2 WITHVALUES")).isEqualTo("*4\r\n$1\r\nf\r\n$1\r\nv\r\n$1\r\nf\r\n$1\r\nv\r\n");
        assertThat(server.client(Dialect.RESP3).line("HRANDFIELD h -2 WITHVALUES"))
                .isEqualTo("*2\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n");
        assertThat(server.client(Dialect.LINE).line("HRANDFIELD h -2 WITHVALUES")).isEqualTo("*4\r\nf\r\nv\r\nf\r\nv\r\n");
    }

    @Test
    void hrandfieldIsRefusedWhereNoReplyCouldHoldSoManyFields() {
        client.line("HSET h f v");
        String refused = "-ERR value is out of range\r\n";
        assertThat(client.line("HRANDFIELD h -9223372036854775807")).isEqualTo(refused);
        assertThat(client.line("HRANDFIELD h -4611686018427387903 WITHVALUES")).isEqualTo(refused);
        client.call("CONFIG", "SET", "client-output-buffer-limit", "normal 60000 0 0");
        assertThat(client.line("HRANDFIELD h -10000")).startsWith("*10000\r\n");
        assertThat(client.line("HRANDFIELD h -10001")).isEqualTo(refused);
        assertThat(client.line("HRANDFIELD h -5000 WITHVALUES")).startsWith("*10000\r\n");
        assertThat(client.line("HRANDFIELD h -5001 WITHVALUES")).isEqualTo(refused);
        assertThat(client.line("HRANDFIELD h 9223372036854775807")).isEqualTo("*1\r\n$1\r\nf\r\n");
    }

    @Test
    void longRepliesAreLeftToOtherThreads() {
        fill("h", MANY);
        for (String request : List.of("HGETALL h", "HKEYS h", "HVALS h", "HSCAN h 0 COUNT 10000", "HRANDFIELD h 10000",
                "HRANDFIELD h -10000", "HRANDFIELD h 20000 WITHVALUES")) {
            client.line(request);
            assertThat(client.pending()).as(request).isInstanceOf(LongReply.class);
        }
        for (String request : List.of("HSCAN h 0 COUNT 9999", "HRANDFIELD h 9999", "HRANDFIELD h -9999", "HLEN h")) {
            client.line(request);
            assertThat(client.pending()).as(request).isNull();
        }
        Set<String> expected = new TreeSet<>(names(MANY));
        assertThat(new TreeSet<>(values(client.line("HKEYS h")))).isEqualTo(expected);
        assertThat(new TreeSet<>(values(client.line("HRANDFIELD h 30000")))).isEqualTo(expected);
        Set<String> chosen = new TreeSet<>(values(client.line("HRANDFIELD h 15000")));
        assertThat(chosen).hasSize(15_000);
        assertThat(expected.containsAll(chosen)).isTrue();
        assertThat(values(client.line("HGETALL h"))).hasSize(2 * MANY);
    }

    @Test
    void longRepliesAreWrittenAtOnceInATransaction() {
        fill("h", MANY);
        client.line("MULTI");
        client.line("HKEYS h");
        assertThat(client.line("EXEC")).startsWith("*1\r\n*20000\r\n");
        assertThat(client.pending()).isNull();
    }

    @Test
    void hscanFindsAllFieldsInSteps() {
        fill("h", MANY);
        Set<String> found = new TreeSet<>();
        String cursor = "0";
        int steps = 0;
        do {
            List<String> reply = values(client.line("HSCAN h " + cursor + " COUNT 100"));
            cursor = reply.get(0);
            for (int i = 1; i < reply.size(); i += 2) {
                found.add(reply.get(i));
                assertThat(reply.get(i + 1)).isEqualTo("v" + reply.get(i).substring(1));
            }
            steps++;
        } while (!cursor.equals("0"));
        assertThat(found).isEqualTo(new TreeSet<>(names(MANY)));
        assertThat(steps).isBetween(100, 250);
    }

    private void fill(String key, int fields) {
        List<String> words = new ArrayList<>(List.of("HSET", key));
        for (int i = 0; i < fields; i++) {
            words.add("f" + i);
            words.add("v" + i);
        }
        client.call(words.toArray(String[]::new));
    }

    private static List<String> names(int fields) {
        return IntStream.range(0, fields).mapToObj(i -> "f" + i).toList();
    }

    /** The values of a reply; nothing in these tests looks like the length of one. */
    private static List<String> values(String reply) {
        return reply.lines().filter(line -> !LENGTH.matcher(line).matches()).toList();
    }
}
