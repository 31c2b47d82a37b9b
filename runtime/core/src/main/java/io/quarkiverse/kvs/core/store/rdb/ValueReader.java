package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.HashBuilder;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetBuilder;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Reads values in the RDB format, as every version of Redis up to 7.2 has written them.
 * <p>
 * Any bytes become a value that commands could have made, or they are refused with a
 * {@link RdbFormatException}. Numbers of elements that they tell are not believed: memory is taken for what is
 * there.
 */
final class ValueReader {

    private final RdbReader in;
    private final ValueLimits limits;
    private final int version;

    /** @param version of the format */
    ValueReader(RdbReader in, ValueLimits limits, int version) {
        this.in = in;
        this.limits = limits;
        this.version = version;
    }

    /** Reads the type of a value, and the value. */
    Value read() {
        return read(RdbType.of(in.type(), version));
    }

    /** Reads a value whose type has been read. */
    Value read(RdbType type) {
        return switch (type) {
            case STRING -> RdbReader.stringOf(in.string(new Bytes()));
            case LIST -> list();
            case SET -> set();
            case ZSET, ZSET_2 -> sortedSet(type == RdbType.ZSET);
            case HASH -> hash();
            case HASH_ZIPMAP -> hash(new ZipmapReader(packed()), limits.hashes());
            case LIST_ZIPLIST -> list(new ZiplistReader(packed()));
            case SET_INTSET -> IntsetFormat.read(packed(), limits.setIntegers());
            case ZSET_ZIPLIST -> sortedSet(new ZiplistReader(packed()));
            case HASH_ZIPLIST -> hash(new ZiplistReader(packed()), ofAnyLength(limits.hashes()));
            case LIST_QUICKLIST -> quicklist();
            case HASH_LISTPACK -> hash(new ListpackReader(packed()), ofAnyLength(limits.hashes()));
            case ZSET_LISTPACK -> sortedSet(new ListpackReader(packed()));
            case LIST_QUICKLIST_2 -> quicklist2();
            case STREAM_LISTPACKS, STREAM_LISTPACKS_2, STREAM_LISTPACKS_3 -> StreamFormat.read(in, type);
            case MODULE_2 -> ofModule();
            case SET_LISTPACK -> set(new ListpackReader(packed()));
        };
    }

    /** A string that is made of elements. */
    private Bytes packed() {
        return in.string(new Bytes());
    }

    /** What was one piece remains one, as in Redis, with elements of any length. */
    private static PackingLimits ofAnyLength(PackingLimits limits) {
        return new PackingLimits(limits.entries(), Long.MAX_VALUE);
    }

    private Value ofModule() {
        long type = in.anyLength();
        if (type == ExpiringHashFormat.TYPE) {
            return ExpiringHashFormat.read(in, limits);
        }
        if (type != OrderedMapFormat.TYPE) {
            throw OrderedMapFormat.unknown(type);
        }
        OrderedMapValue map = OrderedMapFormat.read(in, limits);
        requireElements(map.isEmpty() ? 0 : 1);
        return map;
    }

    // Lists

    private ListValue list() {
        ListValue list = new ListValue(limits.listNodes());
        Bytes element = new Bytes();
        for (long left = in.length(); left > 0; left--) {
            list.add(ListEnd.RIGHT, in.string(element));
        }
        return notEmpty(list);
    }

    private ListValue list(ElementReader elements) {
        ListValue list = new ListValue(limits.listNodes());
        addAll(elements, list);
        return notEmpty(list);
    }

    private ListValue quicklist() {
        ListValue list = new ListValue(limits.listNodes());
        for (long left = in.length(); left > 0; left--) {
            addAll(new ZiplistReader(packed()), list);
        }
        return notEmpty(list);
    }

    private ListValue quicklist2() {
        ListValue list = new ListValue(limits.listNodes());
        for (long left = in.length(); left > 0; left--) {
            long container = in.length();
            Bytes node = packed();
            if (container == ValueWriter.PACKED_NODE) {
                addAll(new ListpackReader(node), list);
            } else if (container == ValueWriter.PLAIN_NODE && node.length() > 0) {
                list.add(ListEnd.RIGHT, node);
            } else {
                throw new RdbFormatException("a node of a list is of no kind");
            }
        }
        return notEmpty(list);
    }

    private static void addAll(ElementReader elements, ListValue list) {
        Bytes element = new Bytes();
        while (elements.next(element)) {
            list.add(ListEnd.RIGHT, element);
        }
    }

    private static ListValue notEmpty(ListValue list) {
        requireElements(list.size());
        return list;
    }

    // Sets

    private SetValue set() {
        SetValue set = new SetValue();
        Key member = new Key();
        long count = in.length();
        requireElements(count);
        for (long left = count; left > 0; left--) {
            requireNew(set.add(in.string(member), limits.setIntegers()));
        }
        return set;
    }

    private SetValue set(ElementReader members) {
        SetValue set = new SetValue();
        Key member = new Key();
        while (members.next(member)) {
            requireNew(set.add(member, limits.setIntegers()));
        }
        requireElements(set.size());
        return set;
    }

    // Sorted sets

    private SortedSetValue sortedSet(boolean numbersAreText) {
        SortedSetBuilder set = new SortedSetBuilder();
        Key member = new Key();
        for (long left = in.length(); left > 0; left--) {
            in.string(member);
            add(member, numbersAreText ? in.numberAsText() : in.number(), set);
        }
        return build(set, limits.sortedSets());
    }

    private SortedSetValue sortedSet(ElementReader pairs) {
        SortedSetBuilder set = new SortedSetBuilder();
        Key member = new Key();
        Bytes score = new Bytes();
        while (pairs.next(member)) {
            requirePair(pairs.next(score));
            add(member, RdbReader.parse(score), set);
        }
        return build(set, ofAnyLength(limits.sortedSets()));
    }

    private static void add(Key member, double score, SortedSetBuilder set) {
        if (Double.isNaN(score)) {
            throw new RdbFormatException("a score is not a number");
        }
        requireNew(Double.isNaN(set.score(member)));
        set.add(member, score);
    }

    private static SortedSetValue build(SortedSetBuilder built, PackingLimits limits) {
        SortedSetValue set = built.build();
        requireElements(set.size());
        set.pack(limits);
        return set;
    }

    // Hashes

    private HashValue hash() {
        HashBuilder hash = new HashBuilder(limits.hashes());
        Key field = new Key();
        Bytes value = new Bytes();
        for (long left = in.length(); left > 0; left--) {
            in.string(field);
            in.string(value);
            requireNew(hash.add(field, value));
        }
        return build(hash);
    }

    private static HashValue hash(ElementReader pairs, PackingLimits limits) {
        HashBuilder hash = new HashBuilder(limits);
        Key field = new Key();
        Bytes value = new Bytes();
        while (pairs.next(field)) {
            requirePair(pairs.next(value));
            requireNew(hash.add(field, value));
        }
        return build(hash);
    }

    private static HashValue build(HashBuilder hash) {
        requireElements(hash.size());
        return hash.build();
    }

    private static void requireElements(long size) {
        if (size == 0) {
            throw RdbFormatException.emptyCollection();
        }
    }

    private static void requirePair(boolean second) {
        if (!second) {
            throw new RdbFormatException("one of a pair is missing");
        }
    }

    private static void requireNew(boolean isNew) {
        if (!isNew) {
            throw new RdbFormatException("an element is there twice");
        }
    }
}
