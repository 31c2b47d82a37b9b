package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.Conditions;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.partiql.Returning;
import io.quarkiverse.kvs.dynamodb.partiql.Statement;
import io.quarkiverse.kvs.dynamodb.partiql.Where;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** What statements of PartiQL change: INSERT, UPDATE and DELETE, and what EXISTS checks in a transaction. */
final class StatementWrites {

    private StatementWrites() {
    }

    /**
     * The change that a statement asks for.
     *
     * @param tellsItem whether the client wants to see the item for which the clause is not true
     * @throws DynamoDbException a ValidationException, if it is not about one item of the table
     */
    static ItemWrite of(OperationContext context, Statement statement, boolean tellsItem) {
        Table table = context.table(statement.table());
        TableDescription description = table.description();
        if (statement instanceof Statement.Insert insert) {
            ItemEdits.requireSize(insert.item());
            byte[] key = ItemKeys.ofItem(description, insert.item());
            Condition missing = Conditions.not(exists(description));
            return new ItemWrite(table, key, missing, tellsItem,
                    new ItemWrite.Insertion(insert.item()));
        }
        if (statement instanceof Statement.Update update) {
            Map<String, AttributeValue> key = key(description, update.where());
            ItemKeys.requireNotUpdated(description, update.update().topLevelNames());
            IndexKeys.requireTypes(description, update.update());
            return new ItemWrite(table, ItemKeys.ofKey(description, key), present(description, update.where()), tellsItem,
                    ItemEdits.update(description, key, update.update()));
        }
        if (statement instanceof Statement.Delete delete) {
            Map<String, AttributeValue> key = key(description, delete.where());
            Condition there = present(description, delete.where());
            // To delete what is not there is no error, unless the clause asks for more than the key.
            Condition condition = asksForMore(description, delete.where()) ? there
                    : Conditions.or(List.of(Conditions.not(exists(description)), there));
            return new ItemWrite(table, ItemKeys.ofKey(description, key), condition, tellsItem, ItemEdits.DELETE);
        }
        Statement.Exists exists = (Statement.Exists) statement;
        Map<String, AttributeValue> key = key(description, exists.select().where());
        return new ItemWrite(table, ItemKeys.ofKey(description, key), present(description, exists.select().where()), tellsItem,
                ItemEdits.NONE);
    }

    /** @throws DynamoDbException a ValidationException, if a statement does not say which item it is about */
    static void requireKey(OperationContext context, Statement statement) {
        TableDescription table = context.table(statement.table()).description();
        if (statement instanceof Statement.Update update) {
            key(table, update.where());
        } else if (statement instanceof Statement.Delete delete) {
            key(table, delete.where());
        } else if (statement instanceof Statement.Exists exists) {
            key(table, exists.select().where());
        }
    }

    private static Condition exists(TableDescription table) {
        return Conditions.exists(DocumentPath.of(table.keys().hash().name()));
    }

    private static Condition present(TableDescription table, Where where) {
        return Conditions.and(List.of(exists(table), where.condition()));
    }

    private static boolean asksForMore(TableDescription table, Where where) {
        return !table.keyNames().containsAll(where.condition().topLevelNames());
    }

    static Map<String, AttributeValue> key(TableDescription table, Where where) {
        if (where == null) {
            throw DynamoDbException.validation("Where clause does not contain a mandatory equality on all key attributes");
        }
        return where.key(KeyRange.names(table.keys()));
    }

    /** What of the item is answered; null for nothing. */
    static Map<String, AttributeValue> told(Statement statement, ItemWrite.Outcome outcome) {
        Returning returning = statement instanceof Statement.Update update ? update.returning()
                : statement instanceof Statement.Delete delete ? delete.returning() : Returning.NONE;
        switch (returning) {
            case ALL_OLD:
                return outcome.before();
            case ALL_NEW:
                return outcome.after();
            case UPDATED_OLD:
                return ((Statement.Update) statement).update().project(outcome.before());
            case UPDATED_NEW:
                return ((Statement.Update) statement).update().project(outcome.after());
            default:
                return null;
        }
    }
}
