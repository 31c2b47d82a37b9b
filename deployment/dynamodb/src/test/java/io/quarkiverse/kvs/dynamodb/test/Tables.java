package io.quarkiverse.kvs.dynamodb.test;

import java.util.Map;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What the tests of an endpoint do with tables. */
public final class Tables {

    private Tables() {
    }

    public static void create(DynamoDbClient client, String table) {
        client.createTable(create -> create.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build())
                .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()));
    }

    public static void put(DynamoDbClient client, String table, String id, String value) {
        client.putItem(put -> put.tableName(table)
                .item(Map.of("id", AttributeValue.fromS(id), "value", AttributeValue.fromS(value))));
    }

    /** @return null if there is no such item */
    public static String get(DynamoDbClient client, String table, String id) {
        Map<String, AttributeValue> item = client
                .getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS(id)))).item();
        return item.isEmpty() ? null : item.get("value").s();
    }
}
