package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StatementShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.partiql.Statement;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Executes a statement of PartiQL. */
public final class ExecuteStatement implements Operation {

    @Override
    public String name() {
        return "ExecuteStatement";
    }

    @Override
    public Shape.Structure shape() {
        return StatementShapes.EXECUTE_STATEMENT;
    }

    /** The statement of a request, with its parameters. */
    static Statement parse(Input input) {
        List<AttributeValue> parameters = input.values("Parameters");
        return Statement.parse(input.string("Statement"), parameters == null ? List.of() : parameters);
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        Statement statement = parse(input);
        Consumption.Told told = Consumption.Told.of(input);
        if (statement instanceof Statement.Select select) {
            StatementPage page = StatementPage.of(context, select, input.isTrue("ConsistentRead"), input.string("NextToken"),
                    input.integer("Limit"), told);
            return new Answer(out -> {
                out.startArray("Items");
                page.items().forEach(out::item);
                out.endArray();
                out.item("LastEvaluatedKey", page.end());
                out.field("NextToken", page.token());
                page.consumption().writeTo(out);
            }, context.session().dependsOn());
        }
        if (statement instanceof Statement.Exists) {
            throw DynamoDbException.validation("EXISTS is only supported in transactions");
        }
        ItemWrite write = StatementWrites.of(context, statement, RequestExpressions.tellsItem(input));
        context.requireRoom();
        context.requireWrites(write.table().description());
        ItemWrite.Outcome outcome = context.session().change(write.table(), write::run);
        Map<String, AttributeValue> item = StatementWrites.told(statement, outcome);
        Consumption consumption = new Consumption(context, write.table().description(), told, false);
        consumption.write(outcome.before(), outcome.after());
        return new Answer(out -> {
            out.startArray("Items");
            if (item != null) {
                out.item(item);
            }
            out.endArray();
            consumption.writeTo(out);
        }, context.session().dependsOn());
    }
}
