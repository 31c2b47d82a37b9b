package io.quarkiverse.kvs.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * What some commands do with one key, for {@link Linearizability}. A state is text: nothing, {@code s:} and a string, or
 * {@code l:} and the elements of a list, with commas.
 */
final class Commands {

    static final String NOTHING = "";

    private Commands() {
    }

    /**
     * @param input SET, GET, INCR, RPUSH or LPOP, its key and value with blanks between; CAS key old new, which a script does;
     *        or
     *        TWICE key, a transaction of INCR and GET
     * @param output as text; null if it is not known
     * @return null if that is not the output
     */
    static String after(String state, String input, String output) {
        String[] words = input.split(" ");
        String text = state.startsWith("s:") ? state.substring(2) : null;
        switch (words[0]) {
            case "SET":
                return output == null || output.equals("+OK") ? "s:" + words[2] : null;
            case "GET":
                return is(output, text == null ? "(nil)" : text) ? state : null;
            case "INCR":
                String incremented = Long.toString(text == null ? 1 : Long.parseLong(text) + 1);
                return is(output, incremented) ? "s:" + incremented : null;
            case "TWICE":
                String twice = Long.toString(text == null ? 1 : Long.parseLong(text) + 1);
                return is(output, twice + "," + twice) ? "s:" + twice : null;
            case "CAS":
                boolean same = words[2].equals(text == null ? "-" : text);
                return !is(output, same ? "1" : "0") ? null : same ? "s:" + words[3] : state;
            case "RPUSH":
                List<String> longer = list(state);
                longer.add(words[2]);
                return is(output, Integer.toString(longer.size())) ? "l:" + String.join(",", longer) : null;
            case "LPOP":
                List<String> left = list(state);
                if (left.isEmpty()) {
                    return is(output, "(nil)") ? state : null;
                }
                String first = left.remove(0);
                return !is(output, first) ? null : left.isEmpty() ? NOTHING : "l:" + String.join(",", left);
            default:
                throw new IllegalArgumentException(input);
        }
    }

    /** Whether a command changes nothing. */
    static boolean readsOnly(String input) {
        return input.startsWith("GET ");
    }

    private static boolean is(String output, String expected) {
        return output == null || output.equals(expected);
    }

    private static List<String> list(String state) {
        return state.startsWith("l:") ? new ArrayList<>(List.of(state.substring(2).split(","))) : new ArrayList<>();
    }
}
