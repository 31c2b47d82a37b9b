package io.quarkiverse.kvs.core.store.value;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Goes through the entries of a stream whose ids are in a range, upwards or downwards. The stream is not to change meanwhile,
 * but for entries that are appended and then need not be met.
 *
 * <pre>
 * while (cursor.next()) {
 *     cursor.id();
 *     for (int i = 0; i &lt; cursor.fields(); i++) {
 *         cursor.nextField();
 *         cursor.field(), cursor.value();   // shown until the next call
 *     }
 * }
 * </pre>
 */
public final class StreamCursor {

    private static final int MAX_DIGITS = 20;
    private static final int FIRST_OFFSETS = 128;

    private final ShiftArray<StreamNode> nodes;
    private final StreamId from;
    private final StreamId to;
    private final boolean descending;
    private final boolean withDeleted;

    /** The node that it is in, or -1 before the first and behind the last. */
    private int index;
    private StreamNode node;
    /** Behind the entry that it is at, once its fields have been read. */
    private int at;
    /** Of a node that is read backwards: where its entries begin, and how many are left. */
    private int[] offsets;
    private int left;

    // The entry that it is at
    private int begin;
    private long ms;
    private long seq;
    private boolean same;
    private boolean deleted;
    private int fields;
    private int unread;
    private int nextName;
    private final Bytes field = new Bytes();
    private final Bytes value = new Bytes();
    private byte[] digits;

    StreamCursor(ShiftArray<StreamNode> nodes, StreamId from, StreamId to, boolean descending, boolean withDeleted) {
        this.nodes = nodes;
        this.from = from;
        this.to = to;
        this.descending = descending;
        this.withDeleted = withDeleted;
        if (descending) {
            index = floor(nodes, to.ms(), to.seq());
            enter();
        } else {
            index = Math.max(0, floor(nodes, from.ms(), from.seq()));
            enter();
        }
    }

    /** The last node that begins at an id or in front of it, or -1. */
    static int floor(ShiftArray<StreamNode> nodes, long ms, long seq) {
        int low = 0;
        int high = nodes.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            StreamNode node = nodes.get(middle);
            if (StreamId.compare(node.ms, node.seq, ms, seq) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private void enter() {
        node = index >= 0 && index < nodes.size() ? nodes.get(index) : null;
        unread = 0;
        if (node == null) {
            return;
        }
        at = node.start;
        if (descending) {
            if (offsets == null) {
                offsets = new int[FIRST_OFFSETS];
            }
            left = 0;
            while (at < node.end) {
                if (left == offsets.length) {
                    offsets = Arrays.copyOf(offsets, 2 * left);
                }
                offsets[left++] = at;
                parse();
                skipFields();
            }
        }
    }

    /** Moves on to the next entry; says whether there is one. */
    public boolean next() {
        while (node != null) {
            if (descending ? left == 0 : atEnd()) {
                index += descending ? -1 : 1;
                enter();
                continue;
            }
            if (descending) {
                at = offsets[--left];
            }
            parse();
            if (deleted && !withDeleted) {
                continue;
            }
            if (descending) {
                if (StreamId.compare(ms, seq, to.ms(), to.seq()) <= 0) {
                    return isIn(StreamId.compare(ms, seq, from.ms(), from.seq()) >= 0);
                }
            } else if (StreamId.compare(ms, seq, from.ms(), from.seq()) >= 0) {
                return isIn(StreamId.compare(ms, seq, to.ms(), to.seq()) <= 0);
            }
        }
        return false;
    }

    private boolean atEnd() {
        skipFields();
        return at >= node.end;
    }

    private boolean isIn(boolean inRange) {
        if (!inRange) {
            node = null;
        }
        return inRange;
    }

    private void parse() {
        byte[] data = node.data;
        begin = at;
        int flags = data[at++];
        long msDifference = flags >> StreamNode.MS_SHIFT & (1 << StreamNode.MS_BITS) - 1;
        if (flags < 0) {
            msDifference |= StreamNode.readNumber(data, at) << StreamNode.MS_BITS;
            at = StreamNode.readNumberEnd(data, at);
        }
        int small = data[at];
        if (small >= 0) {
            seq = small;
            at++;
        } else {
            seq = StreamNode.readNumber(data, at);
            at = StreamNode.readNumberEnd(data, at);
        }
        if (msDifference == 0) {
            seq += node.seq;
        }
        ms = node.ms + msDifference;
        deleted = (flags & StreamNode.DELETED) != 0;
        same = (flags & StreamNode.SAME_FIELDS) != 0;
        if (same) {
            fields = node.fields;
            nextName = 0;
        } else {
            fields = ElementLength.read(data, at);
            at = StreamNode.readNumberEnd(data, at);
        }
        unread = fields;
    }

    private void skipFields() {
        byte[] data = node.data;
        for (; unread > 0; unread--) {
            at = StreamNode.skipValue(data, same ? at : StreamNode.skipName(data, at));
        }
    }

    // The entry that it is at

    public StreamId id() {
        return new StreamId(ms, seq);
    }

    public long ms() {
        return ms;
    }

    public long seq() {
        return seq;
    }

    /** How many fields it has. */
    public int fields() {
        return fields;
    }

    /** Whether it has been deleted. */
    public boolean isDeleted() {
        return deleted;
    }

    /** Whether its fields are those of the first entry of its node. */
    public boolean hasFieldsOfNode() {
        return same;
    }

    /** Moves on to the next field of the entry. */
    public void nextField() {
        byte[] data = node.data;
        if (same) {
            nextName = showName(data, nextName);
        } else {
            at = showName(data, at);
        }
        int what = data[at];
        if (what >= 0 && (what & 1) == 0) {
            value.show(data, at + 1, what >> 1);
            at += 1 + (what >> 1);
        } else {
            if (digits == null) {
                digits = new byte[MAX_DIGITS];
            }
            StreamNode.showValue(data, at, value, digits);
            at = StreamNode.skipValue(data, at);
        }
        unread--;
    }

    private int showName(byte[] data, int offset) {
        int length = ElementLength.read(data, offset);
        int from = offset + ElementLength.size(length);
        field.show(data, from, length);
        return from + length;
    }

    public Bytes field() {
        return field;
    }

    public Bytes value() {
        return value;
    }

    // For the stream

    /** The number of the node that it is in. */
    int node() {
        return index;
    }

    /** Where the entry begins in its node. */
    int begin() {
        return begin;
    }
}
