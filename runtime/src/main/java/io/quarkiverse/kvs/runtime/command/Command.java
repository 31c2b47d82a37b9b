package io.quarkiverse.kvs.runtime.command;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * A row of the {@link CommandTable}: everything there is to know about a command, for those who run it, lock its keys, or
 * explain it.
 */
public final class Command {

    /** What a command does to the data, or needs of the server. */
    public enum Flag {
        /** Reads keys. */
        READ,
        /** Changes keys. */
        WRITE,
        /** Not about data but about the server. */
        ADMIN,
        /** Touches all keys at once: the whole keyspace is locked. */
        WHOLE_KEYSPACE
    }

    /** Runs a command, with the segments of its keys locked. */
    @FunctionalInterface
    public interface Body {
        void run(CommandContext context);
    }

    private final String name;
    private final byte[] upperCase;
    private final String syntax;
    private final int minArguments;
    private final int maxArguments;
    private final int firstKey;
    private final int lastKey;
    private final Set<Flag> flags;
    private final String summary;
    private final Body body;

    private Command(Builder builder) {
        name = builder.name;
        upperCase = builder.name.getBytes(StandardCharsets.US_ASCII);
        syntax = builder.syntax;
        minArguments = builder.minArguments;
        maxArguments = builder.maxArguments;
        firstKey = builder.firstKey;
        lastKey = builder.lastKey;
        flags = builder.flags;
        summary = builder.summary;
        body = builder.body;
    }

    /** Upper case, as in {@code SET}. */
    public String name() {
        return name;
    }

    /** The arguments in words, such as {@code key value}; empty if there are none. */
    public String syntax() {
        return syntax;
    }

    /** One sentence on what the command does. */
    public String summary() {
        return summary;
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** Whether so many arguments, the name not counted, are what this command takes. */
    public boolean accepts(int arguments) {
        return arguments >= minArguments && arguments <= maxArguments;
    }

    /** The first argument that is a key, 0 if none is. The name is argument 0. */
    public int firstKey() {
        return firstKey;
    }

    /** The last argument that is a key. */
    public int lastKey() {
        return lastKey;
    }

    public boolean isKey(int argument) {
        return firstKey > 0 && argument >= firstKey && argument <= lastKey;
    }

    Body body() {
        return body;
    }

    /** Whether {@code length} bytes are this command's name, in any case. */
    boolean isNamed(byte[] array, int offset, int length) {
        if (length != upperCase.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (toUpperCase(array[offset + i]) != upperCase[i]) {
                return false;
            }
        }
        return true;
    }

    static int toUpperCase(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Starts a row: {@code command("SET", "key value")}. */
    static Builder command(String name, String syntax) {
        return new Builder(name, syntax);
    }

    /** Collects the columns of a row. */
    static final class Builder {

        private final String name;
        private final String syntax;
        private int minArguments;
        private int maxArguments;
        private int firstKey;
        private int lastKey;
        private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
        private String summary = "";
        private Body body;

        private Builder(String name, String syntax) {
            this.name = name;
            this.syntax = syntax;
        }

        /** Takes exactly so many arguments, the name not counted. */
        Builder arguments(int count) {
            minArguments = count;
            maxArguments = count;
            return this;
        }

        /** One argument is a key. */
        Builder key(int argument) {
            firstKey = argument;
            lastKey = argument;
            return this;
        }

        Builder flags(Flag... some) {
            flags.addAll(Set.of(some));
            return this;
        }

        Builder summary(String sentence) {
            summary = sentence;
            return this;
        }

        Command runs(Body code) {
            body = code;
            return new Command(this);
        }
    }
}
