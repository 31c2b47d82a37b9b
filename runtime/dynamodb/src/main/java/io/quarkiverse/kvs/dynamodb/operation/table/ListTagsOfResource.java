package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;

/** Tells the tags of a table, all at once: there are never so many that they would need pages. */
public final class ListTagsOfResource implements Operation {

    @Override
    public String name() {
        return "ListTagsOfResource";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.LIST_TAGS_OF_RESOURCE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        TaggedResource.check(input, null, null);
        Table table = TaggedResource.find(context, input);
        Map<String, String> tags = table.description().tags();
        return Answer.of(out -> {
            out.startArray("Tags");
            tags.forEach((key, value) -> out.startObject().field("Key", key).field("Value", value).endObject());
            out.endArray();
        });
    }
}
