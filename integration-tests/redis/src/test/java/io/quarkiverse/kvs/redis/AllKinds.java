package io.quarkiverse.kvs.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Commands that make keys of all types, stored in all ways, in several databases, some of which expire in a far future. */
final class AllKinds {

    private static final String FAR = "4102444800123";

    private final Random random = new Random(7);
    private final List<List<String>> commands = new ArrayList<>();

    private AllKinds() {
    }

    /** The same each time. */
    static List<List<String>> commands() {
        AllKinds kinds = new AllKinds();
        for (String database : List.of("0", "3", "15")) {
            kinds.add("SELECT", database);
            kinds.strings();
            for (int size : database.equals("0") ? List.of(1, 3, 100, 600) : List.of(2)) {
                for (String kind : List.of("integers", "words", "binary", "long")) {
                    kinds.collections(kind, size);
                }
            }
        }
        return kinds.commands;
    }

    private void add(String... words) {
        commands.add(List.of(words));
    }

    private void strings() {
        List<String> values = List.of("", "a", "0", "-1", "127", "-129", "32768", "2147483647", "-2147483649",
                "9223372036854775807", "01", "a".repeat(20), "ab".repeat(500), random(63, 256), random(64, 256),
                random(16_384, 4), random(70_000, 256), "0123456789".repeat(20_000));
        for (int i = 0; i < values.size(); i++) {
            add("SET", "string:" + i, values.get(i));
        }
        add("APPEND", "string:changed", "12");
        add("APPEND", "string:changed", "34");
        add("SETBIT", "string:bits", "40000", "1");
        add("PFADD", "string:hyperloglog", "a", "b", "c");
        add("SET", random(10, 256), "a key of any bytes");
        add("SET", "k".repeat(20_000), "a long key");
        add("PEXPIREAT", "string:1", FAR);
        add("PEXPIREAT", "string:16", FAR);
    }

    private void collections(String kind, int size) {
        IntFunction<String> element = i -> switch (kind) {
            case "integers" -> Long.toString((1L << i % 63) - i);
            case "words" -> i == 0 ? "" : "element:" + i;
            case "binary" -> random(1 + i % 50, 256) + i;
            default -> (1000 + i) + "x".repeat(i % 100 == 0 ? 9000 : 65);
        };
        String name = kind + ":" + size;
        fill("RPUSH", "list:" + name, size, i -> List.of(element.apply(i)));
        fill("SADD", "set:" + name, size, i -> List.of(element.apply(i)));
        fill("HSET", "hash:" + name, size, i -> List.of(element.apply(i), element.apply(i + 7)));
        fill("ZADD", "zset:" + name, size, i -> List.of(score(i), element.apply(i)));
        add("PEXPIREAT", "hash:" + name, FAR);
    }

    private static String score(int i) {
        List<String> special = List.of("0", "inf", "-inf", "0.1", "-1.5", "1e17", "4611686018427387904", "9e18", "5e-324",
                "1.7976931348623157e308", "3.0", "0.30000000000000004");
        return i % 2 == 0 ? special.get(i / 2 % special.size()) : Double.toString(new Random(i).nextGaussian());
    }

    private void fill(String command, String key, int size, IntFunction<List<String>> arguments) {
        for (int from = 0; from < size; from += 1000) {
            List<String> words = new ArrayList<>(List.of(command, key));
            for (int i = from; i < Math.min(size, from + 1000); i++) {
                words.addAll(arguments.apply(i));
            }
            commands.add(words);
        }
    }

    private String random(int length, int kinds) {
        char[] characters = new char[length];
        for (int i = 0; i < length; i++) {
            characters[i] = (char) random.nextInt(kinds);
        }
        return new String(characters);
    }
}
