package io.quarkiverse.kvs.core.command;

import java.util.List;

import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;

/**
 * Which arguments of a command are keys, and what it does with them: Redis's key specifications.
 * <p>
 * A specification says where to begin ({@link #at} an argument, or {@link #after} a word), and how to go on from
 * there: to one key, over a {@link #range}, or over as many as an argument says ({@link #counted}). Arguments are
 * counted from 0, which is the name of the command (of the container, for a subcommand).
 */
public final class KeySpec {

    private final List<String> flags;
    private final int index;
    private final String keyword;
    private int last;
    private int step = 1;
    private int limit;
    private int countIndex = -1;
    private int firstIndex;
    private boolean unknown;

    private KeySpec(String keyword, int index, String flags) {
        this.keyword = keyword;
        this.index = index;
        this.flags = List.of(flags.split(" "));
    }

    /** Keys begin at an argument. */
    public static KeySpec at(int index, String flags) {
        return new KeySpec(null, index, flags);
    }

    /** A key follows a word, which is looked for from an argument on; if negative, backwards from the end. */
    public static KeySpec after(String keyword, int from, String flags) {
        return new KeySpec(keyword, from, flags);
    }

    /**
     * Keys go on from the first one.
     *
     * @param lastKey how far: relative to the first one, or if negative, counted from the end of all arguments
     * @param keyStep every how many arguments
     * @param divisor if {@code lastKey} is -1: only the first of so many parts of what is left
     */
    public KeySpec range(int lastKey, int keyStep, int divisor) {
        last = lastKey;
        step = keyStep;
        limit = divisor;
        return this;
    }

    /**
     * An argument says how many keys there are.
     *
     * @param count that argument, relative to where this specification begins
     * @param first the first key, relative to the same
     */
    public KeySpec counted(int count, int first, int keyStep) {
        countIndex = count;
        firstIndex = first;
        step = keyStep;
        return this;
    }

    /** There may be keys, which only the command itself can tell. */
    public static KeySpec unknown(String flags) {
        KeySpec spec = new KeySpec(null, 0, flags);
        spec.unknown = true;
        return spec;
    }

    /** Whether this is nothing but one argument, which is the usual case. */
    boolean isSingle() {
        return keyword == null && !unknown && countIndex < 0 && last == 0;
    }

    /** Whether the keys are those from {@link #index()} to {@link #rangeEnd}, for all arguments. */
    boolean isRange() {
        return keyword == null && !unknown && countIndex < 0 && limit == 0;
    }

    /** The last of the arguments that may be a key, of so many. */
    int rangeEnd(int count) {
        return last >= 0 ? index + last : count + last;
    }

    /** Whether what this finds is a key of the keyspace: names of shard channels are told in the same way. */
    public boolean isOfKeys() {
        return !flags.contains("not_key");
    }

    public int index() {
        return index;
    }

    /** As Redis names them: {@code RO}, {@code access} and so on. */
    public List<String> flags() {
        return flags;
    }

    /**
     * Reports the arguments that are keys.
     *
     * @return false if the arguments are not as they should be, so that this cannot be told
     */
    boolean find(Request request, Command.KeyConsumer keys) {
        if (unknown) {
            return true;
        }
        int first = keyword == null ? index : find(request);
        if (first < 0) {
            return true;
        }
        int end;
        if (countIndex >= 0) {
            if (first + countIndex >= request.count()) {
                return false;
            }
            long count;
            try {
                count = Decimal.parseLong(request.show(first + countIndex, new Bytes()));
            } catch (NumberFormatException e) {
                return false;
            }
            first += firstIndex;
            if (count < 1 || count > (request.count() - first + step - 1) / step) {
                return false;
            }
            end = first + (int) (count - 1) * step;
        } else if (last >= 0) {
            end = first + last;
        } else if (limit == 0) {
            end = request.count() + last;
        } else {
            end = first + (request.count() - first) / limit + last;
        }
        if (end >= request.count() || first > end) {
            return false;
        }
        for (int i = first; i <= end; i += step) {
            keys.accept(i, flags);
        }
        return true;
    }

    /** Whether an argument is a key by its place alone. */
    boolean covers(int argument, int count) {
        if (keyword != null || unknown || countIndex >= 0 || argument < index || (argument - index) % step != 0) {
            return false;
        }
        return argument <= rangeEnd(count);
    }

    /** The argument after the word, or -1. */
    private int find(Request request) {
        Bytes argument = new Bytes();
        int direction = index > 0 ? 1 : -1;
        for (int i = index > 0 ? index : request.count() + index; i > 0 && i < request.count() - 1; i += direction) {
            if (request.show(i, argument).is(keyword)) {
                return i + 1;
            }
        }
        return -1;
    }

    // What COMMAND INFO tells

    /** Keys from one argument to another, the last perhaps counted from the end. */
    public record Range(int first, int last, int step) {
    }

    /** The range that older clients are told: of what is one, zeros for what is not. */
    public static Range legacyRange(List<KeySpec> specs) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        int step = 1;
        int expected = 0;
        for (KeySpec spec : specs) {
            if (spec.keyword != null || spec.unknown || spec.countIndex >= 0 || spec.limit != 0) {
                continue;
            }
            // Several specifications make one range only if they follow each other.
            if (expected != 0 && spec.index != expected) {
                continue;
            }
            first = Math.min(first, spec.index);
            last = spec.last < 0 ? spec.last : Math.max(last, spec.index + spec.last);
            step = expected == 0 ? spec.step : 1;
            expected = last < 0 ? 0 : last + 1;
            if (last < 0) {
                break;
            }
        }
        return first == Integer.MAX_VALUE ? new Range(0, 0, 0) : new Range(first, last, step);
    }

    public String keyword() {
        return keyword;
    }

    public boolean isUnknown() {
        return unknown;
    }

    public boolean isCounted() {
        return countIndex >= 0;
    }

    public int last() {
        return last;
    }

    public int step() {
        return step;
    }

    public int limit() {
        return limit;
    }

    public int countIndex() {
        return countIndex;
    }

    public int firstIndex() {
        return firstIndex;
    }
}
