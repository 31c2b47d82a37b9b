package io.quarkiverse.kvs.it.dynamodb;

import java.util.Map;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@ApplicationScoped
public class Greetings {

    @Inject
    DynamoDbClient dynamo;

    @PostConstruct
    void createTable() {
        try {
            dynamo.createTable(table -> table.tableName("greetings").billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(name -> name.attributeName("name").attributeType(ScalarAttributeType.S))
                    .keySchema(key -> key.attributeName("name").keyType(KeyType.HASH)));
            dynamo.waiter().waitUntilTableExists(table -> table.tableName("greetings"));
        } catch (ResourceInUseException e) {
            // It is there already
        }
    }

    public void put(String name, String text) {
        dynamo.putItem(put -> put.tableName("greetings")
                .item(Map.of("name", AttributeValue.fromS(name), "text", AttributeValue.fromS(text))));
    }

    public String get(String name) {
        Map<String, AttributeValue> item = dynamo.getItem(get -> get.tableName("greetings")
                .key(Map.of("name", AttributeValue.fromS(name)))).item();
        return item.isEmpty() ? null : item.get("text").s();
    }
}
