package io.quarkiverse.kvs.dynamodb.runtime.amazon;

import java.net.URI;
import java.util.Map;

/** How the configuration of the clients of {@code quarkus-amazon-dynamodb} is spelled. */
public final class AmazonDynamoDbClients {

    /** Where the clients connect to. Clients with names that have none of their own use this one. */
    public static final String ENDPOINT = "quarkus.dynamodb.endpoint-override";
    /** Whether that extension looks for a container runtime, to start an endpoint in a container. */
    public static final String DEV_SERVICES = "quarkus.dynamodb.devservices.enabled";

    static final String REGION = "quarkus.dynamodb.aws.region";
    static final String CREDENTIALS = "quarkus.dynamodb.aws.credentials.";
    private static final String CREDENTIALS_TYPE = CREDENTIALS + "type";
    private static final String ACCESS_KEY_ID = CREDENTIALS + "static-provider.access-key-id";
    private static final String SECRET_ACCESS_KEY = CREDENTIALS + "static-provider.secret-access-key";
    /** What clients tell an endpoint that takes any. */
    private static final Map.Entry<String, String> ANY_CREDENTIALS = Map.entry("quarkus-kvs", "quarkus-kvs");

    private AmazonDynamoDbClients() {
    }

    /**
     * The properties that point clients at an endpoint.
     *
     * @param credentials those that the endpoint knows; empty if it takes any
     */
    public static Map<String, String> properties(URI endpoint, String region, Map<String, String> credentials) {
        Map.Entry<String, String> some = credentials.entrySet().stream().findFirst().orElse(ANY_CREDENTIALS);
        return Map.of(ENDPOINT, endpoint.toString(), REGION, region, CREDENTIALS_TYPE, "static",
                ACCESS_KEY_ID, some.getKey(), SECRET_ACCESS_KEY, some.getValue());
    }
}
