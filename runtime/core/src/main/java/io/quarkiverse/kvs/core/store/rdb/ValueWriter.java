package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListCursor;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StreamValue;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Writes values in the RDB format, each as the type that Redis 7.0 would write for a value stored in the same
 * way.
 */
final class ValueWriter {

    /** What stands in front of the node of a list: it is a single element, or a listpack. */
    static final int PLAIN_NODE = 1;
    static final int PACKED_NODE = 2;

    /** From this length on, Redis gives an element of a list a node of its own. */
    private static final int PLAIN_LENGTH = 1 << 30;
    /** From this length on, it does not matter that Redis would not: a listpack would have to be made first. */
    private static final int LONG = 1 << 20;
    /** What Redis expects an element of a list to take beside its bytes. */
    private static final int ELEMENT_OVERHEAD = 8;
    /** Beyond this, Redis does not write a score as an integer. */
    private static final double MAX_INTEGER_SCORE = 0x1p62;

    private final RdbWriter out;
    private final int plainLength;

    /**
     * For payloads, which have the same bytes as those of Redis.
     *
     * @param compressor as {@link RdbWriter} takes it
     */
    ValueWriter(ByteOutput out, LzfCompressor compressor) {
        this(new RdbWriter(out, compressor), PLAIN_LENGTH);
    }

    private ValueWriter(RdbWriter out, int plainLength) {
        this.out = out;
        this.plainLength = plainLength;
    }

    /** For files: no element of a list is copied that is large. */
    static ValueWriter streaming(RdbWriter out) {
        return new ValueWriter(out, LONG);
    }

    /** Writes the type of a value, and the value. */
    void write(Value value) {
        out.type(type(value));
        writeContent(value);
    }

    /** What {@link #writeContent} will write. */
    static RdbType type(Value value) {
        return switch (value.type()) {
            case STRING -> RdbType.STRING;
            case LIST -> RdbType.LIST_QUICKLIST_2;
            case SET -> ((SetValue) value).isIntegers() ? RdbType.SET_INTSET : RdbType.SET;
            case ZSET -> ((SortedSetValue) value).isPacked() ? RdbType.ZSET_LISTPACK : RdbType.ZSET_2;
            case HASH -> ((HashValue) value).hasExpiringFields() ? RdbType.MODULE_2
                    : ((HashValue) value).isPacked() ? RdbType.HASH_LISTPACK : RdbType.HASH;
            case STREAM -> RdbType.STREAM_LISTPACKS_2;
            case ORDERED_MAP -> RdbType.MODULE_2;
        };
    }

    /** Writes the value without its type. */
    void writeContent(Value value) {
        switch (value.type()) {
            case STRING -> write((StringValue) value);
            case LIST -> write((ListValue) value);
            case SET -> write((SetValue) value);
            case ZSET -> write((SortedSetValue) value);
            case HASH -> write((HashValue) value);
            case STREAM -> StreamFormat.write((StreamValue) value, out);
            case ORDERED_MAP -> OrderedMapFormat.write((OrderedMapValue) value, out);
        }
    }

    private void write(StringValue string) {
        out.string(new Bytes().show(string.array(), 0, string.length()));
    }

    /** The number of nodes comes first: they are counted, and made again, rather than kept. */
    private void write(ListValue list) {
        Nodes counted = new Nodes(list.limits(), null);
        counted.addAll(list);
        if (counted.count == 1 && counted.node.count() > 0) {
            out.length(1);
            counted.write(out);
            return;
        }
        out.length(counted.count);
        new Nodes(list.limits(), out).addAll(list);
    }

    /** Puts the elements of a list into nodes. */
    private final class Nodes {

        private final NodeLimits limits;
        private final RdbWriter to;
        private ListpackWriter node = new ListpackWriter();
        /** Those that are complete. */
        private long count;

        /** @param to where to write them; null to count them, with the last one kept if it is a listpack */
        Nodes(NodeLimits limits, RdbWriter to) {
            this.limits = limits;
            this.to = to;
        }

        void addAll(ListValue list) {
            ListCursor cursor = list.cursor(0, ListEnd.RIGHT);
            Bytes element = new Bytes();
            while (cursor.next(element)) {
                boolean plain = element.length() >= plainLength;
                if (node.count() > 0 && (plain || !accepts(element))) {
                    end();
                }
                if (plain) {
                    count++;
                    writePlain(element);
                } else {
                    node.add(element);
                }
            }
            if (node.count() > 0) {
                count++;
                if (to != null) {
                    write(to);
                }
            }
        }

        private boolean accepts(Bytes element) {
            return (long) node.size() + element.length() + ELEMENT_OVERHEAD <= limits.bytes()
                    && node.count() < limits.elements();
        }

        private void end() {
            count++;
            if (to != null) {
                write(to);
            }
            node.clear();
        }

        private void writePlain(Bytes element) {
            if (to != null) {
                to.length(PLAIN_NODE);
                to.string(element);
            }
        }

        void write(RdbWriter to) {
            to.length(PACKED_NODE);
            to.string(node.close());
        }
    }

    private void write(SetValue set) {
        if (set.isIntegers()) {
            IntsetFormat.write(set, out);
        } else {
            out.length(set.size());
            set.forEach(out::string);
        }
    }

    private void write(SortedSetValue set) {
        if (set.isPacked()) {
            ListpackWriter pairs = new ListpackWriter();
            set.forEach(0, set.size(), (member, score) -> {
                pairs.add(member);
                addScore(pairs, score);
                return true;
            });
            out.string(pairs.close());
        } else {
            out.length(set.size());
            // The greatest comes first, as Redis has it, because that is how Redis builds its lists fastest.
            set.forEachDescending(0, set.size(), (member, score) -> {
                out.string(member);
                out.number(score);
                return true;
            });
        }
    }

    private static void addScore(ListpackWriter pairs, double score) {
        if (score == Math.rint(score) && Math.abs(score) <= MAX_INTEGER_SCORE) {
            pairs.add((long) score);
        } else {
            pairs.add(new Bytes().show(FloatingPoint.format(score).getBytes(ISO_8859_1)));
        }
    }

    private void write(HashValue hash) {
        if (hash.hasExpiringFields()) {
            ExpiringHashFormat.write(hash, out);
        } else if (hash.isPacked()) {
            ListpackWriter pairs = new ListpackWriter();
            hash.forEach((field, value) -> {
                pairs.add(field);
                pairs.add(value);
                return true;
            });
            out.string(pairs.close());
        } else {
            out.length(hash.size());
            hash.forEach((field, value) -> {
                out.string(field);
                out.string(value);
                return true;
            });
        }
    }
}
