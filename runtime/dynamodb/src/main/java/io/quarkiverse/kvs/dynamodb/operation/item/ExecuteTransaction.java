package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StatementShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.partiql.Statement;
import io.quarkiverse.kvs.dynamodb.store.Change;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Executes up to 100 statements of PartiQL at once, all of them or none: all of them read, or all of them write. */
public final class ExecuteTransaction implements Operation {

    @Override
    public String name() {
        return "ExecuteTransaction";
    }

    @Override
    public Shape.Structure shape() {
        return StatementShapes.EXECUTE_TRANSACTION;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        List<Input> inputs = input.structures("TransactStatements");
        List<Statement> statements = new ArrayList<>();
        List<Object> request = new ArrayList<>();
        for (Input each : inputs) {
            statements.add(ExecuteStatement.parse(each));
            List<AttributeValue> parameters = each.values("Parameters");
            request.add(List.of(each.string("Statement"), parameters == null ? List.of() : parameters));
        }
        long selects = statements.stream().filter(statement -> statement instanceof Statement.Select).count();
        if (selects > 0 && selects < statements.size()) {
            throw DynamoDbException.validation("Statements in a transaction must be all read or all write operations");
        }
        return selects > 0 ? read(context, input, statements) : write(context, input, statements, request);
    }

    private static Answer read(OperationContext context, Input input, List<Statement> statements) {
        Map<Statement, Table> tables = new LinkedHashMap<>();
        CheckedParts<byte[]> checked = new CheckedParts<>();
        for (Statement each : statements) {
            Table table = context.table(each.table());
            Map<String, AttributeValue> key = StatementWrites.key(table.description(), ((Statement.Select) each).where());
            checked.add(() -> ItemKeys.ofKey(table.description(), key));
            tables.put(each, table);
        }
        List<byte[]> keys = checked.all();
        TransactGetItems.requireThroughput(
                statements.stream().map(each -> context.allowsReads(tables.get(each).description())).toList());
        Consumptions consumed = new Consumptions(context, input, true);
        List<Map<String, AttributeValue>> items = context.session().change(new LinkedHashSet<>(tables.values()), change -> {
            List<Map<String, AttributeValue>> found = new ArrayList<>();
            for (int i = 0; i < statements.size(); i++) {
                Statement.Select select = (Statement.Select) statements.get(i);
                Table table = tables.get(select);
                Map<String, AttributeValue> item = change.get(table, keys.get(i));
                consumed.of(table.description()).get(item, true);
                boolean meant = item != null && select.where().condition().matches(item);
                found.add(!meant ? null : select.projection() == null ? item : select.projection().apply(item));
            }
            return found;
        });
        return answer(context, items, consumed);
    }

    private static Answer write(OperationContext context, Input input, List<Statement> statements, List<Object> request) {
        CheckedParts<ItemWrite> checked = new CheckedParts<>();
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            boolean tellsItem = RequestExpressions.tellsItem(input.structures("TransactStatements").get(i));
            StatementWrites.requireKey(context, statement);
            checked.add(() -> StatementWrites.of(context, statement, tellsItem));
        }
        List<ItemWrite> writes = checked.all();
        Set<Table> tables = new LinkedHashSet<>();
        writes.forEach(write -> tables.add(write.table()));
        ItemWrite.requireDistinct(writes);
        context.requireRoom();
        TransactGetItems.requireThroughput(
                writes.stream().map(write -> context.allowsWrites(write.table().description())).toList());
        String token = input.string("ClientRequestToken");
        Consumptions consumed = new Consumptions(context, input, true);
        List<Map<String, AttributeValue>> items = context.session().change(tables, change -> context.service().tokens()
                .once(token, request, context.now(), () -> run(change, statements, writes, consumed)));
        return answer(context, items, consumed);
    }

    private static List<Map<String, AttributeValue>> run(Change change, List<Statement> statements, List<ItemWrite> writes,
            Consumptions consumed) {
        List<ItemWrite.Outcome> outcomes = ItemWrite.runAll(change, writes);
        List<Map<String, AttributeValue>> told = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            ItemWrite.Outcome outcome = outcomes.get(i);
            consumed.of(writes.get(i).table().description()).write(outcome.before(), outcome.after());
            told.add(StatementWrites.told(statements.get(i), outcome));
        }
        return told;
    }

    private static Answer answer(OperationContext context, List<Map<String, AttributeValue>> items,
            Consumptions consumed) {
        return new Answer(out -> {
            out.startArray("Responses");
            for (Map<String, AttributeValue> item : items) {
                out.startObject().item("Item", item).endObject();
            }
            out.endArray();
            consumed.writeTo(out);
        }, context.session().dependsOn());
    }
}
