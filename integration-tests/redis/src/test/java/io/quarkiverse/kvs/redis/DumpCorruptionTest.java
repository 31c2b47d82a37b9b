package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.rdb.Payloads;
import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * Payloads that were written over and have the right checksum all the same: what is taken here, a real Redis
 * takes that looks at payloads closely, and it is the same value there. Redis takes some more: it reads on into
 * the checksum, takes text for a score that is no number, and does not mind which kind of length tells a number
 * of elements.
 */
class DumpCorruptionTest extends BesideRedis {

    private static final String OK = "+OK\r\n";
    private static final List<List<List<String>>> STREAMS = List.of(
            List.of(List.of("XADD", "k", "1-1", "a", "1", "b", "2"), List.of("XADD", "k", "1-2", "a", "3", "b", "4"),
                    List.of("XADD", "k", "5-0", "c", "x"), List.of("XDEL", "k", "1-2")),
            List.of(List.of("XADD", "k", "1-1", "a", "1"), List.of("XADD", "k", "2-1", "a", "2"),
                    List.of("XGROUP", "CREATE", "k", "g", "0"), List.of("XGROUP", "CREATE", "k", "h", "$"),
                    List.of("XREADGROUP", "GROUP", "g", "c", "COUNT", "1", "STREAMS", "k", ">"),
                    List.of("XREADGROUP", "GROUP", "g", "d", "STREAMS", "k", ">")));
    private static final String BAD_FORMAT = "-ERR Bad data format\r\n";

    @BeforeAll
    static void prepare() {
        redis.call("CONFIG", "SET", "sanitize-dump-payload", "yes");
    }

    /** With a seed, so that this either fails or does not. */
    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3 })
    void isTakenAlike(int seed) {
        Random random = new Random(seed);
        List<String> contents = contents();
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            String content = corrupt(contents.get(random.nextInt(contents.size())), random);
            if (isTooMuchForRedis(content)) {
                continue;
            }
            String payload = Payloads.seal(content);
            String expected = redis.call("RESTORE", "k", "0", payload, "REPLACE");
            own.call("SET", "k", "as before");
            String actual = own.call("RESTORE", "k", "0", payload, "REPLACE");
            if (actual.equals(OK)) {
                taken++;
                assertThat(expected).as(content).isEqualTo(OK);
                assertThat(own.call("OBJECT", "ENCODING", "k")).as(content).isEqualTo(redis.call("OBJECT", "ENCODING", "k"));
                redis.call("RESTORE", "moved", "0", dump(own), "REPLACE");
                assertThat(redis.call("DEBUG", "DIGEST-VALUE", "moved")).as(content)
                        .isEqualTo(redis.call("DEBUG", "DIGEST-VALUE", "k"));
            } else {
                refused++;
                assertThat(actual).as(content).isEqualTo(BAD_FORMAT);
                assertThat(own.call("GET", "k")).isEqualTo("$9\r\nas before\r\n");
            }
        }
        assertThat(taken).isGreaterThan(200);
        assertThat(refused).isGreaterThan(200);
    }

    private static List<String> contents() {
        String longText = "y".repeat(70);
        List<String> contents = new ArrayList<>();
        for (List<String> command : List.of(List.of("SET", "k", "abc"), List.of("SET", "k", "5000"),
                List.of("SET", "k", longText), List.of("RPUSH", "k", "a", "bb", "1", "-300", "70000", ""),
                List.of("SADD", "k", "1", "2", "3", "70000"), List.of("SADD", "k", "a", "b", "1"),
                List.of("ZADD", "k", "1", "a", "2.5", "b", "inf", "c"), List.of("ZADD", "k", "1", "a", "2.5", longText),
                List.of("HSET", "k", "a", "1", "b", "2", "c", ""), List.of("HSET", "k", "a", "1", "b", longText))) {
            redis.call("DEL", "k");
            redis.send(command);
            redis.read();
            contents.add(Payloads.open(dump(redis)));
        }
        for (List<List<String>> commands : STREAMS) {
            redis.call("DEL", "k");
            commands.forEach(command -> redis.call(command.toArray(String[]::new)));
            contents.add(Payloads.open(dump(redis)));
        }
        String ziplist = "\23\23\0\0\0\16\0\0\0\2\0\0\2_1\4\2_2\377";
        contents.add("\12" + ziplist);
        contents.add("\15" + ziplist);
        contents.add("\16\1" + ziplist);
        contents.add("\14\21\21\0\0\0\16\0\0\0\2\0\0\2_1\4\362\377");
        contents.add("\11\12\1\3foo\1\0b\377");
        contents.add("\3\2\1a\0031.5\1b\376");
        contents.add("\1\2\1a\2bc");
        return contents;
    }

    private static String corrupt(String content, Random random) {
        StringBuilder corrupted = new StringBuilder(content);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(corrupted.length());
            switch (random.nextInt(5)) {
                case 0 -> corrupted.setCharAt(at, (char) random.nextInt(256));
                case 1 -> corrupted.setCharAt(at, (char) (corrupted.charAt(at) ^ 1 << random.nextInt(8)));
                case 2 -> corrupted.setCharAt(at, (char) (corrupted.charAt(at) + random.nextInt(5) - 2 & 0xff));
                case 3 -> corrupted.insert(at, (char) random.nextInt(256));
                default -> corrupted.replace(at, at + 1, corrupted.length() > 1 ? "" : "x");
            }
        }
        return corrupted.toString();
    }

    /**
     * Tables of billions of elements, for which it takes memory at once; and modules, which are not known here.
     */
    private static boolean isTooMuchForRedis(String content) {
        char type = content.charAt(0);
        boolean table = type >= 2 && type <= 5;
        return table && content.length() > 1 && (content.charAt(1) & 0xfe) == 0x80 || type == 6 || type == 7;
    }

    private static String dump(RespConnection from) {
        String reply = from.call("DUMP", "k");
        return reply.substring(reply.indexOf('\n') + 1, reply.length() - 2);
    }
}
