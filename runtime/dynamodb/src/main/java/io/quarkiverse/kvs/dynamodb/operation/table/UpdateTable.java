package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.StreamDescription;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.table.Throughput;

/** Changes what a table is like: throughput, global indexes, its stream, and what is only told of it. */
public final class UpdateTable implements Operation {

    private static final List<String> CHANGES = List.of("ProvisionedThroughput", "BillingMode", "GlobalSecondaryIndexUpdates",
            "StreamSpecification", "SSESpecification", "TableClass", "DeletionProtectionEnabled", "OnDemandThroughput",
            "WarmThroughput", "ReplicaUpdates");

    /** Those that take time, during which the table is UPDATING. */
    private static final List<String> SLOW = List.of("ProvisionedThroughput", "BillingMode", "GlobalSecondaryIndexUpdates",
            "StreamSpecification");

    /** Those that go together with no other, and what errors call them. */
    private static final Map<String, String> ALONE = alone();

    private static Map<String, String> alone() {
        Map<String, String> alone = new LinkedHashMap<>();
        alone.put("SSESpecification", "Server-Side Encryption modification");
        alone.put("TableClass", "TableClass modification");
        alone.put("DeletionProtectionEnabled", "DeletionProtection modification");
        alone.put("WarmThroughput", "WarmThroughput");
        return alone;
    }

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
        TableDescription[] former = new TableDescription[1];
        Map<String, String> indexes = new LinkedHashMap<>();
        boolean slow = SLOW.stream().anyMatch(input::has);
        long record = context.tables().change(table, before -> {
            former[0] = before;
            TableDescription.Draft draft = before.change();
            throughput(input, before, draft, context.now());
            indexes.putAll(
                    IndexUpdates.apply(input, before, draft, context.now() + context.service().delayMillis()));
            stream(input, before, draft, context.now());
            if (input.has("TableClass")) {
                draft.tableClass = ToldSettings.tableClass(input);
            }
            if (input.has("DeletionProtectionEnabled")) {
                draft.deletionProtection = input.isTrue("DeletionProtectionEnabled");
            }
            requireNewEncryption(input, before);
            draft.told = ToldSettings.of(input, before.told(), context.service().region(), draft.onDemand);
            if (slow) {
                draft.updating = true;
                draft.activeAt = context.now() + context.service().delayMillis();
            }
            return draft.done();
        });
        TableReply reply = new TableReply(context.service(), table, slow ? "UPDATING" : null).changing(former[0], indexes);
        return new Answer(out -> reply.writeTo(out, "TableDescription"), record);
    }

    private static void requireNewEncryption(Input input, TableDescription before) {
        if (input.has("SSESpecification") && !input.structure("SSESpecification").isTrue("Enabled")
                && !before.told().containsKey("SSEDescription")) {
            throw TableSettings.invalid("Table is already encrypted by default");
        }
    }

    private static void check(Input input) {
        List<Input> updates = input.structures("GlobalSecondaryIndexUpdates");
        List<String> changes = CHANGES.stream().filter(input::has).toList();
        boolean nothing = updates != null && updates.isEmpty() && changes.size() == 1;
        if (changes.isEmpty() || nothing) {
            throw DynamoDbException.validation("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                    + "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
                    + "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, "
                    + "WarmThroughput or TableClass is required");
        }
        if (input.has("ReplicaUpdates")) {
            throw DynamoDbException.validation("Global tables are not supported here");
        }
        if (changes.size() > 1) {
            ALONE.forEach((change, text) -> {
                if (changes.contains(change)) {
                    throw TableSettings.invalid(text + " must be the only operation in the request");
                }
            });
        }
        if ("PROVISIONED".equals(input.string("BillingMode")) && !input.has("ProvisionedThroughput")) {
            throw TableSettings.invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
        }
        if (input.has("ProvisionedThroughput")) {
            TableSettings.throughput(input.structure("ProvisionedThroughput"));
        }
        boolean online = updates != null && IndexUpdates.check(updates);
        checkTogether(input, online);
    }

    private static void checkTogether(Input input, boolean online) {
        boolean stream = input.has("StreamSpecification");
        boolean units = input.has("ProvisionedThroughput") || input.has("BillingMode");
        if (stream && units) {
            throw TableSettings.invalid("You cannot modify stream status while updating table IOPS");
        }
        if (online && units) {
            throw TableSettings.invalid("You cannot create or delete index while updating table IOPS");
        }
        if (online && stream) {
            throw TableSettings.invalid("You cannot create or delete index while changing stream status");
        }
    }

    private static void throughput(Input input, TableDescription before, TableDescription.Draft draft, long now) {
        boolean onDemand = input.has("BillingMode") ? TableSettings.isOnDemand(input) : before.onDemand();
        if (input.has("ProvisionedThroughput")) {
            if (onDemand) {
                throw TableSettings.invalid(TableSettings.NEITHER);
            }
            Throughput wanted = TableSettings.throughput(input.structure("ProvisionedThroughput"));
            TableSettings.requireOther(before.throughput(), wanted, "for the table");
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
            }
        }
    }

    private static void stream(Input input, TableDescription before, TableDescription.Draft draft, long now) {
        if (!input.has("StreamSpecification")) {
            return;
        }
        StreamDescription wanted = TableSettings.stream(input, now, false);
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
