package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.StreamDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.table.Throughput;

/** Changes what a table is like: throughput, global indexes, its stream, and what is only told of it. */
public final class UpdateTable implements Operation {

    private static final List<String> CHANGES = List.of("ProvisionedThroughput", "BillingMode", "GlobalSecondaryIndexUpdates",
            "StreamSpecification", "SSESpecification", "TableClass", "DeletionProtectionEnabled", "OnDemandThroughput",
            "WarmThroughput", "ReplicaUpdates");

    @Override
    public String name() {
        return "UpdateTable";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.UPDATE_TABLE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        check(input);
        Table table = TableLookup.toChange(context, input.string("TableName"));
        boolean[] slow = { false };
        long record = context.tables().change(table, before -> {
            TableDescription.Draft draft = before.change();
            throughput(input, before, draft, context.now());
            indexes(input, before, draft, context);
            stream(input, before, draft, context.now());
            if (input.has("TableClass")) {
                draft.tableClass = input.string("TableClass");
            }
            if (input.has("DeletionProtectionEnabled")) {
                draft.deletionProtection = input.isTrue("DeletionProtectionEnabled");
            }
            draft.told = TableSettings.told(input, before.told(), context.service().region());
            slow[0] = input.has("ProvisionedThroughput") || input.has("BillingMode")
                    || input.has("GlobalSecondaryIndexUpdates") || input.has("StreamSpecification");
            if (slow[0]) {
                draft.updating = true;
                draft.activeAt = context.now() + context.service().delayMillis();
            }
            return draft.done();
        });
        TableReply reply = new TableReply(context.service(), table, slow[0] ? "UPDATING" : null);
        return new Answer(out -> reply.writeTo(out, "TableDescription"), record);
    }

