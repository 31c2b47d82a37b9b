package io.quarkiverse.kvs.dynamodb;

import java.io.IOException;
import java.nio.file.Path;

import io.quarkiverse.kvs.core.log.FsyncPolicy;

/**
 * An endpoint as a program: {@code java ... io.quarkiverse.kvs.dynamodb.Main [port [directory]]}. It runs until it is ended.
 */
public final class Main {

    private static final int PORT = 8000;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EmbeddedDynamoDb.Builder builder = EmbeddedDynamoDb.builder()
                .port(arguments.length > 0 ? Integer.parseInt(arguments[0]) : PORT);
        if (arguments.length > 1) {
            builder.directory(Path.of(arguments[1]), FsyncPolicy.EVERYSEC);
        }
        EmbeddedDynamoDb dynamoDb = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(dynamoDb::close, "kvs-dynamodb-end"));
        System.out.println("DynamoDB for tests and development: " + dynamoDb.endpoint());
        Thread.currentThread().join();
    }
}
