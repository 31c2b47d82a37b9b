package io.quarkiverse.kvs.core.command.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.EnumSet;
import java.util.Set;

import io.quarkiverse.kvs.core.command.CommandException;

/**
 * The first line of a script that says what it does, such as {@code #!lua flags=no-writes,allow-stale}.
 *
 * @param flags null if there is no such line
 * @param body the text without it; the line itself is empty, so that the others keep their numbers
 */
record Shebang(Set<ScriptFlag> flags, byte[] body) {

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
        String[] words = new String(text, 0, end, ISO_8859_1).strip().split("\\s+");
        if (!words[0].equals("#!lua")) {
            throw new CommandException("ERR Unexpected engine in script shebang: " + words[0]);
        }
        Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
        for (int i = 1; i < words.length; i++) {
            if (!words[i].startsWith("flags=")) {
                throw new CommandException("ERR Unknown lua shebang option: " + words[i]);
            }
            for (String name : words[i].substring("flags=".length()).split(",")) {
                if (!name.isEmpty()) {
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
}
