package io.quarkiverse.kvs.core.store.rdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableConsumer;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.ReadablePending;
import io.quarkiverse.kvs.core.store.value.StreamCursor;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.StreamValue;

/**
 * Streams in the RDB format.
 *
 * <pre>
 * stream    number of nodes, nodes, number of entries, last id,
 *           first id, highest deleted id, number of entries ever added     from version 2 on
 *           number of groups, groups
 * node      raw id as a string, listpack as a string
 * group     name as a string, last id,
 *           number of entries read                                         from version 2 on
 *           number of pending entries, of each: raw id, time, deliveries
 *           number of consumers, consumers
 * consumer  name as a string, time when it was seen,
 *           time when it was active                                        from version 3 on
 *           number of pending entries, raw ids
 * id        two unsigned numbers, as lengths are written
 * raw id    two numbers of 8 bytes, the highest byte first
 * time      milliseconds in 8 bytes, the lowest first
 *
 * listpack  live entries, deleted entries, number of fields, names of fields, 0, entries
 * entry     flags, milliseconds and number less those of the node, values, 3 + number of fields
 *           the same, number of fields, names and values, 4 + 2 * number of fields
 * flags     1 for a deleted entry, and 2 for one of the fields of the node, which are not repeated
 * </pre>
 */
final class StreamFormat {

    private static final int DELETED = 1;
    private static final int SAME_FIELDS = 2;
    private static final int ID_BYTES = 2 * Long.BYTES;

    private StreamFormat() {
    }

    // Writing

    static void write(StreamValue stream, RdbWriter out) {
        out.length(stream.nodes());
        stream.forEachNode(new NodeWriter(out));
        out.length(stream.size());
        write(stream.lastId(), out);
        write(stream.firstId(), out);
        write(stream.maxDeletedId(), out);
        out.length(stream.entriesAdded());
        out.length(stream.groups());
        stream.forEachGroup(group -> write(group, out));
    }

    private static void write(StreamId id, RdbWriter out) {
        out.length(id.ms());
        out.length(id.seq());
    }

    private static void writeRaw(StreamId id, RdbWriter out) {
        out.output().putBigEndian(id.ms(), Long.BYTES);
        out.output().putBigEndian(id.seq(), Long.BYTES);
    }

    private static void write(ReadableGroup group, RdbWriter out) {
        out.string(new Bytes().show(group.name()));
        write(group.lastId(), out);
        out.length(group.entriesRead());
        write(group.pending(), true, out);
        out.length(group.consumers());
        group.forEachConsumer(consumer -> {
            out.string(new Bytes().show(consumer.name()));
            out.output().putLittleEndian(consumer.seenTime(), Long.BYTES);
            write(consumer.pending(), false, out);
        });
    }

