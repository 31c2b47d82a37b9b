package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.core.command.script.Script;
import io.quarkiverse.kvs.core.command.script.StoredFunction;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The lines of a script around the one that an error names:
 *
 * <pre>
 *     1 | local key = KEYS[1]
 *   > 2 | return redis.call('INCR', kye)
 *     3 | -- the end
 * </pre>
 */
final class ScriptExcerpt {

    /** As errors name a place: {@code user_script:2:}, and {@code on @user_function:2.} */
    private static final Pattern PLACE = Pattern.compile("user_(?:script|function):(\\d{1,9})");
    private static final int LINES_AROUND = 2;
    /** Scripts that programs have made can be one long line. */
    private static final int LONGEST = 200;

    private ScriptExcerpt() {
    }

    /**
     * @param words of the command that has failed
     * @return to be put behind the message; nothing if no script has failed, or it is not known any more
     */
    static String of(ServerState server, byte[][] words, String message) {
        int line = line(message);
        String source = line == 0 ? null : source(server, words);
        if (source == null) {
            return "";
        }
        String[] lines = source.split("\n", -1);
        if (line > lines.length) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n");
        int width = Integer.toString(Math.min(lines.length, line + LINES_AROUND)).length();
        for (int i = Math.max(1, line - LINES_AROUND); i <= Math.min(lines.length, line + LINES_AROUND); i++) {
            text.append('\n').append(i == line ? "  > " : "    ").append(String.format("%" + width + "d", i)).append(" | ")
                    .append(shortened(lines[i - 1]));
        }
        return text.toString();
    }

    /** The last line that is named is the one that was running; 0 if none is. */
    private static int line(String message) {
        int line = 0;
        for (Matcher place = PLACE.matcher(message); place.find();) {
            line = Integer.parseInt(place.group(1));
        }
        return line;
    }

    private static String shortened(String line) {
        String plain = line.stripTrailing();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + " ...";
    }

    private static String source(ServerState server, byte[][] words) {
        if (words.length < 2) {
            return null;
        }
        Bytes name = new Bytes().show(words[1]);
        return switch (new String(words[0], UTF_8).toUpperCase(Locale.ROOT)) {
            case "EVAL", "EVAL_RO" -> text(words[1]);
            case "EVALSHA", "EVALSHA_RO" -> {
                Script script = server.scripts().find(name);
                yield script == null ? null : text(script.body());
            }
            case "FUNCTION", "SCRIPT" -> text(words[words.length - 1]);
            case "FCALL", "FCALL_RO" -> {
                StoredFunction function = server.functions().find(name);
                yield function == null ? null : library(server, function);
            }
            default -> null;
        };
    }

    private static String library(ServerState server, StoredFunction function) {
        return server.functions().libraries().stream().filter(library -> library.functions().contains(function))
                .map(library -> text(library.code())).findFirst().orElse(null);
    }

    private static String text(byte[] script) {
        return new String(script, UTF_8);
    }
}
