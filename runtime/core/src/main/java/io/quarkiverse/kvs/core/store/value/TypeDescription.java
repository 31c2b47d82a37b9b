package io.quarkiverse.kvs.core.store.value;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A type of value for those who handle values of all types: what makes a value again, what tells two apart, and how its
 * elements are shown. {@link ValueType} has one of each; what a {@link Value} itself has to tell, such as its encoding and
 * its memory, is not repeated here. Immutable.
 *
 * @param <V> the class of the values
 */
public abstract class TypeDescription<V extends Value> {

    /** What the elements are made of. */
    public enum Shape {
        /** There are none: the value is one text. */
        TEXT,
        /** Values in an order, which have an index for a name. */
        INDEXED,
        /** Names alone. */
        MEMBERS,
        /** Names with values. */
        FIELDS,
        /** Names with scores. */
        SCORED,
        /** Ids with fields and values: entries of a stream. */
        ENTRIES
    }

    /** Receives commands, as their words. */
    @FunctionalInterface
    public interface Commands {
        void add(byte[]... words);
    }

    /** Receives what a value is made of: the parts have an order, the calls have none. */
    @FunctionalInterface
    public interface Parts {
        void mix(Bytes... parts);
    }

    /** Receives what a value is made of as Redis's {@code DEBUG DIGEST} does. */
    public interface Digest {

        /** A part that has its place among the others. */
        void mix(Bytes part);

        /** A part that has no place among the others. */
        void add(Bytes part);

        /** Parts that have an order among themselves, and together no place among the others. */
        void addMixed(Bytes... parts);
    }

    /** Receives elements, which are shown for the time of the call only. */
    @FunctionalInterface
    public interface Elements {
        /**
         * @param name the field, the member, or the index as text
         * @param value the value, the element or the score as text; null where there is none
         */
        void add(Bytes name, Bytes value);
    }

    /** As in the files that Redis writes, so that no command is very long. */
    private static final int ELEMENTS_PER_COMMAND = 64;

    private final Class<V> valueClass;
    private final Shape shape;
    private final String creating;

    /** @param creating the command that makes a value of elements, or adds them to one */
    TypeDescription(Class<V> valueClass, Shape shape, String creating) {
        this.valueClass = valueClass;
        this.shape = shape;
        this.creating = creating;
    }

    /** What the elements are made of. */
    public final Shape shape() {
        return shape;
    }

    /** The command that makes a value of elements, or adds them to one: {@code RPUSH}. */
    public final String creating() {
        return creating;
    }

    /**
     * The words of the command that makes a key hold one element.
     *
     * @param name of the element, where it has one
     * @param value of the element, where it has one; its score in a sorted set
     */
    public final byte[][] creating(byte[] key, byte[] name, byte[] value) {
        byte[] command = Texts.ascii(creating);
        return switch (shape) {
            case TEXT, INDEXED -> new byte[][] { command, key, value };
            case MEMBERS -> new byte[][] { command, key, name };
            case FIELDS -> new byte[][] { command, key, name, value };
            case SCORED -> new byte[][] { command, key, value, name };
            case ENTRIES -> new byte[][] { command, key, Texts.ascii("*"), name, value };
        };
    }

    /** How many elements a value has; bytes where it is a text. */
    public final long length(Value value) {
        return lengthOf(valueClass.cast(value));
    }

    /** Tells the commands that make a key hold such a value, where it holds nothing: what a log is rewritten to. */
    public final void recreate(Value value, byte[] key, Commands commands) {
        recreate(key, valueClass.cast(value), commands);
    }

    /** Tells what the value is made of, so that two values are the same if it is the same. */
    public final void digest(Value value, Parts parts) {
        digestOf(valueClass.cast(value), parts);
    }

    /** Tells what Redis's {@code DEBUG DIGEST} takes into account of the value, which is not all of it. */
    public final void digestAsRedis(Value value, Digest digest) {
        digestAsRedisOf(valueClass.cast(value), digest);
    }

    /**
     * Tells some elements of a value.
     *
     * @param cursor 0 at first, then what the last call returned
     * @param count about how many: more where the elements are stored so closely that they are walked through together
     * @return where to go on; 0 if these are the last
     */
    public final long elements(Value value, long cursor, int count, Elements elements) {
        return elementsOf(valueClass.cast(value), cursor, count, elements);
    }

    /** Whether its values are of a class. */
    public final boolean isOf(Class<? extends Value> type) {
        return valueClass == type;
    }

    /**
     * The value of what {@link Value#packed} has laid out. It may use the array, and leaves it as it is.
     *
     * @param at where the bytes begin, which go to the end of the array
     * @param form the {@link Value#packedForm}
     */
    public Value unpack(byte[] array, int at, int form) {
        throw new UnsupportedOperationException(valueClass.getSimpleName());
    }

    abstract long lengthOf(V value);

    abstract void recreate(byte[] key, V value, Commands commands);

    abstract void digestOf(V value, Parts parts);

    /** Of types that Redis does not have, everything in no order. */
    void digestAsRedisOf(V value, Digest digest) {
        digestOf(value, digest::addMixed);
    }

    abstract long elementsOf(V value, long cursor, int count, Elements elements);

    /** Collects elements into commands that are not very long. */
    static final class Batches {

        private final byte[] command;
        private final byte[] key;
        private final Commands commands;
        private final List<byte[]> words = new ArrayList<>();
        private int elements;

        Batches(String command, byte[] key, Commands commands) {
            this.command = Texts.ascii(command);
            this.key = key;
            this.commands = commands;
        }

        /** Adds an element, which may be several words. */
        void add(byte[]... element) {
            words.addAll(List.of(element));
            elements++;
            if (elements == ELEMENTS_PER_COMMAND) {
                end();
            }
        }

        /** All elements have been added. */
        void end() {
            if (elements > 0) {
                byte[][] all = new byte[words.size() + 2][];
                all[0] = command;
                all[1] = key;
                for (int i = 2; i < all.length; i++) {
                    all[i] = words.get(i - 2);
                }
                commands.add(all);
            }
            words.clear();
            elements = 0;
        }
    }
}
