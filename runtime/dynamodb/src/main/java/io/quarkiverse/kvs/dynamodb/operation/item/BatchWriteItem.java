package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.error.ErrorType;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.ItemShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * Puts and deletes up to 25 items, each for itself, in one table or several. What throughput does not allow is left to another
 * request.
 */
public final class BatchWriteItem implements Operation {

    private static final int MOST = 25;

    @Override
    public String name() {
        return "BatchWriteItem";
    }

    @Override
    public Shape.Structure shape() {
        return ItemShapes.BATCH_WRITE_ITEM;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        Map<String, List<Input>> requests = input.structureListMap("RequestItems");
        if (requests == null || requests.isEmpty()) {
            throw DynamoDbException.validation("The requestItems parameter is required for BatchWriteItem");
        }
        requests.values().forEach(of -> of.forEach(BatchWriteItem::check));
        if (requests.values().stream().mapToInt(List::size).sum() > MOST) {
            throw DynamoDbException.validation("Too many items requested for the BatchWriteItem call");
        }
        Map<String, List<ItemWrite>> writes = new LinkedHashMap<>();
        requests.forEach((name, of) -> writes.put(name, writes(context, name, of)));
        context.requireRoom();
        Consumptions consumed = new Consumptions(context, input, false);
        Map<String, List<Map<String, AttributeValue>>> collections = new LinkedHashMap<>();
        Map<String, List<Input>> left = new LinkedHashMap<>();
        writes.forEach((name, of) -> {
            for (int i = 0; i < of.size(); i++) {
                ItemWrite write = of.get(i);
                if (!context.allowsWrites(write.table().description())) {
                    left.put(name, requests.get(name).subList(i, of.size()));
                    break;
                }
                ItemWrite.Outcome outcome = context.session().change(write.table(), write::run);
                consumed.of(write.table().description()).write(outcome.before(), outcome.after());
                Map<String, AttributeValue> item = outcome.after() == null ? outcome.before() : outcome.after();
                if (item != null && WriteReply.hasCollections(write.table().description())) {
                    collections.computeIfAbsent(name, any -> new ArrayList<>()).add(item);
                }
            }
        });
        if (left.equals(requests)) {
            // As long as something is written, what is left can be asked for again.
            throw DynamoDbException.of(ErrorType.THROUGHPUT_EXCEEDED);
        }
        boolean metrics = "SIZE".equals(input.string("ReturnItemCollectionMetrics")) && !collections.isEmpty();
        return new Answer(out -> {
            unprocessed(out, left);
            if (metrics) {
                collections(out, writes, collections);
            }
            consumed.writeTo(out);
        }, context.session().dependsOn());
    }

    private static void unprocessed(Output out, Map<String, List<Input>> left) {
        out.startObject("UnprocessedItems");
        left.forEach((name, requests) -> {
            out.startArray(name);
            for (Input request : requests) {
                boolean put = request.has("PutRequest");
                out.startObject().startObject(put ? "PutRequest" : "DeleteRequest");
                if (put) {
                    out.item("Item", request.structure("PutRequest").item("Item"));
                } else {
                    out.item("Key", request.structure("DeleteRequest").item("Key"));
                }
                out.endObject().endObject();
            }
            out.endArray();
        });
        out.endObject();
    }

    private static void collections(Output out, Map<String, List<ItemWrite>> writes,
            Map<String, List<Map<String, AttributeValue>>> collections) {
        out.startObject("ItemCollectionMetrics");
        collections.forEach((name, items) -> {
            out.startArray(name);
            for (Map<String, AttributeValue> item : items) {
                out.startObject();
                WriteReply.collection(out, writes.get(name).get(0).table().description(), item);
                out.endObject();
            }
            out.endArray();
        });
        out.endObject();
    }

    private static void check(Input request) {
        boolean put = request.has("PutRequest");
        boolean delete = request.has("DeleteRequest");
        if (put == delete) {
            // The words of the service, also if there is neither.
            throw DynamoDbException
                    .validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one "
                            + "of the supported datatypes");
        }
        if (put) {
            ItemEdits.requireSize(request.structure("PutRequest").item("Item"));
        } else {
            request.structure("DeleteRequest").item("Key");
        }
    }

    private static List<ItemWrite> writes(OperationContext context, String name, List<Input> requests) {
        Table table = context.table(name);
        List<ItemWrite> writes = new ArrayList<>();
        for (Input request : requests) {
            ItemWrite write;
            if (request.has("PutRequest")) {
                Map<String, AttributeValue> item = request.structure("PutRequest").item("Item");
                write = new ItemWrite(table, ItemKeys.ofItemInBatch(table.description(), item), null, false,
                        ItemEdits.put(item));
            } else {
                Map<String, AttributeValue> key = request.structure("DeleteRequest").item("Key");
                write = new ItemWrite(table, ItemKeys.ofKey(table.description(), key), null, false, ItemEdits.DELETE);
            }
            if (writes.stream().anyMatch(other -> Arrays.equals(other.key(), write.key()))) {
                throw DynamoDbException.validation("Provided list of item keys contains duplicates");
            }
            writes.add(write);
        }
        return writes;
    }
}
