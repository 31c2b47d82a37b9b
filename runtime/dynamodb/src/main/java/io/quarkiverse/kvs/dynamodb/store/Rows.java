package io.quarkiverse.kvs.dynamodb.store;

import java.util.Arrays;
import java.util.Map;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemCodec;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/** A walk over items in the order of their keys. For one thread. */
public final class Rows {

    private final OrderedCursor cursor;
    private final OrderedSnapshot items;
    private final IndexDescription index;
    private final boolean forward;
    private final Bytes key = new Bytes();
    private final Bytes value = new Bytes();
    private long left;

    Rows(OrderedCursor cursor, OrderedSnapshot items, IndexDescription index, long count, boolean forward) {
        this.cursor = cursor;
        this.items = items;
        this.index = index;
        this.forward = forward;
        left = count;
    }

    /** Goes on to the next item; false if there is none. */
    public boolean next() {
        if (left == 0 || !(forward ? cursor.next() : cursor.previous())) {
            return false;
        }
        left--;
        return true;
    }

    /** The item, with all its attributes; it is the caller's own. */
    public Map<String, AttributeValue> item() {
        Bytes found;
        if (index == null) {
            found = cursor.value(value);
        } else {
            byte[] inIndex = cursor.key(key).copy();
            int at = KeyEncoding.partitionLength(inIndex);
            for (KeyAttribute range : index.keys().ranges()) {
                at += KeyEncoding.sortLength(inIndex, at, range.type());
            }
            // Table and index were looked at in the same instant: the item is there.
            found = items.get(key.show(inIndex, at, inIndex.length - at), value);
        }
        return ItemCodec.decode(found.array(), found.offset());
    }

    /** The key of the item in the table. Not for an index. */
    public byte[] key() {
        Bytes shown = cursor.key(key);
        return Arrays.copyOfRange(shown.array(), shown.offset(), shown.offset() + shown.length());
    }
}
