package io.quarkiverse.kvs.core.command.server;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A parameter of CONFIG GET and CONFIG SET: its name, its value, and what values it takes.
 *
 * @param <T> the type of its value
 */
public abstract class Setting<T> {

    private final String name;
    private volatile T value;
    private boolean immutable;
    private boolean guarded;
    private boolean hidden;
    private boolean slow;
    private volatile Consumer<T> listener = changed -> {
    };

    Setting(String name, T initial) {
        this.name = name;
        this.value = initial;
    }

    String name() {
        return name;
    }

    public T value() {
        return value;
    }

    /** Sets the value from inside, where it needs no checking. */
    public void value(T wanted) {
        value = wanted;
        listener.accept(wanted);
    }

    /** Sets the value without telling the listeners: nothing has come of the other one. */
    public void restore(T before) {
        value = before;
    }

    /** Makes it one that CONFIG SET cannot change. */
    Setting<T> immutable() {
        immutable = true;
        return this;
    }

    /** Makes it one that CONFIG GET only tells those who ask for it by its name. */
    Setting<T> hide() {
        hidden = true;
        return this;
    }

    /** Whether CONFIG GET only tells it those who ask for it by its name. */
    public boolean isHidden() {
        return hidden;
    }

    /** Makes it one whose change waits for the disk, or for the network. */
    void slow() {
        slow = true;
    }

    /** Whether changing it waits for the disk or the network, so that no event loop may do it. */
    public boolean isSlow() {
        return slow;
    }

    /** Makes it one that CONFIG SET could only change if {@code enable-protected-configs} said so. */
    void guard() {
        guarded = true;
    }

    /** Whether CONFIG SET cannot change it because it says where files are written. */
    public boolean isGuarded() {
        return guarded;
    }

    public boolean isImmutable() {
        return immutable;
    }

    /** Sets who is told when the value changes. */
    void onChange(Consumer<T> told) {
        listener = told;
    }

    /** The value as CONFIG GET tells it. */
    public String text() {
        return value.toString();
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none; the message says why, in Redis's words
     */
    public abstract T parse(String text);

    /** A number. */
    static final class Int extends Setting<Long> {

        private final long min;
        private final long max;
        private final boolean memory;

        /** @param memory whether it may be told in units such as {@code 100mb} */
        Int(String name, long initial, long min, long max, boolean memory) {
            super(name, initial);
            this.min = min;
            this.max = max;
            this.memory = memory;
        }

        @Override
        public Long parse(String text) {
            long number;
            try {
                number = memory ? memory(text) : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        memory ? "argument must be a memory value" : "argument couldn't be parsed into an integer", e);
            }
            if (number < min || number > max) {
                throw new IllegalArgumentException("argument must be between " + min + " and " + max + " inclusive");
            }
            return number;
        }

        /** Bytes, perhaps with a unit: {@code k} is 1000, {@code kb} 1024, and so on. */
        static long memory(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            int end = lower.length();
            while (end > 0 && Character.isLetter(lower.charAt(end - 1))) {
                end--;
            }
            long unit = switch (lower.substring(end)) {
                case "", "b" -> 1;
                case "k" -> 1000;
                case "kb" -> 1024;
                case "m" -> 1000 * 1000;
                case "mb" -> 1024 * 1024;
                case "g" -> 1000L * 1000 * 1000;
                case "gb" -> 1024L * 1024 * 1024;
                default -> throw new NumberFormatException(text);
            };
            long number = Long.parseLong(lower.substring(0, end));
            if (number < 0 || number > Long.MAX_VALUE / unit) {
                throw new NumberFormatException(text);
            }
            return number * unit;
        }
    }

    /** A number of bytes, or percents of something: these are kept as negative numbers, as in Redis. */
    static final class Share extends Setting<Long> {

        private static final int ALL = 100;

        Share(String name, long initial) {
            super(name, initial);
        }

        @Override
        public Long parse(String text) {
            try {
                if (!text.endsWith("%")) {
                    return Int.memory(text);
                }
                long percents = Long.parseLong(text.substring(0, text.length() - 1));
                if (percents > ALL) {
                    throw new IllegalArgumentException("percentage argument must be less or equal to " + ALL);
                }
                if (percents >= 0) {
                    return -percents;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("argument must be a memory or percent value", e);
            }
            throw new IllegalArgumentException("argument must be a memory or percent value");
        }

        @Override
        public String text() {
            return value() < 0 ? -value() + "%" : value().toString();
        }
    }

    /** Yes or no. */
    static final class Bool extends Setting<Boolean> {

        Bool(String name, boolean initial) {
            super(name, initial);
        }

        @Override
        public Boolean parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw new IllegalArgumentException("argument must be 'yes' or 'no'");
            };
        }

        @Override
        public String text() {
            return value() ? "yes" : "no";
        }
    }

    /** One of some words. */
    static final class Word extends Setting<String> {

        private final List<String> words;

        Word(String name, String initial, List<String> words) {
            super(name, initial);
            this.words = words;
        }

        @Override
        public String parse(String text) {
            for (String word : words) {
                if (word.equalsIgnoreCase(text)) {
                    return word;
                }
            }
            throw new IllegalArgumentException("argument(s) must be one of the following: " + String.join(", ", words));
        }
    }

    /** Any text. */
    static class Text extends Setting<String> {

        Text(String name, String initial) {
            super(name, initial);
        }

        @Override
        public String parse(String text) {
            return text;
        }
    }
}
