package io.quarkiverse.kvs.it.devui;

import io.vertx.core.json.JsonObject;

/** The same shop's orders in a table of DynamoDB, to look at. */
final class ShopTables {

    private static final String[] CUSTOMERS = { "ada", "alan", "barbara", "donald", "edsger", "grace", "katherine", "radia" };
    private static final String[] THINGS = { "Espresso machine", "Moka pot", "Grinder", "Filter papers" };

    private ShopTables() {
    }

    static void fill(JsonRpcClient rpc) {
        call(rpc, "CreateTable", """
                {'TableName': 'orders', 'BillingMode': 'PAY_PER_REQUEST',
                'AttributeDefinitions': [{'AttributeName': 'customer', 'AttributeType': 'S'},
                    {'AttributeName': 'placed', 'AttributeType': 'S'}, {'AttributeName': 'state', 'AttributeType': 'S'}],
                'KeySchema': [{'AttributeName': 'customer', 'KeyType': 'HASH'},
                    {'AttributeName': 'placed', 'KeyType': 'RANGE'}],
                'GlobalSecondaryIndexes': [{'IndexName': 'by-state',
                    'KeySchema': [{'AttributeName': 'state', 'KeyType': 'HASH'}],
                    'Projection': {'ProjectionType': 'KEYS_ONLY'}}],
                'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}}""");
        for (int i = 0; i < 64; i++) {
            order(rpc, i, "new");
        }
        for (int i = 0; i < 12; i++) {
            order(rpc, i, i % 3 == 0 ? "sent" : "paid");
        }
        call(rpc, "DeleteItem", "{'TableName': 'orders', 'Key': {" + key(6) + "}}");
        order(rpc, 14, "paid");
    }

    private static String key(int i) {
        return "'customer': {'S': '" + CUSTOMERS[i % CUSTOMERS.length] + "'}, 'placed': {'S': '2026-%02d-%02dT%02d:%02d'}"
                .formatted(1 + i / 6, 1 + i * 5 % 28, 8 + i % 11, i * 7 % 60);
    }

    private static void order(JsonRpcClient rpc, int i, String state) {
        int quantity = 1 + i % 3;
        call(rpc, "PutItem", "{'TableName': 'orders', 'Item': {" + key(i) + ", 'state': {'S': '" + state
                + "'}, 'total': {'N': '" + quantity * 24.5 + "'}, 'tags': {'SS': ['gift', 'web']}, "
                + "'lines': {'L': [{'M': {'item': {'S': '" + THINGS[i % THINGS.length] + "'}, 'quantity': {'N': '" + quantity
                + "'}}}]}}}");
    }

    private static void call(JsonRpcClient rpc, String operation, String request) {
        rpc.operation(operation, new JsonObject(request.replace('\'', '"')));
    }
}
