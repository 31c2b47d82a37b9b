package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Tables;
import io.quarkiverse.kvs.dynamodb.table.IndexDescription;
import io.quarkiverse.kvs.dynamodb.table.KeyAttribute;
import io.quarkiverse.kvs.dynamodb.table.KeySchema;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** Creates a table. The answer says CREATING; afterwards it is ACTIVE, at once if no delay is configured. */
public final class CreateTable implements Operation {

    @Override
    public String name() {
        return "CreateTable";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.CREATE_TABLE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        long now = context.now();
        long activeAt = now + context.service().delayMillis();
        TableDescription.Draft draft = new TableDescription.Draft();
        draft.name = input.string("TableName");
        draft.id = UUID.randomUUID().toString();
        draft.onDemand = TableSettings.isOnDemand(input);
        draft.billingModeGiven = draft.onDemand;
        draft.billingModeChangedAt = draft.onDemand ? now : 0;
        draft.throughput = TableSettings.throughputOfNew(input);
        List<KeyAttribute> attributes = TableSettings.attributes(input);
        KeySchema keys = TableSettings.keys(input, attributes, true);
        Set<String> names = new HashSet<>();
        List<IndexDescription> indexes = new ArrayList<>();
        if (!input.has("LocalSecondaryIndexes") && !input.has("GlobalSecondaryIndexes")) {
            TableSettings.requireAllUsed(attributes, keys, indexes);
        }
        indexes.addAll(TableSettings.local(input, keys, attributes, names, activeAt));
        indexes.addAll(TableSettings.global(input, attributes, names, activeAt));
        TableSettings.requireFewIncluded(indexes);
        TableSettings.requireAllUsed(attributes, keys, indexes);
        draft.keys = keys;
        draft.attributes = List.copyOf(attributes);
        draft.indexes = List.copyOf(indexes);
        draft.stream = TableSettings.stream(input, now, true);
        draft.deletionProtection = input.isTrue("DeletionProtectionEnabled");
        draft.tableClass = ToldSettings.tableClass(input);
        draft.tags = TableTags.of(input);
        draft.told = ToldSettings.of(input, Map.of(), context.service().region(), draft.onDemand);
        draft.createdAt = now;
        draft.activeAt = activeAt;
        Tables.Created created = context.tables().create(draft.done());
        TableReply reply = new TableReply(context.service(), created.table(), "CREATING");
        return new Answer(out -> reply.writeTo(out, "TableDescription"), created.dependsOn());
    }
}
