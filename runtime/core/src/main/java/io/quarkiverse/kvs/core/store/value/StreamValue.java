package io.quarkiverse.kvs.core.store.value;

import java.util.function.Consumer;
import java.util.function.IntFunction;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;

/**
 * A stream: entries in {@link StreamNode}s, which are kept in the order of their first ids, so that an entry is found in
 * logarithmic time, and appending or trimming takes constant time; and groups of consumers.
 * <p>
 * Invariants: ids rise from entry to entry; no id is above the last one; no node has only deleted entries.
 */
public final class StreamValue implements ReadableStream {

    private static final long OBJECT_MEMORY = Heap.object(2 * Heap.REFERENCE + 10 * Long.BYTES);
    /** The bytes of an id. */
    private static final int ID_BYTES = 2 * Long.BYTES;
    /** A new node has room for as much as the last one took, and a little more. */
    private static final int SPARE = 48;
    /** The first node begins with this room. */
    private static final int FIRST_ROOM = 64;

    private final ShiftArray<StreamNode> nodes;
    /** Null as long as there were none. */
    private ShiftArray<StreamGroup> groups;
    private long size;
    private long lastMs;
    private long lastSeq;
    private long firstMs;
    private long firstSeq;
    private long maxDeletedMs;
    private long maxDeletedSeq;
    private long entriesAdded;
    private long nodeMemory;
    private long groupMemory;

    /** An empty one. */
    public StreamValue() {
        nodes = new ShiftArray<>();
    }

