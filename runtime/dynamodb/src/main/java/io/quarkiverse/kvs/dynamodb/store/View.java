package io.quarkiverse.kvs.dynamodb.store;

import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/**
 * The items of a table as they were at one instant, in the order of their keys or of those of an index. It needs no lock, and
 * sees nothing of what is changed later. For one thread.
 */
public final class View {

    private final TableDescription table;
    private final IndexDescription index;
    private final OrderedSnapshot items;
    private final OrderedSnapshot rows;

    /**
     * @param items null if there are none
     * @param rows the index, null if there is nothing in it
     */
    View(TableDescription table, IndexDescription index, OrderedSnapshot items, OrderedSnapshot rows) {
        this.table = table;
        this.index = index;
        this.items = items;
        this.rows = index == null ? items : rows;
    }

    public TableDescription table() {
        return table;
    }

    /** The index that is looked at; null if it is the table itself. */
    public IndexDescription index() {
        return index;
    }

    /** How many items there are, in the index if one is looked at. */
    public long size() {
        return rows == null ? 0 : rows.size();
    }

    /**
     * Walks over the items between two places.
     *
     * @param forward in the order of the keys, otherwise the last one first
     */
    public Rows rows(KeyBound from, KeyBound to, boolean forward) {
        if (rows == null) {
            return new Rows(null, null, index, 0, forward);
        }
        long first = rows.rank(from);
        long behind = Math.max(first, rows.rank(to));
        OrderedCursor cursor = rows.cursor(forward ? first : behind);
        return new Rows(cursor, items, index, behind - first, forward);
    }
}
