package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.Reply;

/** A reply as redis-cli shows it, or the beginning of a long one. */
final class ReplyText {

    private static final int MAX_ELEMENTS = 1000;
    private static final int MAX_LENGTH = 128 * 1024;
    private static final int MAX_VALUE = 16 * 1024;

    private final StringBuilder text = new StringBuilder();
    private int elements;

    private ReplyText() {
    }

    static String of(Reply reply) {
        ReplyText shown = new ReplyText();
        if (reply instanceof Reply.Bulk bulk && isLines(bulk)) {
            shown.text.append(shown.cut(EscapedText.text(bulk.bytes(), true).replace("\\x0d\n", "\n").stripTrailing()));
        } else {
            shown.append(reply, "");
        }
        return shown.text.toString();
    }

    /** Text that tells something in lines, such as that of INFO, is shown as it is. */
    private static boolean isLines(Reply.Bulk bulk) {
        String text = new String(bulk.bytes(), UTF_8);
        return text.indexOf('\n') >= 0 && text.codePoints().allMatch(c -> c >= ' ' && c != 0xfffd || c == '\n' || c == '\r');
    }

    private void append(Reply reply, String indent) {
        if (reply instanceof Reply.Bulk bulk) {
            text.append('"').append(cut(EscapedText.text(bulk.bytes()))).append('"');
        } else if (reply instanceof Reply.Status status) {
            text.append(status.text());
        } else if (reply instanceof Reply.Int number) {
            text.append("(integer) ").append(number.value());
        } else if (reply instanceof Reply.Decimal number) {
            text.append("(double) ").append(number(number.value()));
        } else if (reply instanceof Reply.Bool bool) {
            text.append(bool.value() ? "(true)" : "(false)");
        } else if (reply instanceof Reply.Nil) {
            text.append("(nil)");
        } else if (reply instanceof Reply.Error error) {
            text.append("(error) ").append(error.message());
        } else if (reply instanceof Reply.Array array) {
            append(array.elements(), ") ", "(empty array)", indent);
        } else if (reply instanceof Reply.Set set) {
            append(set.elements(), "~ ", "(empty set)", indent);
        } else if (reply instanceof Reply.Pairs pairs) {
            append(new ArrayList<>(pairs.entries().entrySet()), "# ", "(empty hash)", indent);
        }
    }

    /** @param parts replies, or pairs of replies */
    private void append(List<?> parts, String mark, String empty, String indent) {
        if (parts.isEmpty()) {
            text.append(empty);
            return;
        }
        int width = Integer.toString(parts.size()).length();
        String inside = indent + " ".repeat(width + mark.length());
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                text.append('\n').append(indent);
            }
            if (++elements > MAX_ELEMENTS || text.length() > MAX_LENGTH) {
                text.append("... (").append(parts.size() - i).append(" more)");
                return;
            }
            text.append(" ".repeat(width - Integer.toString(i + 1).length())).append(i + 1).append(mark);
            if (parts.get(i) instanceof Map.Entry<?, ?> pair) {
                append((Reply) pair.getKey(), inside);
                text.append(" => ");
                append((Reply) pair.getValue(), inside);
            } else {
                append((Reply) parts.get(i), inside);
            }
        }
    }

    private String cut(String value) {
        int limit = elements == 0 ? MAX_LENGTH : MAX_VALUE;
        return value.length() <= limit ? value
                : value.substring(0, limit) + "... (" + (value.length() - limit) + " more characters)";
    }

    /** As Redis writes it: 3 instead of 3.0. */
    private static String number(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e17 ? Long.toString((long) number) : Double.toString(number);
    }
}