    private static void write(ReadablePending pending, boolean withDelivery, RdbWriter out) {
        out.length(pending.size());
        for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
            writeRaw(entry.id(), out);
            if (withDelivery) {
                out.output().putLittleEndian(entry.deliveryTime(), Long.BYTES);
                out.length(entry.deliveries());
            }
        }
    }

    private static final class NodeWriter implements StreamValue.NodeVisitor {

        private final RdbWriter out;
        private ListpackWriter listpack;
        private StreamId node;

        NodeWriter(RdbWriter out) {
            this.out = out;
        }

        @Override
        public void node(StreamId id, int live, int deleted, byte[][] fields) {
            node = id;
            ByteOutput key = new ByteOutput();
            key.putBigEndian(id.ms(), Long.BYTES);
            key.putBigEndian(id.seq(), Long.BYTES);
            out.string(key.show(new Bytes()));
            listpack = new ListpackWriter();
            listpack.add(live);
            listpack.add(deleted);
            listpack.add(fields.length);
            for (byte[] field : fields) {
                listpack.add(new Bytes().show(field));
            }
            listpack.add(0);
        }

        @Override
        public void entry(StreamCursor cursor) {
            boolean same = cursor.hasFieldsOfNode();
            listpack.add((cursor.isDeleted() ? DELETED : 0) | (same ? SAME_FIELDS : 0));
            listpack.add(cursor.ms() - node.ms());
            listpack.add(cursor.seq() - node.seq());
            int fields = cursor.fields();
            if (!same) {
                listpack.add(fields);
            }
            for (int i = 0; i < fields; i++) {
                cursor.nextField();
                if (!same) {
                    listpack.add(cursor.field());
                }
                listpack.add(cursor.value());
            }
            listpack.add(same ? 3L + fields : 4L + 2L * fields);
        }

        @Override
        public void end() {
            out.string(listpack.close());
        }
    }

    // Reading

    /** @throws RdbFormatException also where a command would not have made such a stream */
    static StreamValue read(RdbReader in, RdbType type) {
        StreamValue stream = new StreamValue();
        StreamId last = StreamId.MIN;
        for (long nodes = in.length(); nodes > 0; nodes--) {
            Bytes key = in.string(new Bytes());
            require(key.length() == ID_BYTES, "the id of a node has another length");
            ByteInput raw = new ByteInput(key, 0, ID_BYTES);
            NodeReader node = new NodeReader(stream, new StreamId(raw.bigEndian(Long.BYTES), raw.bigEndian(Long.BYTES)), last,
                    new ListpackReader(in.string(new Bytes())));
            last = node.read();
        }
        StreamCursor cursor = stream.cursor(StreamId.MIN, StreamId.MAX, false);
        // For a stream without entries, Redis takes the last id there can be when it reads the first version.
        StreamId first = cursor.next() ? cursor.id() : StreamId.MAX;
        require(in.length() == stream.size(), "a stream has miscounted");
        StreamId lastId = id(in);
        require(!last.isAfter(lastId), "an entry is behind the last id");
        StreamId maxDeleted = StreamId.MIN;
        long added = stream.size();
        if (type != RdbType.STREAM_LISTPACKS) {
            first = id(in);
            maxDeleted = id(in);
            added = in.anyLength();
        }
        stream.reset(lastId, maxDeleted, added);
        stream.firstId(first);
        for (long groups = in.length(); groups > 0; groups--) {
            readGroup(in, type, stream);
        }
        return stream;
    }

    private static StreamId id(RdbReader in) {
        return new StreamId(in.anyLength(), in.anyLength());
    }

    private static StreamId rawId(RdbReader in) {
        Bytes bytes = new Bytes();
        in.bytes(ID_BYTES, bytes);
        ByteInput raw = new ByteInput(bytes, 0, ID_BYTES);
        return new StreamId(raw.bigEndian(Long.BYTES), raw.bigEndian(Long.BYTES));
    }

    /** When an entry was delivered, and how often. */
    private record Delivery(long time, long count) {
    }

    private static void readGroup(RdbReader in, RdbType type, StreamValue stream) {
        byte[] name = in.string(new Bytes()).copy();
        StreamId lastId = id(in);
        long read = type == RdbType.STREAM_LISTPACKS ? stream.entriesUpTo(lastId) : in.anyLength();
        require(stream.createGroup(name, lastId, read), "a group is there twice");
        ReadableGroup group = stream.group(new Bytes().show(name));
        Map<StreamId, Delivery> pending = new HashMap<>();
        for (long left = in.length(); left > 0; left--) {
            require(pending.put(rawId(in), new Delivery(in.fixed(), in.anyLength())) == null, "an entry is pending twice");
        }
        // In the order of ids, the pending entries become an ordered structure fastest.
        Map<StreamId, ReadableConsumer> owners = new TreeMap<>();
        for (long left = in.length(); left > 0; left--) {
            byte[] consumerName = in.string(new Bytes()).copy();
            ReadableConsumer consumer = stream.createConsumer(group, consumerName, in.fixed());
            require(consumer != null, "a consumer is there twice");
            if (type == RdbType.STREAM_LISTPACKS_3) {
                in.fixed();
            }
            for (long entries = in.length(); entries > 0; entries--) {
                StreamId id = rawId(in);
                require(pending.containsKey(id), "an entry is pending with a consumer only");
                require(owners.put(id, consumer) == null, "an entry is pending with two consumers");
            }
        }
        require(owners.size() == pending.size(), "an entry is pending with no consumer");
        owners.forEach((id, consumer) -> {
            Delivery delivery = pending.get(id);
            stream.deliver(group, consumer, id, delivery.time, delivery.count);
        });
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new RdbFormatException(otherwise);
        }
    }

    private static final class NodeReader {

        private final StreamValue stream;
        private final StreamId node;
        private final ListpackReader listpack;
        private StreamId last;

        NodeReader(StreamValue stream, StreamId node, StreamId last, ListpackReader listpack) {
            this.stream = stream;
            this.node = node;
            this.last = last;
            this.listpack = listpack;
        }

        /** @return the id of the last entry */
        StreamId read() {
            require(node.isAfter(last), "nodes are not in their order");
            long live = number();
            long deleted = number();
            // After trimming, there may be deleted ones only.
            require(live >= 0 && deleted >= 0 && live + deleted > 0, "a node has no entries");
            List<byte[]> fields = new ArrayList<>();
            for (long left = number(); left > 0; left--) {
                fields.add(next().copy());
            }
            require(number() == 0, "the fields of a node do not end");
            stream.addNode(node, fields.toArray(byte[][]::new));
            for (long left = live + deleted; left > 0; left--) {
                boolean isDeleted = readEntry(fields);
                live -= isDeleted ? 0 : 1;
                deleted -= isDeleted ? 1 : 0;
            }
            require(live == 0 && deleted == 0, "a node has miscounted");
            require(!listpack.next(new Bytes()), "a node does not end");
            return last;
        }

        private boolean readEntry(List<byte[]> fields) {
            long flags = number();
            require(flags >= 0 && flags <= (DELETED | SAME_FIELDS), "an entry has unknown flags");
            boolean same = (flags & SAME_FIELDS) != 0;
            StreamId id = new StreamId(node.ms() + number(), node.seq() + number());
            require(id.isAfter(last), "entries are not in their order");
            require(id.compareTo(node) >= 0, "an entry is in front of its node");
            last = id;
            long count = same ? fields.size() : number();
            require(count >= 0, "an entry has too few fields");
            List<Bytes> words = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                words.add(same ? new Bytes().show(fields.get((int) i)) : next());
                words.add(next());
            }
            require(number() == (same ? 3 : 4 + count) + count, "an entry has another length");
            stream.addEntry(id, (int) count, words::get, same, (flags & DELETED) != 0);
            return (flags & DELETED) != 0;
        }

        private Bytes next() {
            Bytes element = new Bytes();
            require(listpack.next(element), "a node ends too early");
            return element;
        }

        private long number() {
            Bytes element = next();
            require(Decimal.isLong(element), "a number was expected");
            return Decimal.parseLong(element);
        }
    }
}
