package io.quarkiverse.kvs.core.command.script;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.protocol.InlineArguments;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The first line of a script that says what it does, such as {@code #!lua flags=no-writes,allow-stale}.
 *
 * @param flags null if there is no such line
 * @param body the text without it; the line itself is empty, so that the others keep their numbers
 */
record Shebang(Set<ScriptFlag> flags, byte[] body) {

    private static final String FLAGS = "flags=";

    /** @throws CommandException if there is something wrong with it */
    static Shebang of(byte[] text) {
        if (text.length < 2 || text[0] != '#' || text[1] != '!') {
            return new Shebang(null, text);
        }
        int end = 0;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        if (end == text.length) {
            throw new CommandException("ERR Invalid script shebang");
        }
        List<String> words = words(text, end);
        if (words == null) {
            throw new CommandException("ERR Invalid engine in script shebang");
        }
        if (!words.get(0).equals("#!lua")) {
            throw new CommandException("ERR Unexpected engine in script shebang: " + words.get(0));
        }
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (String word : words.subList(1, words.size())) {
            if (!word.startsWith(FLAGS)) {
                throw new CommandException("ERR Unknown lua shebang option: " + word);
            }
            if (word.length() > FLAGS.length()) {
                for (String name : word.substring(FLAGS.length()).split(",", -1)) {
                    ScriptFlag flag = ScriptFlag.of(name);
                    if (flag == null) {
                        throw new CommandException("ERR Unexpected flag in script shebang: " + name);
                    }
                    flags.add(flag);
                }
            }
        }
        byte[] rest = new byte[text.length - end];
        System.arraycopy(text, end, rest, 0, rest.length);
        return new Shebang(flags, rest);
    }

    /** The words of a first line, as Redis splits it; null if its quotes do not fit. */
    static List<String> words(byte[] text, int end) {
        Request line = new Request();
        if (!InlineArguments.split(text, 0, end, line)) {
            return null;
        }
        List<String> words = new ArrayList<>(line.count());
        for (int i = 0; i < line.count(); i++) {
            words.add(line.show(i, new Bytes()).latin1());
        }
        return words;
    }
}
