package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListCursor;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
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
    /** What Redis expects an element of a list to take beside its bytes. */
    private static final int ELEMENT_OVERHEAD = 8;
    /** Beyond this, Redis does not write a score as an integer. */
    private static final double MAX_INTEGER_SCORE = 0x1p62;

    private final RdbWriter out;
    private final LzfCompressor compressor;

    /** @param compressor as {@link RdbWriter} takes it */
    ValueWriter(LzfCompressor compressor) {
        this.compressor = compressor;
        out = new RdbWriter(compressor);
    }

    /** What has been written. */
    ByteOutput output() {
        return out.output();
    }

    /** Writes the type of a value, and the value. */
    void write(Value value) {
        switch (value.type()) {
            case STRING -> write((StringValue) value);
            case LIST -> write((ListValue) value);
            case SET -> write((SetValue) value);
            case ZSET -> write((SortedSetValue) value);
            case HASH -> write((HashValue) value);
            case STREAM -> StreamFormat.write((StreamValue) value, out);
        }
    }

    private void write(StringValue string) {
        out.type(RdbType.STRING);
        out.string(new Bytes().show(string.array(), 0, string.length()));
    }

    private void write(ListValue list) {
        RdbWriter nodes = new RdbWriter(compressor);
        int count = 0;
        NodeLimits limits = list.limits();
        ListpackWriter node = new ListpackWriter();
        ListCursor cursor = list.cursor(0, ListEnd.RIGHT);
        Bytes element = new Bytes();
        while (cursor.next(element)) {
            boolean plain = element.length() >= PLAIN_LENGTH;
            if (node.count() > 0 && (plain || !accepts(node, element, limits))) {
                count++;
                write(node, nodes);
                node = new ListpackWriter();
            }
            if (plain) {
                count++;
                nodes.length(PLAIN_NODE);
                nodes.string(element);
            } else {
                node.add(element);
            }
        }
        if (node.count() > 0) {
            count++;
            write(node, nodes);
        }
        out.type(RdbType.LIST_QUICKLIST_2);
        out.length(count);
        out.output().put(nodes.output().show(new Bytes()));
    }

    private static boolean accepts(ListpackWriter node, Bytes element, NodeLimits limits) {
        return (long) node.size() + element.length() + ELEMENT_OVERHEAD <= limits.bytes() && node.count() < limits.elements();
    }

    private static void write(ListpackWriter node, RdbWriter nodes) {
        nodes.length(PACKED_NODE);
        nodes.string(node.close());
    }

    private void write(SetValue set) {
        if (set.isIntegers()) {
            out.type(RdbType.SET_INTSET);
            out.string(IntsetFormat.write(set));
        } else {
            out.type(RdbType.SET);
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
            out.type(RdbType.ZSET_LISTPACK);
            out.string(pairs.close());
        } else {
            out.type(RdbType.ZSET_2);
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
        if (hash.isPacked()) {
            ListpackWriter pairs = new ListpackWriter();
            hash.forEach((field, value) -> {
                pairs.add(field);
                pairs.add(value);
                return true;
            });
            out.type(RdbType.HASH_LISTPACK);
            out.string(pairs.close());
        } else {
            out.type(RdbType.HASH);
            out.length(hash.size());
            hash.forEach((field, value) -> {
                out.string(field);
                out.string(value);
                return true;
            });
        }
    }
}
