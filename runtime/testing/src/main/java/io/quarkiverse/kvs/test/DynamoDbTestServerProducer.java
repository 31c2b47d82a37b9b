package io.quarkiverse.kvs.test;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the DynamoDB endpoint of the application injectable, in its tests only. */
@Singleton
final class DynamoDbTestServerProducer {

    @Produces
    @Singleton
    DynamoDbTestServer ofApplication() {
        return KvsTestServer.ofApplication().dynamoDb();
    }
}
