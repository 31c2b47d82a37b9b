package io.quarkiverse.kvs.dynamodb.operation.table;

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

/** Gives a table tags, or other values to those it has. */
public final class TagResource implements Operation {

    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.TAG_RESOURCE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        TaggedResource.check(input, "Tags", "Tag");
        Table table = TaggedResource.find(context, input);
        return new Answer(out -> {
        }, context.tables().change(table, before -> {
            Map<String, String> tags = new LinkedHashMap<>(before.tags());
            tags.putAll(TableTags.of(input));
            TableTags.requireFew(tags);
            TableDescription.Draft draft = before.change();
            draft.tags = tags;
            return draft.done();
        }));
    }
}
