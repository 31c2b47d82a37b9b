package io.quarkiverse.kvs.runtime.devui;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection, as CLIENT LIST tells about it.
 *
 * @param age how long it has been there, in seconds
 * @param idle for how long there was no command, in seconds
 * @param doing what it does at the moment, in words
 * @param output bytes of replies that wait for the client to read
 */
public record Connection(long id, String address, String name, String user, String library, int database, long age, long idle,
        String doing, String lastCommand, int protocol, long output) {

    /** @param list the reply to CLIENT LIST */
    static List<Connection> parse(String list) {
        return list.lines().map(Connection::parseLine).toList();
    }

    private static Connection parseLine(String line) {
        Map<String, String> is = new HashMap<>();
        for (String part : line.split(" ")) {
            int sign = part.indexOf('=');
            is.put(part.substring(0, sign), part.substring(sign + 1));
        }
        String last = is.get("cmd").equals("NULL") ? "" : is.get("cmd").replace('|', ' ').toUpperCase(Locale.ROOT);
        String library = (is.get("lib-name") + " " + is.get("lib-ver")).trim();
        return new Connection(number(is, "id"), is.get("addr"), is.get("name"), is.get("user"), library,
                (int) number(is, "db"), number(is, "age"), number(is, "idle"), doing(is, last), last,
                (int) number(is, "resp"), number(is, "omem"));
    }

    private static String doing(Map<String, String> is, String last) {
        String flags = is.get("flags");
        long subscriptions = number(is, "sub") + number(is, "psub") + number(is, "ssub");
        if (flags.contains("b")) {
            return "waits in " + last;
        }
        if (flags.contains("O")) {
            return "monitors";
        }
        if (subscriptions > 0) {
            return "listens to " + subscriptions + (subscriptions == 1 ? " channel" : " channels");
        }
        if (number(is, "multi") >= 0) {
            return "transaction, " + number(is, "multi") + " queued";
        }
        return number(is, "idle") == 0 && !last.isEmpty() ? "active" : "idle";
    }

    private static long number(Map<String, String> is, String name) {
        return Long.parseLong(is.get(name));
    }
}
