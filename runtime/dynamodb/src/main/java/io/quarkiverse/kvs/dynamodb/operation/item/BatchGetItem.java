package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.expression.Projection;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** Reads up to 100 items by their keys, of one table or several; what is beyond 16 MB is left to another request. */
public final class BatchGetItem implements Operation {

    private static final int MOST = 100;
    private static final long LARGEST = 16L * 1024 * 1024;

    @Override
    public String name() {
        return "BatchGetItem";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.BATCH_GET_ITEM;
    }

    /** What is wanted of one table. */
    private record Part(String name, Input input, Projection projection, List<Map<String, AttributeValue>> keys,
            RequestExpressions expressions) {
    }

    /** What is answered of one table. */
    private static final class Found {
        final List<Map<String, AttributeValue>> items = new ArrayList<>();
        final List<Map<String, AttributeValue>> left = new ArrayList<>();
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        List<Part> parts = parts(input);
        Map<String, Found> all = new LinkedHashMap<>();
        long size = 0;
        List<Table> tables = new ArrayList<>();
        List<List<byte[]>> keys = new ArrayList<>();
        for (Part part : parts) {
            Table table = context.table(part.name);
            List<byte[]> bytes = new ArrayList<>();
            for (Map<String, AttributeValue> key : part.keys) {
                bytes.add(ItemKeys.ofKey(table.description(), key));
            }
            part.expressions.requireScalar(table.description());
            tables.add(table);
            keys.add(bytes);
        }
        boolean read = false;
        Consumptions consumed = new Consumptions(context, input, false);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Found found = new Found();
            Consumption consumption = consumed.of(tables.get(i).description());
            boolean consistent = part.input.isTrue("ConsistentRead");
            for (int j = 0; j < part.keys.size(); j++) {
                if (size > LARGEST || !context.allowsReads(tables.get(i).description())) {
                    found.left.add(part.keys.get(j));
                    continue;
                }
                read = true;
                Map<String, AttributeValue> item = context.session().get(tables.get(i), keys.get(i).get(j));
                size += item == null ? 0 : ItemSize.of(item);
                if (size > LARGEST) {
                    found.left.add(part.keys.get(j));
                    continue;
                }
                consumption.get(item, consistent);
                if (item != null) {
                    found.items.add(part.projection == null ? item : part.projection.apply(item));
                }
            }
            all.put(part.name, found);
        }
        if (!read && all.values().stream().anyMatch(found -> !found.left.isEmpty())) {
            // As long as something is read, what is left can be asked for again.
            throw DynamoDbException.of(ErrorType.THROUGHPUT_EXCEEDED);
        }
        return new Answer(out -> {
            write(out, parts, all);
            consumed.writeTo(out);
        }, context.session().dependsOn());
    }

    private static List<Part> parts(Input input) {
        if (!input.has("RequestItems")) {
            throw DynamoDbException.validation("The requestItems parameter is required for BatchGetItem");
        }
        List<Part> parts = new ArrayList<>();
        int count = 0;
        for (Map.Entry<String, Input> each : input.structureMap("RequestItems").entrySet()) {
            Input of = each.getValue();
            RequestExpressions expressions = RequestExpressions.ofRead(of);
            Projection projection = expressions.projection();
            expressions.done();
            List<Map<String, AttributeValue>> keys = of.items("Keys");
            Set<Map<String, AttributeValue>> seen = new HashSet<>();
            for (Map<String, AttributeValue> key : keys) {
                if (!seen.add(key)) {
                    throw DynamoDbException.validation("Provided list of item keys contains duplicates");
                }
            }
            count += keys.size();
            if (count > MOST) {
                throw DynamoDbException.validation("Too many items requested for the BatchGetItem call");
            }
            parts.add(new Part(each.getKey(), of, projection, keys, expressions));
        }
        return parts;
    }

    private static void write(Output out, List<Part> parts, Map<String, Found> all) {
        out.startObject("Responses");
        all.forEach((name, found) -> {
            out.startArray(name);
            found.items.forEach(out::item);
            out.endArray();
        });
        out.endObject();
        out.startObject("UnprocessedKeys");
        for (Part part : parts) {
            if (!all.get(part.name).left.isEmpty()) {
                unprocessed(out, part, all.get(part.name).left);
            }
        }
        out.endObject();
    }

    private static void unprocessed(Output out, Part part, List<Map<String, AttributeValue>> keys) {
        out.startObject(part.name);
        out.startArray("Keys");
        keys.forEach(out::item);
        out.endArray();
        out.strings("AttributesToGet", part.input.strings("AttributesToGet"));
        if (part.input.has("ConsistentRead")) {
            out.field("ConsistentRead", part.input.bool("ConsistentRead"));
        }
        out.field("ProjectionExpression", part.input.string("ProjectionExpression"));
        if (part.input.has("ExpressionAttributeNames")) {
            out.startObject("ExpressionAttributeNames");
            part.input.stringMap("ExpressionAttributeNames").forEach(out::field);
            out.endObject();
        }
        out.endObject();
    }
}
