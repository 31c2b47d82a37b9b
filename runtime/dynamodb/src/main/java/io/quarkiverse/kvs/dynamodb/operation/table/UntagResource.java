package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/** Takes tags from a table. */
public final class UntagResource implements Operation {

    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.UNTAG_RESOURCE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        TaggedResource.check(input, "TagKeys", "Tag Key");
        Table table = TaggedResource.find(context, input);
        return new Answer(out -> {
        }, context.tables().change(table, before -> {
            Map<String, String> tags = new LinkedHashMap<>(before.tags());
            tags.keySet().removeAll(new HashSet<>(input.strings("TagKeys")));
            TableDescription.Draft draft = before.change();
            draft.tags = tags;
            return draft.done();
        }));
    }
}
