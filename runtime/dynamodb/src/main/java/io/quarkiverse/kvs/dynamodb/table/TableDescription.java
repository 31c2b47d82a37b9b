package io.quarkiverse.kvs.dynamodb.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What is known of a table, except for its items. Immutable: a change makes another one by {@link #change()}.
 * <p>
 * Instants are milliseconds since 1970.
 */
public final class TableDescription {

    private final Draft values;
    private final Set<String> keyNames;
    private final List<IndexDescription> indexesByName;

    private TableDescription(Draft values) {
        this.values = values;
        Set<String> names = new LinkedHashSet<>();
        values.keys.attributes().forEach(attribute -> names.add(attribute.name()));
        keyNames = Set.copyOf(names);
        indexesByName = values.indexes.stream().sorted(Comparator.comparing(IndexDescription::name)).toList();
    }

    /** What a table is to be like. Not for several threads. */
    public static final class Draft {

        public String name;
        /** Unlike that of every other table, also of those that are gone. */
        public String id;
        public KeySchema keys;
        /** As they were named when the table, or an index, was created. */
        public List<KeyAttribute> attributes = List.of();
        public List<IndexDescription> indexes = List.of();
        /** Whether requests are paid for one by one, instead of a throughput. */
        public boolean onDemand;
        public boolean billingModeGiven;
        public long billingModeChangedAt;
        public Throughput throughput = Throughput.NONE;
        /** Null if there is none. */
        public StreamDescription stream;
        /** The stream that was disabled last, whose records can still be read; null if there is none. */
        public StreamDescription formerStream;
        public boolean deletionProtection;
        public String tableClass;
        /** What is told of it: encryption and the like, by the name in DescribeTable. */
        public Map<String, AttributeValue> told = Map.of();
        public Map<String, String> tags = Map.of();
        /** The attribute that says when an item expires; null if items do not. */
        public String ttl;
        public boolean pointInTimeRecovery;
        public long pointInTimeRecoverySince;
        public long recoveryDays;
        public long createdAt;
        /** From when on it is ACTIVE. */
        public long activeAt;
        /** Whether it is UPDATING, rather than CREATING, until then. */
        public boolean updating;
        /** When it is gone; 0 if it is not being deleted. */
        public long goneAt;
        public long increasedAt;
        public long decreasedAt;
        public long decreases;

        public TableDescription done() {
            return new TableDescription(this);
        }
    }

    /** A draft that begins with what this is like. */
    public Draft change() {
        Draft draft = new Draft();
        draft.name = values.name;
        draft.id = values.id;
        draft.keys = values.keys;
        draft.attributes = values.attributes;
        draft.indexes = values.indexes;
        draft.onDemand = values.onDemand;
        draft.billingModeGiven = values.billingModeGiven;
        draft.billingModeChangedAt = values.billingModeChangedAt;
        draft.throughput = values.throughput;
        draft.stream = values.stream;
        draft.formerStream = values.formerStream;
        draft.deletionProtection = values.deletionProtection;
        draft.tableClass = values.tableClass;
        draft.told = values.told;
        draft.tags = values.tags;
        draft.ttl = values.ttl;
        draft.pointInTimeRecovery = values.pointInTimeRecovery;
        draft.pointInTimeRecoverySince = values.pointInTimeRecoverySince;
        draft.recoveryDays = values.recoveryDays;
        draft.createdAt = values.createdAt;
        draft.activeAt = values.activeAt;
        draft.updating = values.updating;
        draft.goneAt = values.goneAt;
        draft.increasedAt = values.increasedAt;
        draft.decreasedAt = values.decreasedAt;
        draft.decreases = values.decreases;
        return draft;
    }

    public String name() {
        return values.name;
    }

    /** Unlike that of every other table, also of those that are gone. */
    public String id() {
        return values.id;
    }

    public KeySchema keys() {
        return values.keys;
    }

    /** The names of the attributes of its key. */
    public Set<String> keyNames() {
        return keyNames;
    }

    public List<KeyAttribute> attributes() {
        return values.attributes;
    }

    public List<IndexDescription> indexes() {
        return values.indexes;
    }

    /** All indexes, in the order of their names. */
    public List<IndexDescription> indexesByName() {
        return indexesByName;
    }

    /** The indexes of one kind, in the order of their creation. */
    public List<IndexDescription> indexes(boolean global) {
        List<IndexDescription> some = new ArrayList<>();
        for (IndexDescription index : values.indexes) {
            if (index.global() == global) {
                some.add(index);
            }
        }
        return some;
    }

    /** The index of this name; null if there is none. */
    public IndexDescription index(String name) {
        for (IndexDescription index : values.indexes) {
            if (index.name().equals(name)) {
                return index;
            }
        }
        return null;
    }

    public boolean onDemand() {
        return values.onDemand;
    }

    /** Whether DescribeTable tells of the mode of billing: not where no request has named one. */
    public boolean billingModeGiven() {
        return values.billingModeGiven;
    }

    public long billingModeChangedAt() {
        return values.billingModeChangedAt;
    }

    public Throughput throughput() {
        return values.throughput;
    }

    /** The stream of its changes; null if there is none. */
    public StreamDescription stream() {
        return values.stream;
    }

    /** The stream that was disabled last, whose records can still be read; null if there is none. */
    public StreamDescription formerStream() {
        return values.formerStream;
    }

    public boolean deletionProtection() {
        return values.deletionProtection;
    }

    /** Null if none was named. */
    public String tableClass() {
        return values.tableClass;
    }

    /** What DescribeTable tells besides: encryption and the like. */
    public Map<String, AttributeValue> told() {
        return values.told;
    }

    public Map<String, String> tags() {
        return values.tags;
    }

    /** The attribute that says when an item expires; null if items do not. */
    public String ttl() {
        return values.ttl;
    }

    public boolean pointInTimeRecovery() {
        return values.pointInTimeRecovery;
    }

    public long pointInTimeRecoverySince() {
        return values.pointInTimeRecoverySince;
    }

    /** So many days back an instant may lie; told, and without effect. */
    public long recoveryDays() {
        return values.recoveryDays;
    }

    public long createdAt() {
        return values.createdAt;
    }

    public long increasedAt() {
        return values.increasedAt;
    }

    public long decreasedAt() {
        return values.decreasedAt;
    }

    public long decreases() {
        return values.decreases;
    }

    /** When it is gone; 0 if it is not being deleted. */
    public long goneAt() {
        return values.goneAt;
    }

    /** CREATING, UPDATING, DELETING or ACTIVE. */
    public String status(long now) {
        if (values.goneAt > 0) {
            return "DELETING";
        }
        if (now < values.activeAt) {
            return values.updating ? "UPDATING" : "CREATING";
        }
        return "ACTIVE";
    }

    /** Whether items can be written and read. */
    public boolean isUsable(long now) {
        return values.goneAt == 0 && (now >= values.activeAt || values.updating);
    }

    public long activeAt() {
        return values.activeAt;
    }

    public boolean isUpdating() {
        return values.updating;
    }

    /** The attributes of the key of the table, and of an index of it if one is named; what LastEvaluatedKey has. */
    public Map<String, AttributeValue> cursorOf(Map<String, AttributeValue> item, IndexDescription index) {
        Map<String, AttributeValue> cursor = new LinkedHashMap<>(keys().attributesOf(item));
        if (index != null) {
            cursor.putAll(index.keys().attributesOf(item));
        }
        return cursor;
    }
}
