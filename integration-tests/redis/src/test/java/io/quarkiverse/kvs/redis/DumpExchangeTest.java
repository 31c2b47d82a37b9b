package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * Values move from a real Redis to this server and back, and the other way round; where there is one way to
 * write them, their bytes are the same.
 */
class DumpExchangeTest extends BesideRedis {

    private static final String OK = "+OK\r\n";
    /** Redis starts other nodes where a list grew from the left, or at both ends. */
    private static final String ANY_ORDER = "in any order";
    private static final String SAME_BYTES = "in the same bytes";

    @BeforeEach
    void reset() {
        for (RespConnection server : List.of(redis, own)) {
            server.call("FLUSHALL");
            server.call("CONFIG", "SET", "rdbcompression", "yes");
            server.call("CONFIG", "SET", "list-max-listpack-size", "-2");
        }
    }

    // Strings

    static Stream<String> strings() {
        Random random = new Random(1);
        return Stream.of("", "a", "0", "-1", "127", "128", "-128", "-129", "32767", "32768", "-32768", "-32769", "2147483647",
                "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "-9223372036854775808",
                "9223372036854775808", "01", "-0", "+1", " 1", "1.5", "a".repeat(20), "a".repeat(21), "ab".repeat(22),
                "abc".repeat(15), "x".repeat(63), "x".repeat(64), "x".repeat(16_383), "x".repeat(16_384), "x".repeat(65_536),
                random(63, 256, random), random(64, 256, random), random(16_383, 256, random), random(16_384, 256, random),
                random(65_536, 256, random), random(65_536, 2, random), random(65_536, 20, random),
                random(1_000_000, 4, random));
    }

    @ParameterizedTest
    @MethodSource("strings")
    void string(String value) {
        exchange(SAME_BYTES, List.of(List.of("SET", "k", value)));
    }

    @Test
    void stringThatWasChangedInPlace() {
        exchange(SAME_BYTES, List.of(List.of("APPEND", "k", "12"), List.of("APPEND", "k", "3")));
        exchange(SAME_BYTES, List.of(List.of("SETRANGE", "k", "3", "abc")));
        exchange(SAME_BYTES, List.of(List.of("SETBIT", "k", "40000", "1")));
        exchange(SAME_BYTES, List.of(command("PFADD", 1000, i -> List.of("element" + i))));
    }