    private static void check(Input input) {
        List<Input> updates = input.structures("GlobalSecondaryIndexUpdates");
        boolean none = CHANGES.stream().noneMatch(input::has) || (updates != null && updates.isEmpty()
                && CHANGES.stream().filter(input::has).count() == 1);
        if (none) {
            throw DynamoDbException.validation("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                    + "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
        }
        if (input.has("ReplicaUpdates")) {
            throw DynamoDbException.validation("Global tables are not supported here");
        }
        if ("PROVISIONED".equals(input.string("BillingMode")) && !input.has("ProvisionedThroughput")) {
            throw TableSettings.invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
        }
        if (input.has("ProvisionedThroughput")) {
            TableSettings.throughput(input.structure("ProvisionedThroughput"));
        }
        if (updates != null) {
            check(updates);
        }
    }

    private static void check(List<Input> updates) {
        Set<String> names = new HashSet<>();
        int online = 0;
        for (Input update : updates) {
            String kind = kind(update);
            if (kind == null) {
                throw TableSettings.invalid("One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                        + "GlobalSecondaryIndexUpdate.Delete must not be null");
            }
            String name = update.structure(kind).string("IndexName");
            if (!names.add(name)) {
                throw TableSettings
                        .invalid("Only one global secondary index update per index is allowed simultaneously. Index: "
                                + name);
            }
            online += kind.equals("Update") ? 0 : 1;
        }
        if (online > 1) {
            throw DynamoDbException.of(ErrorType.LIMIT_EXCEEDED,
                    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
        }
    }

    private static String kind(Input update) {
        for (String kind : List.of("Update", "Create", "Delete")) {
            if (update.has(kind)) {
                return kind;
            }
        }
        return null;
    }

    private static void throughput(Input input, TableDescription before, TableDescription.Draft draft, long now) {
        boolean onDemand = input.has("BillingMode") ? TableSettings.isOnDemand(input) : before.onDemand();
        if (input.has("ProvisionedThroughput")) {
            if (onDemand) {
                throw TableSettings.invalid(TableSettings.NEITHER);
            }
            Throughput wanted = TableSettings.throughput(input.structure("ProvisionedThroughput"));
            requireOther(before.throughput(), wanted, "for the table");
            draft.throughput = wanted;
            draft.increasedAt = wanted.read() > before.throughput().read() || wanted.write() > before.throughput().write()
                    ? now
                    : before.increasedAt();
            if (wanted.read() < before.throughput().read() || wanted.write() < before.throughput().write()) {
                draft.decreasedAt = now;
                draft.decreases = before.decreases() + 1;
            }
        }
        if (input.has("BillingMode")) {
            draft.billingModeGiven = true;
            draft.onDemand = onDemand;
            if (onDemand && !before.onDemand()) {
                draft.billingModeChangedAt = now;
                draft.throughput = Throughput.NONE;
                draft.indexes = before.indexes().stream().map(index -> index.with(Throughput.NONE)).toList();
            }
        }
    }

    private static void requireOther(Throughput current, Throughput wanted, String of) {
        if (current.equals(wanted)) {
            throw DynamoDbException.validation("The provisioned throughput " + of
                    + " will not change. The requested value equals the "
                    + "current value. Current ReadCapacityUnits provisioned " + of + ": " + current.read()
                    + ". Requested ReadCapacityUnits: " + wanted.read() + ". Current WriteCapacityUnits provisioned " + of
                    + ": "
                    + current.write() + ". Requested WriteCapacityUnits: " + wanted.write()
                    + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
        }
    }

    private static void indexes(Input input, TableDescription before, TableDescription.Draft draft, OperationContext context) {
        if (!input.has("GlobalSecondaryIndexUpdates")) {
            return;
        }
        Map<String, IndexDescription> indexes = new LinkedHashMap<>();
        draft.indexes.forEach(index -> indexes.put(index.name(), index));
        Map<String, KeyAttribute> defined = new LinkedHashMap<>();
        before.attributes().forEach(attribute -> defined.put(attribute.name(), attribute));
        if (input.has("AttributeDefinitions")) {
            TableSettings.attributes(input).forEach(attribute -> defined.put(attribute.name(), attribute));
        }
        for (Input update : input.structures("GlobalSecondaryIndexUpdates")) {
            String kind = kind(update);
            Input of = update.structure(kind);
            String name = of.string("IndexName");
            IndexDescription known = indexes.get(name);
            if (kind.equals("Create")) {
                if (known != null) {
                    throw TableSettings.invalid("Duplicate index name: " + name);
                }
                indexes.put(name, TableSettings.global(of, List.copyOf(defined.values()), draft.onDemand,
                        context.now() + context.service().delayMillis()));
            } else if (known == null || !known.global()) {
                throw DynamoDbException.resourceNotFound("Requested resource not found: Index: " + name + " not found");
            } else if (kind.equals("Delete")) {
                indexes.remove(name);
            } else if (of.has("ProvisionedThroughput")) {
                Throughput wanted = TableSettings.throughput(of.structure("ProvisionedThroughput"));
                requireOther(known.throughput(), wanted, "for the index " + name);
                indexes.put(name, known.with(wanted));
            }
        }
        draft.indexes = List.copyOf(indexes.values());
        if (draft.indexes.stream().filter(IndexDescription::global).count() > TableSettings.MOST_GLOBAL) {
            throw DynamoDbException.of(ErrorType.LIMIT_EXCEEDED,
                    "GlobalSecondaryIndex count exceeds the per-table limit of " + TableSettings.MOST_GLOBAL);
        }
        TableSettings.requireFewIncluded(draft.indexes);
        draft.attributes = used(draft, defined);
    }

    /** Those attributes that are part of a key. */
    private static List<KeyAttribute> used(TableDescription.Draft draft, Map<String, KeyAttribute> defined) {
        Set<String> names = new HashSet<>();
        draft.keys.attributes().forEach(attribute -> names.add(attribute.name()));
        draft.indexes.forEach(index -> index.keys().attributes().forEach(attribute -> names.add(attribute.name())));
        List<KeyAttribute> used = new ArrayList<>(defined.values());
        used.removeIf(attribute -> !names.contains(attribute.name()));
        return List.copyOf(used);
    }

    private static void stream(Input input, TableDescription before, TableDescription.Draft draft, long now) {
        if (!input.has("StreamSpecification")) {
            return;
        }
        StreamDescription wanted = TableSettings.stream(input, now);
        if (wanted != null && before.stream() != null) {
            throw DynamoDbException.validation("Table already has an enabled stream: TableName: " + before.name());
        }
        if (wanted == null && before.stream() == null) {
            throw DynamoDbException.validation("Table has no stream to disable: TableName: " + before.name());
        }
        draft.stream = wanted;
        draft.formerStream = wanted == null ? before.stream() : null;
    }
}
