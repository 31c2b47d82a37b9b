package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Rows;
import io.quarkiverse.kvs.dynamodb.store.Session;
import io.quarkiverse.kvs.dynamodb.store.View;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/**
 * Reads items of a table or of an index, one after the other, until a page is full: of 1 MB, or of as many as are wanted. For
 * one thread.
 */
final class ItemPage {

    /** Behind the item with which so many bytes have been read, a page ends. */
    private static final long BYTES = 1024 * 1024;
    /** What is read of so many items, or bytes, is left to workers. */
    private static final int SHORT = 64;
    private static final long SHORT_BYTES = 64 * 1024;

    private final Session session;
    private final View view;
    private final Integer limit;
    private final boolean fetches;
    private int scanned;
    private long size;
    private long fetched;
    private Map<String, AttributeValue> end;

    /**
     * @param session the request's
     * @param limit how many items are looked at at most; null for any number
     * @param fetches whether the items are those of the table although an index is read, since that does not show all that is
     *        wanted
     */
    ItemPage(Session session, View view, Integer limit, boolean fetches) {
        this.session = session;
        this.view = view;
        this.limit = limit;
        this.fetches = fetches;
    }

    /**
     * Reads on, between two places.
     *
     * @param filter null if all are wanted
     * @param found takes those that the filter lets through
     * @return false if the page is full
     */
    boolean read(KeyBound from, KeyBound to, boolean forward, Condition filter, Consumer<Map<String, AttributeValue>> found) {
        Rows rows = view.rows(from, to, forward);
        while (rows.next()) {
            if (scanned == SHORT || size >= SHORT_BYTES) {
                session.takesLong();
            }
            Map<String, AttributeValue> whole = rows.item();
            Map<String, AttributeValue> item = view.index() == null ? whole
                    : view.index().project(whole, view.table().keyNames());
            scanned++;
            size += ItemSize.of(item);
            if (fetches) {
                fetched += Consumption.blocks(ItemSize.of(whole));
                item = whole;
            }
            if (filter == null || filter.matches(item)) {
                found.accept(item);
            }
            if (size >= BYTES || (limit != null && scanned >= limit)) {
                end = view.table().cursorOf(whole, view.index());
                return false;
            }
        }
        return true;
    }

    /** How many items were looked at. */
    int scanned() {
        return scanned;
    }

    /** The key of the last item that was looked at; null if the page is not full. */
    Map<String, AttributeValue> end() {
        return end;
    }

    /** What it took. */
    Consumption consumption(OperationContext context, Consumption.Told told, boolean consistent) {
        Consumption consumption = new Consumption(context, view.table(), told, false);
        consumption.read(view.index(), size, consistent);
        if (fetches) {
            consumption.fetched(fetched, consistent);
        }
        return consumption;
    }
}
