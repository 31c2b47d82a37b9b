package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.CancellationReason;
import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Projection;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TransactionShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** Reads up to 100 items as they are at one instant. */
public final class TransactGetItems implements Operation {

    /** More parts are left to workers. */
    static final int SHORT = 10;
    private static final long LARGEST = 4L * 1024 * 1024;

    @Override
    public String name() {
        return "TransactGetItems";
    }

    @Override
    public Shape.Structure shape() {
        return TransactionShapes.TRANSACT_GET_ITEMS;
    }

    private record Part(Table table, byte[] key, Projection projection) {
    }

    /**
     * @param allowed for each part of a transaction, whether the throughput of its table allows it
     * @throws DynamoDbException a TransactionCanceledException, if one is not
     */
    static void requireThroughput(List<Boolean> allowed) {
        if (allowed.contains(false)) {
            throw DynamoDbException.cancelled(allowed.stream()
                    .map(yes -> yes ? CancellationReason.NONE : CancellationReason.of("ProvisionedThroughputExceeded"))
                    .toList());
        }
    }

    /** What has many parts is left to workers. */
    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        List<Input> gets = input.structures("TransactItems");
        if (gets.size() > SHORT) {
            context.session().takesLong();
        }
        CheckedParts<Part> checked = new CheckedParts<>();
        Set<Table> tables = new LinkedHashSet<>();
        for (Input each : gets) {
            Input get = each.structure("Get");
            RequestExpressions expressions = RequestExpressions.ofTransactGet(get);
            Map<String, AttributeValue> key = get.item("Key");
            Projection projection = expressions.projection();
            expressions.done();
            Table table = context.table(get.string("TableName"));
            checked.add(() -> new Part(table, ItemKeys.ofKey(table.description(), key), projection));
            expressions.requireScalar(table.description());
            tables.add(table);
        }
        List<Part> parts = checked.all();
        requireThroughput(parts.stream().map(part -> context.allowsReads(part.table.description())).toList());
        List<Map<String, AttributeValue>> items = context.session().change(tables, change -> {
            List<Map<String, AttributeValue>> all = new ArrayList<>();
            parts.forEach(part -> all.add(change.get(part.table, part.key)));
            return all;
        });
        long size = 0;
        Consumptions consumed = new Consumptions(context, input, true);
        for (int i = 0; i < parts.size(); i++) {
            Map<String, AttributeValue> item = items.get(i);
            size += item == null ? 0 : ItemSize.of(item);
            Table table = parts.get(i).table;
            consumed.of(table.description()).get(item, true);
        }
        if (size > LARGEST) {
            throw DynamoDbException.validation("Transaction request exceeds size limit, total size of items: " + size
                    + ", limit: " + LARGEST);
        }
        return new Answer(out -> {
            out.startArray("Responses");
            for (int i = 0; i < parts.size(); i++) {
                Projection projection = parts.get(i).projection;
                Map<String, AttributeValue> item = items.get(i);
                out.startObject();
                out.item("Item", item == null || projection == null ? item : projection.apply(item));
                out.endObject();
            }
            out.endArray();
            consumed.writeTo(out);
        }, context.session().dependsOn());
    }
}
