package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.KeyNames;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** A statement of PartiQL, with the values of its parameters. Immutable. */
public sealed interface Statement {

    /**
     * Reads a statement.
     *
     * @param parameters the values of its question marks, in their order; none if it has none
     * @throws DynamoDbException a ValidationException, if it makes no sense
     */
    static Statement parse(String statement, List<AttributeValue> parameters) {
        return StatementReader.read(new PartiqlWords(statement, parameters));
    }

    /** The name of the table. */
    String table();

    /** Whether it changes nothing. */
    default boolean isRead() {
        return false;
    }

    /**
     * Finds items.
     *
     * @param index the name of an index; null for the table itself
     * @param projection null for all of them
     * @param where null for all items
     * @param order empty if the order does not matter
     */
    record Select(String table, String index, FlatProjection projection, Where where, List<Order> order) implements Statement {

        @Override
        public boolean isRead() {
            return true;
        }

        /**
         * Whether items shall be in the order of the sort key, or against it.
         *
         * @throws DynamoDbException a ValidationException, if these keys cannot be in this order
         */
        public void checkOrder(KeyNames keys) {
            if (order.isEmpty()) {
                return;
            }
            if (where == null) {
                throw DynamoDbException.validation("Must have WHERE clause in the statement when using ORDER BY clause.");
            }
            if (where.partitions(keys) == null) {
                throw DynamoDbException.validation(
                        "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.");
            }
            for (Order each : order) {
                if (!each.attribute().equals(keys.hash()) && !each.attribute().equals(keys.range())) {
                    throw DynamoDbException.validation("Variable reference " + each.attribute()
                            + " in ORDER BY clause must be part of the primary key");
                }
            }
        }
    }

    /** A key by which items shall be in order. */
    record Order(String attribute, boolean descending) {
    }

    /** Stores an item that does not exist yet. */
    record Insert(String table, Map<String, AttributeValue> item) implements Statement {
    }

    /** Changes one item that exists. */
    record Update(String table, UpdateExpression update, Where where, Returning returning) implements Statement {
    }

    /** Deletes one item. */
    record Delete(String table, Where where, Returning returning) implements Statement {
    }

    /** Asks, in a transaction, whether there is such an item. */
    record Exists(Select select) implements Statement {
        @Override
        public String table() {
            return select.table();
        }

        @Override
        public boolean isRead() {
            return true;
        }
    }
}
