package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.it.client.RespConnection;

/**
 * All that a server holds, as it replies itself, in an order that does not depend on it: what is equal here is the same data,
 * with the same times to live. Keys that expire soon are left out, since servers are not asked at the same time.
 */
final class DataImage {

    private static final int DATABASES = 16;
    /** In front of the name of a group. */
    private static final Pattern NAME = Pattern.compile("\\$4\r\nname\r\n\\$(\\d+)\r\n");
    /** How long a consumer has not been seen. */
    private static final Pattern IDLE = Pattern.compile("\\$4\r\nidle\r\n:\\d+\r\n");
    /** How long ago an entry was delivered, and how often. */
    private static final Pattern DELIVERY = Pattern.compile(":\\d+\r\n(:\\d+\r\n)");

    private DataImage() {
    }

    /** @param expiresAfter only keys are shown that do not expire, or later: in milliseconds since 1970 */
    static Map<String, String> of(int port, long expiresAfter) {
        Map<String, String> image = new TreeMap<>();
        try (RespConnection connection = new RespConnection(port)) {
            for (int database = 0; database < DATABASES; database++) {
                connection.call("SELECT", Integer.toString(database));
                for (String key : elements(connection.call("KEYS", "*"))) {
                    long expireAt = Long.parseLong(connection.call("PEXPIRETIME", key).substring(1).strip());
                    if (expireAt == -1 || expireAt > expiresAfter) {
                        image.put(database + " " + key, expireAt + " " + value(connection, key));
                    }
                }
            }
        }
        return image;
    }

    /** Fails if two servers do not hold the same, and names the first key. */
    static void assertSame(int port, int other) {
        long soon = System.currentTimeMillis() + 60_000;
        Map<String, String> one = of(port, soon);
        Map<String, String> two = of(other, soon);
        assertThat(one.keySet()).isEqualTo(two.keySet());
        one.forEach((key, value) -> assertThat(value).as(key).isEqualTo(two.get(key)));
    }

    private static String value(RespConnection connection, String key) {
        String type = connection.call("TYPE", key).substring(1).strip();
        return type + " " + switch (type) {
            case "string" -> connection.call("GET", key);
            case "list" -> connection.call("LRANGE", key, "0", "-1");
            case "set" -> sorted(elements(connection.call("SMEMBERS", key)));
            case "hash" -> hash(connection, key);
            case "zset" -> connection.call("ZRANGE", key, "0", "-1", "WITHSCORES");
            case "stream" ->
                connection.call("XRANGE", key, "-", "+") + connection.call("XINFO", "STREAM", key) + groups(connection, key);
            default -> "";
        };
    }

    /** With the instants at which fields expire, where any do; Redis 7.0 has no such fields. */
    private static String hash(RespConnection connection, String key) {
        List<String> all = elements(connection.call("HGETALL", key));
        Map<String, String> expiring = new TreeMap<>();
        for (int i = 0; i < all.size(); i += 2) {
            String at = connection.call("HPEXPIRETIME", key, "FIELDS", "1", all.get(i));
            if (at.startsWith("-")) {
                break;
            }
            if (!at.endsWith(":-1\r\n")) {
                expiring.put(all.get(i), at);
            }
        }
        return pairs(all) + expiring;
    }

    /** The groups of a stream, their consumers, and what is pending with them: how often it was delivered, but not when. */
    static String groups(RespConnection connection, String key) {
        String groups = connection.call("XINFO", "GROUPS", key);
        StringBuilder image = new StringBuilder(groups);
        Matcher name = NAME.matcher(groups);
        while (name.find()) {
            String group = groups.substring(name.end(), name.end() + Integer.parseInt(name.group(1)));
            image.append(IDLE.matcher(connection.call("XINFO", "CONSUMERS", key, group)).replaceAll(""));
            image.append(withoutTimes(connection.call("XPENDING", key, group, "-", "+", "1000000")));
        }
        return image.toString();
    }

    /** A reply of XPENDING without how long ago entries were delivered. */
    static String withoutTimes(String reply) {
        return DELIVERY.matcher(reply).replaceAll("$1");
    }

    private static String sorted(List<String> members) {
        return members.stream().sorted().toList().toString();
    }

    private static String pairs(List<String> fieldsAndValues) {
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < fieldsAndValues.size(); i += 2) {
            fields.put(fieldsAndValues.get(i), fieldsAndValues.get(i + 1));
        }
        return fields.toString();
    }

    /** The bulk strings of an array. */
    private static List<String> elements(String reply) {
        List<String> elements = new ArrayList<>();
        int at = reply.indexOf('\n') + 1;
        while (at < reply.length()) {
            int end = reply.indexOf('\r', at);
            int length = Integer.parseInt(reply.substring(at + 1, end));
            elements.add(reply.substring(end + 2, end + 2 + length));
            at = end + 2 + length + 2;
        }
        return elements;
    }
}
