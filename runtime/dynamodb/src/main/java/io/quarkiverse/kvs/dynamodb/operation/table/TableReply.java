package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.operation.KeySchemaReply;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.table.Throughput;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Writes the description of a table, as CreateTable, DescribeTable and others answer it. */
final class TableReply {

    private static final long WARM_READS = 12_000;
    private static final long WARM_WRITES = 4_000;

    private final Service service;
    private final Table table;
    private final TableDescription description;
    private final String status;
    /** Whether the table is described as it is, and not as it is about to be. */
    private final boolean asItIs;
    /** The states of indexes that are being changed; those that are gone already come from the former description. */
    private Map<String, String> states = Map.of();
    private TableDescription former;

    /** @param status of the table; null for what it is now */
    TableReply(Service service, Table table, String status) {
        this.service = service;
        this.table = table;
        description = table.description();
        asItIs = status == null;
        this.status = status == null ? description.status(service.tables().now()) : status;
    }

    /**
     * Tells that indexes are being changed, also if they have been already.
     *
     * @param before what the table was like
     * @param indexes the states to be told, by the names of the indexes
     */
    TableReply changing(TableDescription before, Map<String, String> indexes) {
        former = before;
        states = indexes;
        return this;
    }

    /** @param name of the member that it is */
    void writeTo(Output out, String name) {
        String arn = service.arn(description.name());
        long items = items(null);
        out.startObject(name);
        out.startArray("AttributeDefinitions");
        for (KeyAttribute attribute : description.attributes()) {
            out.startObject().field("AttributeName", attribute.name()).field("AttributeType", attribute.type().name())
                    .endObject();
        }
        out.endArray();
        out.field("TableName", description.name());
        KeySchemaReply.writeTo(out, description.keys());
        out.field("TableStatus", status);
        out.time("CreationDateTime", description.createdAt());
        throughput(out, description.throughput(), true);
        out.field("TableSizeBytes", table.bytes());
        out.field("ItemCount", items);
        out.field("TableArn", arn);
        out.field("TableId", description.id());
        billing(out);
        indexes(out, arn, items, false);
        indexes(out, arn, items, true);
        stream(out, arn);
        description.told().forEach((member, value) -> plain(out, member, value));
        if (!description.told().containsKey(ToldSettings.WARM)) {
            warm(out, description.throughput());
        }
        if (description.tableClass() != null) {
            out.startObject("TableClassSummary").field("TableClass", description.tableClass()).endObject();
        }
        out.field("DeletionProtectionEnabled", description.deletionProtection());
        out.endObject();
    }

    /** How many items there are in an index, or in the table if that is null. */
    private long items(IndexDescription index) {
        return table.isThere() ? service.tables().session(true).view(table, index).size() : 0;
    }

    private void throughput(Output out, Throughput throughput, boolean ofTable) {
        out.startObject("ProvisionedThroughput");
        if (ofTable && description.increasedAt() > 0) {
            out.time("LastIncreaseDateTime", description.increasedAt());
        }
        if (ofTable && description.decreasedAt() > 0) {
            out.time("LastDecreaseDateTime", description.decreasedAt());
        }
        out.field("NumberOfDecreasesToday", ofTable ? description.decreases() : 0L);
        out.field("ReadCapacityUnits", throughput.read());
        out.field("WriteCapacityUnits", throughput.write());
        out.endObject();
    }

    /** What the table could take at once: what it is provisioned with, or what the service has for a new one. */
    private void warm(Output out, Throughput provisioned) {
        if (asItIs) {
            out.startObject(ToldSettings.WARM);
            out.field("ReadUnitsPerSecond", description.onDemand() ? WARM_READS : provisioned.read());
            out.field("WriteUnitsPerSecond", description.onDemand() ? WARM_WRITES : provisioned.write());
            out.field("Status", "ACTIVE").endObject();
        }
    }

    private void billing(Output out) {
        if (description.billingModeGiven()) {
            out.startObject("BillingModeSummary");
            out.field("BillingMode", description.onDemand() ? "PAY_PER_REQUEST" : "PROVISIONED");
            if (description.billingModeChangedAt() > 0) {
                out.time("LastUpdateToPayPerRequestDateTime", description.billingModeChangedAt());
            }
            out.endObject();
        }
    }

    private void indexes(Output out, String arn, long all, boolean global) {
        List<IndexDescription> indexes = new ArrayList<>(description.indexes(global));
        states.forEach((name, state) -> {
            if (global && description.index(name) == null) {
                indexes.add(former.index(name));
            }
        });
        if (indexes.isEmpty() || (global && status.equals("DELETING"))) {
            return;
        }
        out.startArray(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes");
        for (IndexDescription index : indexes) {
            index(out, arn, all, index);
        }
        out.endArray();
    }

    private void index(Output out, String arn, long all, IndexDescription index) {
        out.startObject();
        out.field("IndexName", index.name());
        KeySchemaReply.writeTo(out, index.keys());
        out.startObject("Projection");
        out.field("ProjectionType", index.projection().name());
        if (!index.included().isEmpty()) {
            out.strings("NonKeyAttributes", index.included());
        }
        out.endObject();
        if (index.global()) {
            String state = states.getOrDefault(index.name(), status.equals("CREATING")
                    || index.activeAt() > service.tables().now() ? "CREATING" : "ACTIVE");
            out.field("IndexStatus", state);
            if (state.equals("CREATING") && !status.equals("CREATING")) {
                out.field("Backfilling", !states.containsKey(index.name()));
            }
            throughput(out, index.throughput(), false);
            warm(out, index.throughput());
        }
        long items = description.index(index.name()) == null ? 0 : items(index);
        out.field("IndexSizeBytes", all == 0 ? 0L : (long) ((double) table.bytes() / all * items));
        out.field("ItemCount", items);
        out.field("IndexArn", arn + "/index/" + index.name());
        out.endObject();
    }

    private void stream(Output out, String arn) {
        if (description.stream() != null) {
            out.startObject("StreamSpecification").field("StreamEnabled", true)
                    .field("StreamViewType", description.stream().view().name()).endObject();
            out.field("LatestStreamLabel", description.stream().label());
            out.field("LatestStreamArn", arn + "/stream/" + description.stream().label());
        } else if (description.formerStream() != null) {
            out.field("LatestStreamLabel", description.formerStream().label());
            out.field("LatestStreamArn", arn + "/stream/" + description.formerStream().label());
        }
    }

    /** Not as an attribute value, but as JSON. */
    private static void plain(Output out, String name, AttributeValue value) {
        if (value instanceof AttributeValue.S string) {
            out.field(name, string.value());
        } else if (value instanceof AttributeValue.N number) {
            out.field(name, number.value().longValue());
        } else if (value instanceof AttributeValue.Bool flag) {
            out.field(name, flag.value());
        } else if (value instanceof AttributeValue.M map) {
            out.startObject(name);
            for (Map.Entry<String, AttributeValue> each : map.values().entrySet()) {
                plain(out, each.getKey(), each.getValue());
            }
            out.endObject();
        }
    }
}
