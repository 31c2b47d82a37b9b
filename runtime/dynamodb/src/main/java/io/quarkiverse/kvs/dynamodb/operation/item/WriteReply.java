package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** What is answered to PutItem, UpdateItem and DeleteItem. */
final class WriteReply {

    private static final int ESTIMATED_GIGABYTES = 1;

    private WriteReply() {
    }

    /**
     * Whether a request wants to see what the item was: all that one may want that puts or deletes an item.
     *
     * @throws DynamoDbException a ValidationException, if it wants to see something else
     */
    static boolean tellsOld(Input input) {
        String returned = input.string("ReturnValues");
        if (returned == null || returned.equals("NONE")) {
            return false;
        }
        if (!returned.equals("ALL_OLD")) {
            throw DynamoDbException.validation("ReturnValues can only be ALL_OLD or NONE");
        }
        return true;
    }

    /** @param attributes null or empty if none are to be told */
    static Answer of(OperationContext context, Input input, ItemWrite write, ItemWrite.Outcome outcome,
            Map<String, AttributeValue> attributes) {
        TableDescription table = write.table().description();
        Consumption consumption = new Consumption(context, table, Consumption.Told.of(input), false);
        consumption.write(outcome.before(), outcome.after());
        boolean metrics = "SIZE".equals(input.string("ReturnItemCollectionMetrics")) && hasCollections(table);
        Map<String, AttributeValue> item = outcome.after() == null ? outcome.before() : outcome.after();
        return new Answer(out -> {
            if (attributes != null && !attributes.isEmpty()) {
                out.item("Attributes", attributes);
            }
            consumption.writeTo(out);
            if (metrics && item != null) {
                out.startObject("ItemCollectionMetrics");
                collection(out, table, item);
                out.endObject();
            }
        }, context.session().dependsOn());
    }

    /** Whether its items are in collections, which local indexes need. */
    static boolean hasCollections(TableDescription table) {
        return !table.indexes(false).isEmpty();
    }

    /** The collection that an item is in: those of the same partition key. */
    static void collection(Output out, TableDescription table, Map<String, AttributeValue> item) {
        String hash = table.keys().hash().name();
        out.item("ItemCollectionKey", Map.of(hash, item.get(hash)));
        out.startArray("SizeEstimateRangeGB");
        out.number(0);
        out.number(ESTIMATED_GIGABYTES);
        out.endArray();
    }
}