    /** What compresses well, hardly, and not at all, so that all choices of the compressor are compared. */
    @Test
    void compressedStrings() {
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            StringBuilder value = new StringBuilder();
            int length = 1 + random.nextInt(i % 100 == 0 ? 20_000 : 300);
            while (value.length() < length) {
                switch (random.nextInt(3)) {
                    case 0 -> value.append(random(1 + random.nextInt(40), 256, random));
                    case 1 -> value.append(random(1 + random.nextInt(40), 3, random));
                    default -> {
                        int from = random.nextInt(value.length() + 1);
                        value.append(value, from, from + random.nextInt(Math.min(300, value.length() - from) + 1));
                    }
                }
            }
            for (RespConnection server : List.of(redis, own)) {
                server.call("SET", "k", value.toString());
            }
            assertThat(own.call("DUMP", "k")).isEqualTo(redis.call("DUMP", "k"));
            own.call("SET", "k", "");
            assertThat(own.call("RESTORE", "k", "0", dump(redis), "REPLACE")).isEqualTo(OK);
            assertThat(own.call("GET", "k")).isEqualTo(redis.call("GET", "k"));
        }
    }

    @Test
    void uncompressedStrings() {
        redis.call("CONFIG", "SET", "rdbcompression", "no");
        own.call("CONFIG", "SET", "rdbcompression", "no");
        exchange(SAME_BYTES, List.of(List.of("SET", "k", "a".repeat(1000))));
        assertThat(dump(own)).hasSizeGreaterThan(1000);
    }

    // Collections

    static Stream<Arguments> collections() {
        List<Arguments> all = new ArrayList<>();
        for (String type : List.of("HSET", "SADD", "ZADD", "RPUSH")) {
            for (int size : List.of(1, 2, 3, 127, 128, 129, 511, 512, 513, 5000, 70_000)) {
                all.add(Arguments.of(type, "integers", size));
                all.add(Arguments.of(type, "words", size));
                all.add(Arguments.of(type, "binary", size));
            }
            for (int size : List.of(1, 5, 300)) {
                all.add(Arguments.of(type, "64 bytes", size));
                all.add(Arguments.of(type, "65 bytes", size));
                all.add(Arguments.of(type, "5000 bytes", size));
                all.add(Arguments.of(type, "9000 bytes", size));
            }
            all.add(Arguments.of(type, "64 kilobytes", 5));
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} {2} {1}")
    @MethodSource("collections")
    void collection(String command, String kind, int size) {
        IntFunction<String> element = elements(kind);
        List<List<String>> commands = new ArrayList<>();
        for (int from = 0; from < size; from += 1000) {
            int first = from;
            commands.add(command(command, Math.min(1000, size - from), i -> switch (command) {
                case "HSET" -> List.of(element.apply(first + i), element.apply(first + i + 7));
                case "ZADD" -> List.of(score(first + i), element.apply(first + i));
                default -> List.of(element.apply(first + i));
            }));
        }
        boolean table = switch (command) {
            case "HSET" -> size > 512 || !List.of("integers", "words", "binary", "64 bytes").contains(kind);
            case "SADD" -> size > 512 || !kind.equals("integers");
            default -> false;
        };
        exchange(table ? ANY_ORDER : SAME_BYTES, commands);
    }

    private static IntFunction<String> elements(String kind) {
        return switch (kind) {
            // Around zero, and around where they need more bytes.
            case "integers" -> i -> Long.toString(i % 2 == 0 ? i - 60 : (1L << i % 63) - i);
            case "words" -> i -> i == 0 ? "" : "element:" + i;
            case "binary" -> i -> random(1 + i % 50, 256, new Random(i)) + i;
            case "64 kilobytes" -> i -> random(65_536, 1 + i * 50, new Random(i)) + i;
            default -> i -> {
                int length = Integer.parseInt(kind.substring(0, kind.indexOf(' ')));
                return Integer.toString(1000 + i).repeat(length).substring(0, length);
            };
        };
    }

    private static String score(int i) {
        List<String> special = List.of("0", "-0", "inf", "-inf", "0.1", "-1.5", "1e17", "-1e17", "1e18", "4611686018427387904",
                "9e18", "-9e18", "1e20", "1e-7", "5e-324", "1.7976931348623157e308", "9007199254740993", "127", "128", "4095",
                "4096", "-4096", "-4097", "32767", "32768", "8388607", "8388608", "2147483647", "2147483648", "3.0",
                "0.30000000000000004");
        return i % 2 == 0 ? special.get(i / 2 % special.size()) : Double.toString(new Random(i).nextGaussian());
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 10, 100_000, -1, -5 })
    void nodesOfLists(int limit) {
        redis.call("CONFIG", "SET", "list-max-listpack-size", Integer.toString(limit));
        own.call("CONFIG", "SET", "list-max-listpack-size", Integer.toString(limit));
        Random random = new Random(limit);
        exchange(SAME_BYTES, List.of(command("RPUSH", 3000, i -> List.of(random(random.nextInt(200), 20, random)))));
    }

    @Test
    void listsThatGrewAtBothEnds() {
        exchange(ANY_ORDER, List.of(command("LPUSH", 3000, i -> List.of("left" + i)),
                command("RPUSH", 3000, i -> List.of("right" + i)), List.of("LSET", "k", "1500", "x".repeat(20_000))));
    }

    @Test
    void collectionsThatShrank() {
        exchange(ANY_ORDER, List.of(command("HSET", 600, i -> List.of("f" + i, "v" + i)),
                command("HDEL", 590, i -> List.of("f" + i))));
        exchange(ANY_ORDER, List.of(command("SADD", 600, i -> List.of("m" + i)), command("SREM", 590, i -> List.of("m" + i))));
        exchange(SAME_BYTES, List.of(command("ZADD", 200, i -> List.of("" + i, "m" + i)),
                command("ZREM", 190, i -> List.of("m" + i))));
    }

    @Test
    void largeList() {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int from = i * 1000;
            commands.add(command("RPUSH", 1000, j -> List.of("item " + (from + j), Integer.toString(j))));
        }
        exchange(SAME_BYTES, commands);
    }

    /** Builds the same value in both servers, and takes it to the other one and back. */
    private static void exchange(String how, List<List<String>> commands) {
        for (RespConnection server : List.of(redis, own)) {
            server.call("DEL", "k", "moved");
            for (List<String> command : commands) {
                server.send(command);
                assertThat(server.read()).doesNotStartWith("-");
            }
        }
        String encoding = redis.call("OBJECT", "ENCODING", "k");
        String digest = redis.call("DEBUG", "DIGEST-VALUE", "k");
        assertThat(own.call("OBJECT", "ENCODING", "k")).isEqualTo(encoding);
        String written = dump(own);
        if (how.equals(SAME_BYTES)) {
            assertThat(bytes(written)).isEqualTo(bytes(dump(redis)));
        }
        restore(redis, written);
        // Tables that have shrunk become small ones on the way, in Redis, too.
        restore(own, dump(redis));
        assertThat(redis.call("DEBUG", "DIGEST-VALUE", "moved")).isEqualTo(digest);
        assertThat(own.call("OBJECT", "ENCODING", "moved")).isEqualTo(redis.call("OBJECT", "ENCODING", "moved"));
        own.call("RENAME", "moved", "k");
        restore(redis, dump(own));
        assertThat(redis.call("DEBUG", "DIGEST-VALUE", "moved")).isEqualTo(digest);
        assertThat(own.call("OBJECT", "ENCODING", "k")).isEqualTo(redis.call("OBJECT", "ENCODING", "moved"));
        assertThat(own.call("TYPE", "k")).isEqualTo(redis.call("TYPE", "k"));
    }

    private static void restore(RespConnection to, String payload) {
        assertThat(to.call("RESTORE", "moved", "0", payload, "REPLACE")).isEqualTo(OK);
    }

    private static String dump(RespConnection from) {
        String reply = from.call("DUMP", "k");
        assertThat(reply).startsWith("$");
        return reply.substring(reply.indexOf('\n') + 1, reply.length() - 2);
    }

    private static byte[] bytes(String payload) {
        return payload.getBytes(ISO_8859_1);
    }

    private static List<String> command(String name, int count, IntFunction<List<String>> arguments) {
        List<String> command = new ArrayList<>(List.of(name, "k"));
        for (int i = 0; i < count; i++) {
            command.addAll(arguments.apply(i));
        }
        return command;
    }

    /** Characters that are bytes, of so many kinds. */
    private static String random(int length, int kinds, Random random) {
        char[] characters = new char[length];
        for (int i = 0; i < length; i++) {
            characters[i] = (char) random.nextInt(Math.min(kinds, 256));
        }
        return new String(characters);
    }
}