    private StreamValue(StreamValue original) {
        nodes = original.nodes.copy();
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).share();
        }
        size = original.size;
        lastMs = original.lastMs;
        lastSeq = original.lastSeq;
        firstMs = original.firstMs;
        firstSeq = original.firstSeq;
        maxDeletedMs = original.maxDeletedMs;
        maxDeletedSeq = original.maxDeletedSeq;
        entriesAdded = original.entriesAdded;
        nodeMemory = original.nodeMemory;
    }

    // Entries, to be read

    @Override
    public long size() {
        return size;
    }

    @Override
    public StreamId lastId() {
        return new StreamId(lastMs, lastSeq);
    }

    @Override
    public StreamId firstId() {
        return new StreamId(firstMs, firstSeq);
    }

    @Override
    public StreamId maxDeletedId() {
        return new StreamId(maxDeletedMs, maxDeletedSeq);
    }

    @Override
    public long entriesAdded() {
        return entriesAdded;
    }

    @Override
    public StreamId lastEntry() {
        StreamCursor cursor = cursor(StreamId.MIN, StreamId.MAX, true);
        return cursor.next() ? cursor.id() : null;
    }

    @Override
    public StreamId edge() {
        StreamCursor cursor = new StreamCursor(nodes, StreamId.MIN, StreamId.MAX, false, true);
        return cursor.next() ? cursor.id() : StreamId.MAX;
    }

    @Override
    public boolean contains(StreamId id) {
        return cursor(id, id, false).next();
    }

    @Override
    public StreamCursor cursor(StreamId from, StreamId to, boolean descending) {
        return new StreamCursor(nodes, from, to, descending, false);
    }

    @Override
    public long entriesUpTo(long bound, StreamId from, StreamId to) {
        int last = StreamCursor.floor(nodes, to.ms(), to.seq());
        long sum = 0;
        for (int i = Math.max(0, StreamCursor.floor(nodes, from.ms(), from.seq())); i <= last && sum < bound; i++) {
            sum += nodes.get(i).live;
        }
        return Math.min(sum, bound);
    }

    @Override
    public StreamValue entries() {
        return new StreamValue(this);
    }

    @Override
    public int nodes() {
        return nodes.size();
    }

    @Override
    public long radixNodes() {
        int count = nodes.size();
        if (count == 0) {
            return 1;
        }
        // Where the tree branches, by the number of bytes in front: those that are not complete yet, the longest last.
        int[] open = new int[ID_BYTES];
        int depth = 0;
        long sum = 0;
        int before = -1;
        for (int i = 0; i < count; i++) {
            int behind = i + 1 < count ? commonBytes(nodes.get(i), nodes.get(i + 1)) : -1;
            sum += below(Math.max(before, behind), ID_BYTES);
            while (depth > 0 && open[depth - 1] > behind) {
                int branch = open[--depth];
                sum += below(Math.max(depth > 0 ? open[depth - 1] : -1, behind), branch);
            }
            if (behind >= 0 && (depth == 0 || open[depth - 1] < behind)) {
                open[depth++] = behind;
            }
            before = behind;
        }
        return sum;
    }

    /** The nodes from below a branch down to another one, or a leaf: that itself, and what comes between. */
    private static int below(int branch, int next) {
        return next > branch + 1 ? 2 : 1;
    }

    private static int commonBytes(StreamNode one, StreamNode other) {
        return one.ms != other.ms ? Long.numberOfLeadingZeros(one.ms ^ other.ms) / Byte.SIZE
                : Long.BYTES + Long.numberOfLeadingZeros(one.seq ^ other.seq) / Byte.SIZE;
    }

    // Entries, to be changed

    /**
     * Appends an entry.
     *
     * @param id higher than the last one
     * @param fields how many fields it has
     * @param words their names and values in turn, each in a view of its own
     */
    public void append(StreamId id, int fields, IntFunction<Bytes> words, StreamLimits limits) {
        long length = 0;
        for (int i = 0; i < 2 * fields; i++) {
            length += words.apply(i).length();
        }
        StreamNode node = nodes.isEmpty() ? null : nodes.last();
        if (node == null || !limits.allow(node.listpackSize(), length, (long) node.live + node.deleted)) {
            node = addNode(id, fields, words);
        } else if (node.isShared()) {
            node = own(nodes.size() - 1);
        }
        long before = node.memory();
        node.append(id.ms(), id.seq(), fields, words);
        nodeMemory += node.memory() - before;
        size++;
        entriesAdded++;
        lastMs = id.ms();
        lastSeq = id.seq();
        if (size == 1) {
            firstMs = lastMs;
            firstSeq = lastSeq;
        }
    }

    private StreamNode addNode(StreamId id, int fields, IntFunction<Bytes> words) {
        int room = FIRST_ROOM;
        if (!nodes.isEmpty()) {
            StreamNode full = nodes.last();
            room = full.end + SPARE;
            if (!full.isShared()) {
                nodeMemory -= full.memory();
                full.trimToSize();
                nodeMemory += full.memory();
            }
        }
        StreamNode node = new StreamNode(id.ms(), id.seq(), fields, words, room);
        nodes.add(node);
        nodeMemory += node.memory();
        return node;
    }

    /** A node that may be changed. */
    private StreamNode own(int index) {
        StreamNode node = nodes.get(index);
        if (node.isShared()) {
            node = node.copy();
            nodes.set(index, node);
        }
        return node;
    }

    /** @return whether there was such an entry */
    public boolean delete(StreamId id) {
        StreamCursor cursor = cursor(id, id, false);
        if (!cursor.next()) {
            return false;
        }
        deleteIn(cursor.node(), cursor.begin());
        if (id.isAfter(maxDeletedId())) {
            maxDeletedMs = id.ms();
            maxDeletedSeq = id.seq();
        }
        if (size == 0 || id.ms() == firstMs && id.seq() == firstSeq) {
            findFirst();
        }
        return true;
    }

    private void deleteIn(int index, int begin) {
        if (nodes.get(index).live == 1) {
            removeNode(index);
        } else {
            own(index).delete(begin);
        }
        size--;
    }

    private void removeNode(int index) {
        nodeMemory -= nodes.get(index).memory();
        nodes.remove(index);
    }

    private void findFirst() {
        StreamCursor cursor = cursor(StreamId.MIN, StreamId.MAX, false);
        boolean found = cursor.next();
        firstMs = found ? cursor.ms() : 0;
        firstSeq = found ? cursor.seq() : 0;
    }

    /**
     * Removes entries from the front.
     *
     * @return how many
     */
    public long trim(StreamTrim trim) {
        long before = size;
        while (!nodes.isEmpty() && (!trim.isByLength() || size > trim.maxLength())) {
            StreamNode node = nodes.get(0);
            if (trim.limit() != 0 && before - size + node.live > trim.limit()) {
                break;
            }
            boolean whole = trim.isByLength() ? size - node.live >= trim.maxLength() : lastOf(0).compareTo(trim.minId()) < 0;
            if (whole) {
                size -= node.live;
                removeNode(0);
            } else {
                if (!trim.approximate()) {
                    trimFirstNode(trim);
                }
                break;
            }
        }
        if (size != before) {
            findFirst();
        }
        return before - size;
    }

    private void trimFirstNode(StreamTrim trim) {
        StreamCursor cursor = cursor(StreamId.MIN, StreamId.MAX, false);
        while ((!trim.isByLength() || size > trim.maxLength()) && cursor.next() && cursor.node() == 0
                && (trim.isByLength() || trim.minId().isAfter(cursor.id()))) {
            // The last one stays, or the whole node would go; of a copy, the cursor still reads the original.
            own(0).delete(cursor.begin());
            size--;
        }
    }

    /** The id of the last entry of a node, which may have been deleted. */
    private StreamId lastOf(int index) {
        StreamId last = index + 1 < nodes.size() ? new StreamId(nodes.get(index + 1).ms, nodes.get(index + 1).seq).previous()
                : StreamId.MAX;
        StreamCursor cursor = new StreamCursor(nodes, StreamId.MIN, last, true, true);
        cursor.next();
        return cursor.id();
    }

    /** Sets what is known of ids, and of entries that are gone. */
    public void reset(StreamId lastId, StreamId maxDeletedId, long added) {
        lastMs = lastId.ms();
        lastSeq = lastId.seq();
        maxDeletedMs = maxDeletedId.ms();
        maxDeletedSeq = maxDeletedId.seq();
        entriesAdded = added;
    }

    // Groups

    @Override
    public int groups() {
        return groups == null ? 0 : groups.size();
    }

    @Override
    public ReadableGroup group(Bytes name) {
        int place = groups == null ? -1 : Named.find(groups, name);
        return place < 0 ? null : groups.get(place);
    }

    @Override
    public void forEachGroup(Consumer<ReadableGroup> visitor) {
        for (int i = 0; i < groups(); i++) {
            visitor.accept(groups.get(i));
        }
    }

    /**
     * Creates a group.
     *
     * @param name belongs to the stream from now on
     * @return false if there is one of that name already
     */
    public boolean createGroup(byte[] name, StreamId lastId, long entriesRead) {
        if (groups == null) {
            groups = new ShiftArray<>();
        }
        int place = Named.find(groups, new Bytes().show(name));
        if (place >= 0) {
            return false;
        }
        insert(-place - 1, new StreamGroup(name, lastId, entriesRead));
        return true;
    }

    private void insert(int place, StreamGroup group) {
        groups.insert(place, group);
        groupMemory += group.memory();
    }

    /** @return whether there was such a group */
    public boolean destroyGroup(Bytes name) {
        int place = groups == null ? -1 : Named.find(groups, name);
        if (place < 0) {
            return false;
        }
        groupMemory -= groups.get(place).memory();
        groups.remove(place);
        return true;
    }

    /** Sets up to which id the consumers of a group have got entries, and how many those were. */
    public void setGroup(ReadableGroup group, StreamId lastId, long entriesRead) {
        StreamGroup own = (StreamGroup) group;
        own.lastMs = lastId.ms();
        own.lastSeq = lastId.seq();
        own.entriesRead = entriesRead;
    }

    /**
     * Notes that the consumers of a group have got an entry of this stream, behind all that they have got.
     *
     * @param id of the entry
     */
    public void advance(ReadableGroup group, StreamId id) {
        StreamGroup own = (StreamGroup) group;
        if (own.entriesRead != ReadableGroup.UNKNOWN && !hasDeletedFrom(id)) {
            own.entriesRead++;
        } else if (entriesAdded != 0) {
            own.entriesRead = entriesUpTo(id);
        }
        own.lastMs = id.ms();
        own.lastSeq = id.seq();
    }

    /** @return the consumer, or null if there is one of that name already */
    public ReadableConsumer createConsumer(ReadableGroup group, byte[] name, long now) {
        StreamGroup own = (StreamGroup) group;
        long before = own.memory();
        StreamConsumer created = own.createConsumer(name, now);
        groupMemory += own.memory() - before;
        return created;
    }

    /** Removes a consumer, and forgets what is pending with it. */
    public void deleteConsumer(ReadableGroup group, ReadableConsumer consumer) {
        StreamGroup own = (StreamGroup) group;
        long before = own.memory();
        own.deleteConsumer((StreamConsumer) consumer);
        groupMemory += own.memory() - before;
    }

    /** Notes when a consumer was seen. */
    public void seen(ReadableConsumer consumer, long time) {
        ((StreamConsumer) consumer).seenTime = time;
    }

    /**
     * Gives an entry to a consumer, which then has to acknowledge it in the place of the one before.
     *
     * @return the entry that is pending
     */
    public PendingEntry deliver(ReadableGroup group, ReadableConsumer consumer, StreamId id, long time, long deliveries) {
        StreamGroup own = (StreamGroup) group;
        PendingEntry entry = own.pending().get(id);
        long before = own.memory();
        if (entry == null) {
            entry = new PendingEntry(id.ms(), id.seq(), (StreamConsumer) consumer, time, deliveries);
            own.addPending(entry);
        } else {
            own.assign(entry, (StreamConsumer) consumer);
            entry.deliveryTime = time;
            entry.deliveries = deliveries;
        }
        groupMemory += own.memory() - before;
        return entry;
    }

    /** No consumer has to acknowledge an entry any more. */
    public void settle(ReadableGroup group, PendingEntry entry) {
        StreamGroup own = (StreamGroup) group;
        long before = own.memory();
        own.removePending(entry);
        groupMemory += own.memory() - before;
    }

    // How far groups are

    @Override
    public Long lag(ReadableGroup group) {
        if (entriesAdded == 0) {
            return 0L;
        }
        if (group.entriesRead() != ReadableGroup.UNKNOWN && !hasDeletedFrom(group.lastId())) {
            return entriesAdded - group.entriesRead();
        }
        long read = entriesUpTo(group.lastId());
        return read == ReadableGroup.UNKNOWN ? null : entriesAdded - read;
    }

    /** Whether an entry has been deleted from an id on, so far as is known, and not all in front of the first that is left. */
    private boolean hasDeletedFrom(StreamId id) {
        StreamId deleted = maxDeletedId();
        return size > 0 && !deleted.isZero() && firstId().compareTo(deleted) <= 0 && id.compareTo(deleted) <= 0;
    }

    /**
     * How many entries there were up to an id, from the first one that the stream ever had, if that can be told from its ends;
     * otherwise {@link ReadableGroup#UNKNOWN}.
     */
    public long entriesUpTo(StreamId id) {
        if (entriesAdded == 0) {
            return 0;
        }
        int toLast = id.compareTo(lastId());
        if (toLast == 0 || size == 0 && toLast < 0) {
            return entriesAdded;
        }
        if (toLast > 0) {
            return ReadableGroup.UNKNOWN;
        }
        StreamId deleted = maxDeletedId();
        if (deleted.isZero() || deleted.compareTo(firstId()) < 0) {
            int toFirst = id.compareTo(firstId());
            if (toFirst <= 0) {
                return entriesAdded - size + (toFirst == 0 ? 1 : 0);
            }
        }
        return ReadableGroup.UNKNOWN;
    }

    // As a value

    /** Never: a stream without entries is one. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public ValueType type() {
        return ValueType.STREAM;
    }

    @Override
    public String encoding() {
        return "stream";
    }

    /** Entries cost no more than copying references to their nodes; what is pending in groups is copied. */
    @Override
    public StreamValue copy() {
        StreamValue copy = new StreamValue(this);
        for (int i = 0; i < groups(); i++) {
            if (copy.groups == null) {
                copy.groups = new ShiftArray<>();
            }
            copy.insert(i, groups.get(i).copy());
        }
        return copy;
    }

    @Override
    public long memory() {
        return OBJECT_MEMORY + nodes.memory() + nodeMemory + (groups == null ? 0 : groups.memory()) + groupMemory;
    }

    // For those who write its nodes elsewhere, or read them from there

    /** Takes the nodes of a stream one after the other, as Redis has them. */
    public interface NodeVisitor {

        /**
         * A node begins; its entries follow.
         *
         * @param id of its first entry
         * @param live how many entries have not been deleted
         * @param deleted how many have
         * @param fields the names of the fields of the first entry
         */
        void node(StreamId id, int live, int deleted, byte[][] fields);

        /** An entry: the cursor is at it. */
        void entry(StreamCursor cursor);

        /** The node ends. */
        void end();
    }

    /** Visits all nodes with their entries, deleted ones included. */
    public void forEachNode(NodeVisitor visitor) {
        for (int i = 0; i < nodes.size(); i++) {
            StreamNode node = nodes.get(i);
            byte[][] fields = new byte[node.fields][];
            Bytes name = new Bytes();
            for (int j = 0, at = 0; j < fields.length; j++, at = StreamNode.skipName(node.data, at)) {
                int length = ElementLength.read(node.data, at);
                fields[j] = name.show(node.data, at + ElementLength.size(length), length).copy();
            }
            visitor.node(new StreamId(node.ms, node.seq), node.live, node.deleted, fields);
            ShiftArray<StreamNode> alone = new ShiftArray<>();
            alone.add(node);
            StreamCursor cursor = new StreamCursor(alone, StreamId.MIN, StreamId.MAX, false, true);
            while (cursor.next()) {
                visitor.entry(cursor);
            }
            visitor.end();
        }
    }

    /**
     * Begins a node behind all others, which is to get entries by {@link #addEntry}.
     *
     * @param id of the first one
     * @param fields the names of its fields
     */
    public void addNode(StreamId id, byte[][] fields) {
        Bytes name = new Bytes();
        if (!nodes.isEmpty()) {
            nodeMemory -= nodes.last().memory();
            nodes.last().trimToSize();
            nodeMemory += nodes.last().memory();
        }
        StreamNode node = new StreamNode(id.ms(), id.seq(), fields.length, i -> name.show(fields[i / 2]), 0);
        nodes.add(node);
        nodeMemory += node.memory();
    }

    /** Adds an entry behind all others, to the last node. What is known of ids is to be set by {@link #reset} afterwards. */
    public void addEntry(StreamId id, int fields, IntFunction<Bytes> words, boolean hasFieldsOfNode, boolean isDeleted) {
        StreamNode node = nodes.last();
        long before = node.memory();
        node.append(id.ms(), id.seq(), fields, words, hasFieldsOfNode, isDeleted);
        nodeMemory += node.memory() - before;
        size += isDeleted ? 0 : 1;
    }

    /** Sets what is known as the id of the first entry. */
    public void firstId(StreamId id) {
        firstMs = id.ms();
        firstSeq = id.seq();
    }
}
