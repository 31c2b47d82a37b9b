package io.quarkiverse.kvs.it.dynamodb;

import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The bookings of all shows, in one table: by show and seat, and in an index by guest. */
@Singleton
public class Bookings {

    static final String TABLE = "bookings";
    private static final String BY_GUEST = "by-guest";

    private final DynamoDbClient dynamo;
    private boolean hasTable;

    public Bookings(DynamoDbClient dynamo) {
        this.dynamo = dynamo;
    }

    /** @return whether the seat was free */
    boolean book(Booking booking) {
        try {
            table().putItem(
                    put -> put.tableName(TABLE).item(booking.toItem()).conditionExpression("attribute_not_exists(seat)"));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** @return null if the seat is free */
    Booking find(String show, int seat) {
        Map<String, AttributeValue> item = table()
                .getItem(get -> get.tableName(TABLE).key(Booking.key(show, seat)).consistentRead(true)).item();
        return item.isEmpty() ? null : Booking.of(item);
    }

    /** In the order of their seats. */
    List<Booking> of(String show) {
        return table().queryPaginator(query -> query.tableName(TABLE).keyConditionExpression("#show = :show")
                .expressionAttributeNames(Map.of("#show", "show"))
                .expressionAttributeValues(Map.of(":show", AttributeValue.fromS(show))))
                .items().stream().map(Booking::of).toList();
    }

    List<Booking> ofGuest(String guest) {
        return table().query(query -> query.tableName(TABLE).indexName(BY_GUEST).keyConditionExpression("guest = :guest")
                .expressionAttributeValues(Map.of(":guest", AttributeValue.fromS(guest))))
                .items().stream().map(Booking::of).toList();
    }

    /** @return the new price */
    long raise(String show, int seat, long cents) {
        return Long.parseLong(table().updateItem(update -> update.tableName(TABLE).key(Booking.key(show, seat))
                .updateExpression("SET cents = cents + :more").conditionExpression("attribute_exists(seat)")
                .expressionAttributeValues(Map.of(":more", AttributeValue.fromN(Long.toString(cents))))
                .returnValues("UPDATED_NEW")).attributes().get("cents").n());
    }

    /**
     * Moves a guest to another seat: both seats change, or none.
     *
     * @return why not, for each of the two: {@code None} if that one is no obstacle; empty if it was done
     */
    List<String> move(Booking from, int seat) {
        Booking to = new Booking(from.show(), seat, from.guest(), from.cents());
        try {
            table().transactWriteItems(transaction -> transaction.transactItems(
                    first -> first.delete(delete -> delete.tableName(TABLE).key(Booking.key(from.show(), from.seat()))
                            .conditionExpression("guest = :guest")
                            .expressionAttributeValues(Map.of(":guest", AttributeValue.fromS(from.guest())))),
                    second -> second.put(put -> put.tableName(TABLE).item(to.toItem())
                            .conditionExpression("attribute_not_exists(seat)"))));
            return List.of();
        } catch (TransactionCanceledException e) {
            return e.cancellationReasons().stream().map(reason -> reason.code()).toList();
        }
    }

    void cancel(String show, int seat) {
        table().deleteItem(delete -> delete.tableName(TABLE).key(Booking.key(show, seat)));
    }

    /** The table is made when it is used for the first time. */
    private synchronized DynamoDbClient table() {
        if (!hasTable) {
            try {
                dynamo.createTable(definition());
                dynamo.waiter().waitUntilTableExists(describe -> describe.tableName(TABLE));
            } catch (ResourceInUseException e) {
                // Another application has made it, or this one when it ran before.
            }
            hasTable = true;
        }
        return dynamo;
    }

    private static CreateTableRequest definition() {
        return CreateTableRequest.builder().tableName(TABLE).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("show", ScalarAttributeType.S), attribute("seat", ScalarAttributeType.N),
                        attribute("guest", ScalarAttributeType.S))
                .keySchema(key("show", KeyType.HASH), key("seat", KeyType.RANGE))
                .globalSecondaryIndexes(index -> index.indexName(BY_GUEST)
                        .keySchema(key("guest", KeyType.HASH), key("show", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL)))
                .build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
