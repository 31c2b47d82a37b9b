package io.quarkiverse.kvs.core.command.server;

import java.util.ArrayList;
import java.util.List;

/** The parameter {@code bind}: the addresses that are listened on, with blanks between them. */
final class Addresses extends Setting<String> {

    private static final int MOST = 16;

    Addresses(String initial) {
        super("bind", initial);
    }

    @Override
    public String parse(String text) {
        String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
        if (words.length == 0) {
            throw new IllegalArgumentException("wrong number of arguments");
        }
        if (words.length > MOST) {
            throw new IllegalArgumentException("Too many bind addresses specified.");
        }
        return String.join(" ", words);
    }

    /** Each as a name or an address; Redis has {@code *} for all addresses of a kind. */
    List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        for (String word : value().split(" ")) {
            hosts.add(word.equals("*") ? "0.0.0.0" : word.equals("::*") ? "::" : word);
        }
        return hosts;
    }
}
