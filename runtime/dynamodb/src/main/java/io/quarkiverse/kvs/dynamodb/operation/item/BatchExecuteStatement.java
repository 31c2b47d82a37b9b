package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StatementShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.partiql.Statement;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Executes up to 25 statements of PartiQL, each for itself: all of them read, or all of them write. */
public final class BatchExecuteStatement implements Operation {

    @Override
    public String name() {
        return "BatchExecuteStatement";
    }

    @Override
    public Shape.Structure shape() {
        return StatementShapes.BATCH_EXECUTE_STATEMENT;
    }

    /** What came of one: an item, or nothing, or an error. */
    private record Result(String table, Map<String, AttributeValue> item, DynamoDbException error) {
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        List<Result> results = new ArrayList<>();
        Consumptions consumed = new Consumptions(context, input, false);
        List<Statement> statements = new ArrayList<>();
        for (Input each : input.structures("Statements")) {
            statements.add(ExecuteStatement.parse(each));
        }
        long reads = statements.stream().filter(Statement::isRead).count();
        if (reads > 0 && reads < statements.size()) {
            throw DynamoDbException.validation("Statements in a batch must be all read or all write operations");
        }
        for (int i = 0; i < statements.size(); i++) {
            results.add(run(context, statements.get(i), input.structures("Statements").get(i), consumed));
        }
        return new Answer(out -> {
            out.startArray("Responses");
            results.forEach(result -> write(out, result));
            out.endArray();
            consumed.writeTo(out);
        }, context.session().dependsOn());
    }

    private static Result run(OperationContext context, Statement statement, Input of, Consumptions consumed) {
        try {
            return new Result(statement.table(), item(context, statement, of, consumed), null);
        } catch (DynamoDbException e) {
            return new Result(statement.table(), null, e);
        }
    }

    private static Map<String, AttributeValue> item(OperationContext context, Statement statement, Input of,
            Consumptions consumed) {
        if (statement instanceof Statement.Select select) {
            // It names one item, and so does its page.
            if (select.where() == null) {
                throw DynamoDbException.validation(
                        "Select statements within BatchExecuteStatement must specify the primary key in the where clause.");
            }
            TableDescription table = context.table(select.table()).description();
            StatementWrites.key(table, select.where());
            boolean consistent = of.isTrue("ConsistentRead");
            StatementPage page = StatementPage.of(context, select, consistent, null, null, null);
            Map<String, AttributeValue> item = page.items().isEmpty() ? null : page.items().get(0);
            consumed.of(table).get(item, consistent);
            return item;
        }
        ItemWrite write = StatementWrites.of(context, statement, RequestExpressions.tellsItem(of));
        context.requireRoom();
        context.requireWrites(write.table().description());
        ItemWrite.Outcome outcome = context.session().change(write.table(), write::run);
        consumed.of(write.table().description()).write(outcome.before(), outcome.after());
        return StatementWrites.told(statement, outcome);
    }

    private static void write(Output out, Result result) {
        out.startObject();
        if (result.error != null) {
            out.startObject("Error");
            out.field("Code", code(result.error));
            out.field("Message", result.error.getMessage());
            out.item("Item", result.error.item());
            out.endObject();
        }
        out.field("TableName", result.table);
        out.item("Item", result.item);
        out.endObject();
    }

    /** The name of an error within a batch. */
    private static String code(DynamoDbException error) {
        switch (error.type()) {
            case CONDITIONAL_CHECK_FAILED:
                return "ConditionalCheckFailed";
            case RESOURCE_NOT_FOUND:
                return "ResourceNotFound";
            case DUPLICATE_ITEM:
                return "DuplicateItem";
            case THROUGHPUT_EXCEEDED:
                return "ProvisionedThroughputExceeded";
            case INTERNAL:
                return "InternalServerError";
            default:
                return "ValidationError";
        }
    }
}
