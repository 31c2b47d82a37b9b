package io.quarkiverse.kvs.dynamodb.deployment.amazon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.quarkiverse.kvs.dynamodb.EmbeddedDynamoDb;
import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbConfig;
import io.quarkiverse.kvs.dynamodb.runtime.amazon.AmazonDynamoDbClients;
import io.quarkus.deployment.builditem.Startable;

/** An endpoint in the process that builds or tests an application. */
final class DetachedDynamoDb implements Startable {

    private final KvsDynamoDbConfig config;
    private final int port;
    private EmbeddedDynamoDb endpoint;

    /**
     * @param port 0 for any free one
     */
    DetachedDynamoDb(KvsDynamoDbConfig config, int port) {
        this.config = config;
        this.port = port;
    }

    /** What the application is told of it. */
    static Map<String, Function<DetachedDynamoDb, String>> clientProperties() {
        Map<String, Function<DetachedDynamoDb, String>> properties = new HashMap<>();
        URI any = URI.create("http://localhost");
        for (String name : AmazonDynamoDbClients.properties(any, "us-east-1", Map.of()).keySet()) {
            properties.put(name, running -> running.clientProperty(name));
        }
        return properties;
    }

    private String clientProperty(String name) {
        return AmazonDynamoDbClients.properties(endpoint.endpoint(), config.region(), config.credentials()).get(name);
    }

    @Override
    public void start() {
        EmbeddedDynamoDb.Builder builder = EmbeddedDynamoDb.builder().port(port).region(config.region())
                .tableDelayMillis(config.delay().toMillis());
        config.credentials().forEach(builder::credentials);
        try {
            endpoint = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "quarkus.kvs.dynamodb.devservices.port=" + port + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public String getConnectionInfo() {
        return endpoint.endpoint().toString();
    }

    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
