package io.quarkiverse.kvs.core.command.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Keys that may be read, written, or both.
 *
 * @param pattern of their names, as in KEYS; each character is a byte
 * @param access the sum of {@link #READ} and {@link #WRITE}, as far as they are allowed
 */
record KeyRule(String pattern, int access, Bytes bytes) {

    static final int READ = 1;
    static final int WRITE = 2;
    static final int ALL = READ | WRITE;

    KeyRule(String pattern, int access) {
        this(pattern, access, new Bytes().show(pattern.getBytes(ISO_8859_1)));
    }

    KeyRule with(int more) {
        return new KeyRule(pattern, access | more, bytes);
    }

    /** What is needed of a key, by what a command does with it: see Redis's flags of key specifications. */
    static int needed(List<String> flags) {
        int needed = flags.contains("access") ? READ : 0;
        return flags.contains("insert") || flags.contains("delete") || flags.contains("update") ? needed | WRITE : needed;
    }

    boolean allows(int needed) {
        return (access & needed) == needed;
    }

    boolean allows(Bytes key, int needed) {
        return allows(needed) && Glob.matches(bytes, key);
    }

    boolean isOfAllKeys() {
        return pattern.equals("*");
    }

    /** As a rule: {@code ~pattern}, {@code %R~pattern} or {@code %W~pattern}. */
    @Override
    public String toString() {
        return switch (access) {
            case READ -> "%R~";
            case WRITE -> "%W~";
            default -> "~";
        } + pattern;
    }
}
