package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Rates;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/**
 * The capacity units that a request consumes of one table (developer guide, "Capacity unit consumption"): one to write up to 1
 * KB,
 * one to read up to 4 KB consistently, half of it otherwise; twice as much in a transaction. For one thread.
 */
final class Consumption {

    private static final int WRITE_BYTES = 1024;
    private static final int READ_BYTES = 4096;

    /** What of it is to be told. */
    enum Told {
        NONE,
        TOTAL,
        INDEXES;

        /** What a request asks for. */
        static Told of(Input input) {
            String parameter = input.string("ReturnConsumedCapacity");
            return parameter == null ? NONE : valueOf(parameter);
        }
    }

    private final TableDescription table;
    private final Rates rates;
    private final long now;
    private final Told told;
    private final boolean counts;
    private final boolean transaction;
    private final int factor;
    private double read;
    private double written;
    private final Map<String, Double> local = new TreeMap<>();
    private final Map<String, Double> global = new TreeMap<>();

    /** @param told if nothing of it is, nothing is counted, unless throughput is limited */
    Consumption(OperationContext context, TableDescription table, Told told, boolean transaction) {
        this.table = table;
        this.rates = context.service().rates();
        this.now = rates.isLimited() ? context.now() : 0;
        this.told = told;
        this.counts = told != Told.NONE || rates.isLimited();
        this.transaction = transaction;
        factor = transaction ? 2 : 1;
    }

    /** An item was read by its key; one that is not there costs as much as a small one. */
    void get(Map<String, AttributeValue> item, boolean consistent) {
        if (counts) {
            int size = item == null ? 0 : ItemSize.of(item);
            read(factor * Math.max(1, units(size, READ_BYTES)) * (consistent ? 1 : 0.5));
        }
    }

    private void read(double units) {
        read += units;
        rates.take(table, null, false, units, now);
    }

    /** Items of so many bytes together were read by a query or a scan. */
    void read(IndexDescription index, long bytes, boolean consistent) {
        double units = Math.max(1, units(bytes, READ_BYTES)) * (consistent ? 1 : 0.5);
        if (index == null) {
            read(units);
        } else {
            add(index, false, units);
        }
    }

    /** So many times 4 KB were fetched from the table, item by item, since the index does not have all of them. */
    void fetched(long blocks, boolean consistent) {
        read(blocks * (consistent ? 1 : 0.5));
    }

    /** How many times 4 KB an item of so many bytes is when it is read by itself. */
    static long blocks(int bytes) {
        return Math.max(1, (bytes + READ_BYTES - 1) / READ_BYTES);
    }

    /** An item was changed, or could have been. */
    void write(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        if (!counts) {
            return;
        }
        int size = Math.max(size(before), size(after));
        double own = factor * Math.max(1, units(size, WRITE_BYTES));
        written += own;
        rates.take(table, null, true, own, now);
        for (IndexDescription index : table.indexes()) {
            // Only the table's own units are twice as many in a transaction.
            double units = unitsOf(index, before, after);
            if (units > 0) {
                add(index, true, units);
            }
        }
    }

    private double unitsOf(IndexDescription index, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        Map<String, AttributeValue> from = shown(index, before);
        Map<String, AttributeValue> to = shown(index, after);
        if (from == null || to == null) {
            return from == to ? 0 : units(from == null ? size(to) : size(from), WRITE_BYTES);
        }
        if (from.equals(to)) {
            return 0;
        }
        if (index.keys().attributesOf(from).equals(index.keys().attributesOf(to))) {
            return units(Math.max(size(from), size(to)), WRITE_BYTES);
        }
        return units(size(from), WRITE_BYTES) + units(size(to), WRITE_BYTES);
    }

    private Map<String, AttributeValue> shown(IndexDescription index, Map<String, AttributeValue> item) {
        return item == null || index.keys().keyOf(item) == null ? null : index.project(item, table.keyNames());
    }

    private void add(IndexDescription index, boolean write, double units) {
        rates.take(table, index, write, units, now);
        (index.global() ? global : local).merge(index.name(), units, Double::sum);
    }

    private static int size(Map<String, AttributeValue> item) {
        return item == null ? 0 : ItemSize.of(item);
    }

    private static double units(long bytes, int each) {
        long whole = (bytes + each - 1) / each;
        return whole;
    }

    // What is told

    /** As the member ConsumedCapacity of a response; nothing if it is not to be told. */
    void writeTo(Output out) {
        if (told != Told.NONE) {
            out.startObject("ConsumedCapacity");
            members(out);
            out.endObject();
        }
    }

    /** As an object in an array. */
    void writeElementTo(Output out) {
        out.startObject();
        members(out);
        out.endObject();
    }

    private void members(Output out) {
        double indexes = local.values().stream().mapToDouble(units -> units).sum()
                + global.values().stream().mapToDouble(units -> units).sum();
        double own = read + written;
        out.field("TableName", table.name());
        units(out, own + indexes);
        if (told == Told.INDEXES) {
            out.startObject("Table");
            units(out, own);
            out.endObject();
            indexes(out, "LocalSecondaryIndexes", local);
            indexes(out, "GlobalSecondaryIndexes", global);
        }
    }

    private void indexes(Output out, String name, Map<String, Double> units) {
        if (!units.isEmpty()) {
            out.startObject(name);
            units.forEach((index, consumed) -> {
                out.startObject(index);
                units(out, consumed);
                out.endObject();
            });
            out.endObject();
        }
    }

    private void units(Output out, double units) {
        out.field("CapacityUnits", units);
        if (transaction) {
            out.field(read > 0 ? "ReadCapacityUnits" : "WriteCapacityUnits", units);
        }
    }
}
