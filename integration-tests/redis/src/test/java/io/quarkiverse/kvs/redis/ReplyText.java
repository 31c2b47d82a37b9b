package io.quarkiverse.kvs.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.redis.Script.Comparison;

/**
 * A reply as one line of text for a person: replies with the same text have the same bytes. The sign in front is the one that
 * RESP has for the type; the bulk string, the most frequent one, has none.
 *
 * <pre>
 * +OK                   a simple string
 * -ERR syntax error     an error
 * :1                    an integer
 * "a value\n"           a bulk string; bytes that are no printable ASCII characters are escaped as in scripts
 * $-1 *-1 _             the null bulk string, the null array, RESP3's null
 * ["a" :1 [+OK]]        an array, and inside it simple strings and errors with blanks are quoted: -"ERR syntax error"
 * ~[ &gt;[ %[ |[           RESP3's set, push, map and attributes
 * ,3.5 #t (12345        RESP3's double, boolean, big number
 * ="txt:a" !"SYNTAX a"  RESP3's verbatim string and bulk error
 * (none)                nothing came, as was expected
 * (closed) (timeout)    what came in the place of a reply, and the bytes before it
 * (bytes) "..."         bytes that are not what RESP wants of a reply
 * :...                  of a reply that is compared by its type: the type
 * :100                  of the seconds that TTL replies, 91 to 100: rounded up to tens
 * "a\{300}" [:0 {300}]   300 times the same byte, or the same element
 * </pre>
 *
 * Where the order of elements does not matter, they are sorted, on all levels.
 */
final class ReplyText {

    /** Fewer of the same are written one by one. */
    private static final int MANY = 20;

    private final String raw;
    private final boolean sorted;
    private int at;

    private ReplyText(String raw, boolean sorted) {
        this.raw = raw;
        this.sorted = sorted;
    }

    /** @param raw the reply's bytes as characters, or what {@link RespConnection#read} says in brackets */
    static String of(String raw, Comparison comparison) {
        if (raw.equals(RespConnection.TIMEOUT) || raw.equals(RespConnection.CLOSED)) {
            return raw;
        }
        for (String absent : List.of(RespConnection.TIMEOUT, RespConnection.CLOSED)) {
            if (raw.startsWith(absent)) {
                return absent + " " + quoted(raw.substring(absent.length()));
            }
        }
        if (comparison == Comparison.TYPE) {
            return raw.charAt(0) + "...";
        }
        if (comparison == Comparison.TENS_OF_SECONDS && raw.matches(":[1-9]\\d{0,17}\r\n")) {
            return ":" + (Long.parseLong(raw.substring(1).strip()) + 9) / 10 * 10;
        }
        try {
            ReplyText text = new ReplyText(raw, comparison == Comparison.ANY_ORDER);
            String line = text.frame(true);
            return text.at == raw.length() ? line : "(bytes) " + quoted(raw);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return "(bytes) " + quoted(raw);
        }
    }

    private String frame(boolean outermost) {
        char type = raw.charAt(at++);
        String line = line();
        switch (type) {
            case '+', '-' -> {
                String text = escaped(line);
                boolean plain = outermost ? !text.endsWith(" ") : text.matches("[\\w.-]+");
                return type + (plain ? text : quoted(line));
            }
            case '$', '=', '!' -> {
                if (line.equals("-1")) {
                    return type + line;
                }
                String content = raw.substring(at, at + length(line));
                at += content.length();
                if (!line().isEmpty()) {
                    throw new IllegalArgumentException("longer than it says");
                }
                return (type == '$' ? "" : type) + quoted(content);
            }
            case '*', '~', '>', '%', '|' -> {
                if (line.equals("-1")) {
                    return type + line;
                }
                return (type == '*' ? "" : type) + "[" + elements(length(line), type == '%' || type == '|') + "]";
            }
            case ':', ',', '#', '(', '_' -> {
                if (!line.matches("[\\w.+-]*")) {
                    throw new IllegalArgumentException(line);
                }
                return type + line;
            }
            default -> throw new IllegalArgumentException("no type: " + type);
        }
    }

    private String elements(int count, boolean pairs) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(pairs ? frame(false) + " " + frame(false) : frame(false));
        }
        if (sorted) {
            Collections.sort(elements);
        }
        return shortened(elements, " ", "{");
    }

    /** Joins them; many of the same in a row become one, followed by how many there are. */
    private static String shortened(List<String> parts, String separator, String brace) {
        List<String> shortened = new ArrayList<>();
        for (int i = 0; i < parts.size();) {
            int end = i + 1;
            while (end < parts.size() && parts.get(end).equals(parts.get(i))) {
                end++;
            }
            if (end - i > MANY) {
                shortened.add(parts.get(i));
                shortened.add(brace + (end - i) + "}");
            } else {
                shortened.addAll(parts.subList(i, end));
            }
            i = end;
        }
        return String.join(separator, shortened);
    }

    private String line() {
        int end = raw.indexOf("\r\n", at);
        String line = raw.substring(at, end);
        at = end + 2;
        return line;
    }

    /** As Redis writes it: no sign, no zero in front. */
    private static int length(String line) {
        if (!line.matches("0|[1-9]\\d*")) {
            throw new IllegalArgumentException(line);
        }
        return Integer.parseInt(line);
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    private static String escaped(String text) {
        return shortened(text.chars().mapToObj(c -> escaped((char) c)).toList(), "", "\\{");
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '"', '\\' -> "\\" + c;
            default -> c < ' ' || c > '~' ? String.format("\\x%02x", (int) c) : String.valueOf(c);
        };
    }
}
