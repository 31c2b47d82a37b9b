package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TransactionShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/**
 * Up to 100 changes and checks of items, in one table or several: all of them or none. They happen in one closing of the gate,
 * so no other request is ever in conflict with one.
 */
public final class TransactWriteItems implements Operation {

    private static final long LARGEST = 4L * 1024 * 1024;
    private static final List<String> KINDS = List.of("ConditionCheck", "Put", "Delete", "Update");

    @Override
    public String name() {
        return "TransactWriteItems";
    }

    @Override
    public Shape.Structure shape() {
        return TransactionShapes.TRANSACT_WRITE_ITEMS;
    }

    /** What has many parts is left to workers. */
    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        List<Input> items = input.structures("TransactItems");
        if (items.size() > TransactGetItems.SHORT) {
            context.session().takesLong();
        }
        items.forEach(TransactWriteItems::requireOne);
        List<Object> request = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (Input item : items) {
            steps.add(step(item, request));
        }
        String token = input.string("ClientRequestToken");
        steps.forEach(step -> step.requireNoEmptyKey(context.table(step.tableName()).description()));
        CheckedParts<ItemWrite> checked = new CheckedParts<>();
        steps.forEach(step -> checked.add(() -> step.in(context.table(step.tableName()))));
        List<ItemWrite> writes = checked.all();
        ItemWrite.requireDistinct(writes);
        requireSize(items);
        context.requireRoom();
        TransactGetItems.requireThroughput(
                writes.stream().map(write -> context.allowsWrites(write.table().description())).toList());
        Set<Table> tables = new LinkedHashSet<>();
        writes.forEach(write -> tables.add(write.table()));
        // Two requests with one token are about the same tables: one of them is here first. The other one only reads the items.
        List<Map<String, AttributeValue>> read = new ArrayList<>();
        List<ItemWrite.Outcome> outcomes = context.session().change(tables, change -> {
            List<ItemWrite.Outcome> done = context.service().tokens().once(token, request, context.now(),
                    () -> ItemWrite.runAll(change, writes));
            read.clear();
            for (int i = done.size(); i < writes.size(); i++) {
                read.add(change.get(writes.get(i).table(), writes.get(i).key()));
            }
            return done;
        });
        Consumptions consumed = new Consumptions(context, input, true);
        for (int i = 0; i < writes.size(); i++) {
            Consumption of = consumed.of(writes.get(i).table().description());
            if (read.isEmpty()) {
                of.write(outcomes.get(i).before(), outcomes.get(i).after());
            } else {
                of.get(read.get(i), true);
            }
        }
        return new Answer(consumed::writeTo, context.session().dependsOn());
    }

    private static void requireOne(Input item) {
        long kinds = KINDS.stream().filter(item::has).count();
        if (kinds != 1) {
            throw DynamoDbException.validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }
    }

    /** The items of a transaction together; of updates, what they bring along. */
    private static void requireSize(List<Input> items) {
        long size = 0;
        for (Input item : items) {
            for (String kind : KINDS) {
                if (item.has(kind)) {
                    Input of = item.structure(kind);
                    size += ItemSize.of(kind.equals("Put") ? of.item("Item") : of.item("Key"));
                    size += of.has("ExpressionAttributeValues") ? ItemSize.of(of.item("ExpressionAttributeValues")) : 0;
                }
            }
        }
        if (size > LARGEST) {
            throw DynamoDbException
                    .validation("Transaction request exceeds size limit, total size of items: " + size + ", limit: "
                            + LARGEST);
        }
    }

    /** A part that has been checked without its table. */
    private record Step(String tableName, boolean put, Map<String, AttributeValue> given,
            Function<Table, ItemWrite> maker) {

        void requireNoEmptyKey(TableDescription table) {
            ItemKeys.requireNotEmpty(table, given);
            if (put) {
                IndexKeys.requireNotEmpty(table, given);
            }
        }

        ItemWrite in(Table table) {
            return maker.apply(table);
        }
    }

    /** @param request gets what distinguishes this part from others */
    private static Step step(Input item, List<Object> request) {
        String kind = KINDS.stream().filter(item::has).findFirst().orElseThrow();
        Input of = item.structure(kind);
        RequestExpressions expressions = RequestExpressions.ofTransactWrite(of, kind.equals("Update"));
        boolean put = kind.equals("Put");
        Map<String, AttributeValue> given = of.item(put ? "Item" : "Key");
        if (put) {
            ItemEdits.requireSize(given);
        }
        UpdateExpression update = expressions.update();
        Condition condition = expressions.condition();
        expressions.done();
        boolean tellsItem = RequestExpressions.tellsItem(of);
        request.add(List.of(kind, of.string("TableName"), given, expressions.texts()));
        return new Step(of.string("TableName"), put, given, table -> {
            TableDescription description = table.description();
            byte[] key = put ? ItemKeys.ofItem(description, given) : ItemKeys.ofKey(description, given);
            expressions.requireScalar(description);
            if (update != null) {
                ItemKeys.requireNotUpdated(description, update.topLevelNames());
                IndexKeys.requireTypes(description, update);
            }
            ItemWrite.Edit edit = put ? ItemEdits.put(given)
                    : kind.equals("Delete") ? ItemEdits.DELETE
                            : kind.equals("Update") ? ItemEdits.update(description, given, update) : ItemEdits.NONE;
            return new ItemWrite(table, key, condition, tellsItem, edit);
        });
    }
}
