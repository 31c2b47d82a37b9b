package io.quarkiverse.kvs.core.command.script;

import java.util.List;
import java.util.Locale;

import io.quarkiverse.kvs.core.command.CommandException;

/**
 * The first line of a library, such as {@code #!lua name=accounts}.
 *
 * @param body the text without it; the line itself is empty, so that the others keep their numbers
 */
record LibraryHeader(String name, byte[] body) {

    private static final String NAME = "name=";
    static final String NAMES = "Library names can only contain letters, numbers, or underscores(_) and must be at least one "
            + "character long";

    /** @throws CommandException if there is something wrong with it */
    static LibraryHeader of(byte[] text) {
        if (text.length < 2 || text[0] != '#' || text[1] != '!') {
            throw new CommandException("ERR Missing library metadata");
        }
        int end = 0;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        List<String> words = end == text.length ? null : Shebang.words(text, end);
        if (words == null || words.isEmpty()) {
            throw new CommandException("ERR Invalid library metadata");
        }
        String name = null;
        for (String word : words.subList(1, words.size())) {
            if (!word.toLowerCase(Locale.ROOT).startsWith(NAME)) {
                throw new CommandException("ERR Invalid metadata value given: " + word);
            }
            if (name != null) {
                throw new CommandException("ERR Invalid metadata value, name argument was given multiple times");
            }
            name = word.substring(NAME.length());
        }
        if (name == null) {
            throw new CommandException("ERR Library name was not given");
        }
        if (!isName(name)) {
            throw new CommandException("ERR " + NAMES);
        }
        String engine = words.get(0).substring(2);
        if (!engine.equalsIgnoreCase("lua")) {
            throw new CommandException("ERR Engine '" + engine + "' not found");
        }
        byte[] rest = new byte[text.length - end];
        System.arraycopy(text, end, rest, 0, rest.length);
        return new LibraryHeader(name, rest);
    }

    /** Whether a library or a function can be called so. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(
                c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_');
    }
}
