package io.quarkiverse.kvs.dynamodb.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * One request's way to the data: it opens the gate for the tables that are needed, and knows which record of the log the answer
 * depends on. For one thread.
 */
public final class Session {

    private final Tables tables;
    private final boolean mayWait;
    private final long reign;
    private long dependsOn;

    Session(Tables tables, boolean mayWait) {
        this.tables = tables;
        this.mayWait = mayWait;
        reign = tables.reign();
    }

    /** The record of the log that must last before the answer leaves; 0 if there is none. */
    public long dependsOn() {
        return dependsOn;
    }

    /**
     * From here on, the request takes longer than an event loop has time. Nothing has been changed yet.
     *
     * @throws RunOnWorkerException if this thread is one that is not to wait
     */
    public void takesLong() {
        if (!mayWait) {
            throw RunOnWorkerException.INSTANCE;
        }
    }

    /**
     * A table that items can be read from and written to.
     *
     * @throws DynamoDbException a ResourceNotFoundException if there is none
     */
    public Table usable(String name) {
        Table table = tables.find(name);
        if (table == null || !table.description().isUsable(tables.now())) {
            throw notFound();
        }
        if (table.isLeftOver()) {
            table.leftOver(false);
        }
        return table;
    }

    static DynamoDbException notFound() {
        return DynamoDbException.of(ErrorType.RESOURCE_NOT_FOUND);
    }

    /** Reads or changes items of one table. */
    public <T> T change(Table table, Function<Change, T> work) {
        return change(List.of(table), work);
    }

    /**
     * Reads or changes items of some tables; others see all of that or nothing.
     *
     * @throws RunOnWorkerException if another thread is in the way, and this one is not to wait
     */
    public <T> T change(Collection<Table> some, Function<Change, T> work) {
        return with(some, gate -> {
            Change change = new Change(gate, tables.database());
            T result = work.apply(change);
            change.end();
            return result;
        });
    }

    /** The item of a key, which is the caller's own; null if there is none. */
    public Map<String, AttributeValue> get(Table table, byte[] key) {
        return with(List.of(table), gate -> new Change(gate, tables.database()).get(table, key));
    }

    /** A table as it is now, in the order of an index, or of its own keys if that is null. */
    public View view(Table table, IndexDescription index) {
        return with(List.of(table), gate -> tables.view(gate, table, index));
    }

    private <T> T with(Collection<Table> some, Function<Gate, T> work) {
        while (true) {
            long segments = segments(some);
            Gate gate = tables.open(segments, mayWait);
            try {
                for (Table table : some) {
                    if (!table.isThere()) {
                        throw reign == tables.reign() ? notFound() : Tables.elsewhere();
                    }
                }
                // An index may have been added meanwhile.
                if (segments(some) == segments) {
                    return work.apply(gate);
                }
            } finally {
                gate.close();
                dependsOn = Math.max(dependsOn, gate.dependsOn());
            }
        }
    }

    private static long segments(Collection<Table> some) {
        long segments = 0;
        for (Table table : some) {
            segments |= table.segments();
        }
        return segments;
    }
}
