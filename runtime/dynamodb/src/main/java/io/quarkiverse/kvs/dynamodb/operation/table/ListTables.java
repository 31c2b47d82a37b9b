package io.quarkiverse.kvs.dynamodb.operation.table;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.TableShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.Table;

/** Tells the names of tables, up to 100 at a time. */
public final class ListTables implements Operation {

    private static final int MOST = 100;

    @Override
    public String name() {
        return "ListTables";
    }

    @Override
    public Shape.Structure shape() {
        return TableShapes.LIST_TABLES;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        NavigableMap<String, Table> all = context.tables().all();
        String start = input.string("ExclusiveStartTableName");
        int limit = input.has("Limit") ? input.integer("Limit") : MOST;
        List<String> names = new ArrayList<>();
        boolean more = false;
        for (String name : (start == null ? all : all.tailMap(start, false)).keySet()) {
            if (names.size() == limit) {
                more = true;
                break;
            }
            names.add(name);
        }
        String last = more ? names.get(names.size() - 1) : null;
        return Answer.of(out -> out.strings("TableNames", names).field("LastEvaluatedTableName", last));
    }
}
