package io.quarkiverse.kvs.dynamodb.operation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.table.Throughput;

/**
 * What is left of the throughput that tables and global indexes are provisioned with. Nothing is limited until that is asked
 * for, and tables that are paid for each request never are.
 * <p>
 * The throughput of one second can be saved up; the service saves that of five minutes. A request may begin as long as anything
 * is left, and may take more than that: then those behind it wait longer.
 * <p>
 * Safe for use by many threads. Instants are milliseconds since 1970.
 */
public final class Rates {

    /** What is limited apart from each other. */
    private record Limited(String tableId, String index, boolean write) {
    }

    private static final class Left {
        private double units;
        private long at;

        /** A clock may have been turned back: that refills nothing. */
        synchronized double units(long perSecond, long now) {
            units = Math.min((double) perSecond, units + (double) (Math.max(0, now - at) * perSecond) / 1000);
            at = now;
            return units;
        }

        synchronized void take(double some) {
            units -= some;
        }
    }

    private final Map<Limited, Left> left = new ConcurrentHashMap<>();
    private volatile boolean limited;

    /** Begins anew, with the throughput of one second for each; or ends it. */
    public void limit(boolean yes) {
        left.clear();
        limited = yes;
    }

    public boolean isLimited() {
        return limited;
    }

    /**
     * Whether anything is left to read from a table or an index.
     *
     * @param index null for the table; local indexes share its throughput
     */
    boolean allowsReads(TableDescription table, IndexDescription index, long now) {
        return !limited || isLeft(table, index, false, now);
    }

    /** Whether anything is left to write to a table, and to each of its global indexes. */
    boolean allowsWrites(TableDescription table, long now) {
        if (!limited) {
            return true;
        }
        for (IndexDescription index : table.indexes()) {
            if (!isLeft(table, index, true, now)) {
                return false;
            }
        }
        return isLeft(table, null, true, now);
    }

    /**
     * Takes capacity units, also more than are left.
     *
     * @param index null for the table; local indexes share its throughput
     */
    public void take(TableDescription table, IndexDescription index, boolean write, double units, long now) {
        if (limited && units > 0 && perSecond(table, index, write) > 0) {
            left(table, index, write, now).take(units);
        }
    }

    private boolean isLeft(TableDescription table, IndexDescription index, boolean write, long now) {
        long perSecond = perSecond(table, index, write);
        return perSecond == 0 || left(table, index, write, now).units(perSecond, now) > 0;
    }

    private Left left(TableDescription table, IndexDescription index, boolean write, long now) {
        String name = index == null || !index.global() ? "" : index.name();
        return left.computeIfAbsent(new Limited(table.id(), name, write), any -> {
            Left full = new Left();
            full.units = perSecond(table, index, write);
            full.at = now;
            return full;
        });
    }

    /** 0 if there is no limit. */
    private static long perSecond(TableDescription table, IndexDescription index, boolean write) {
        if (table.onDemand()) {
            return 0;
        }
        Throughput throughput = index == null || !index.global() ? table.throughput() : index.throughput();
        return write ? throughput.write() : throughput.read();
    }
}
