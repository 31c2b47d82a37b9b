package io.quarkiverse.kvs.dynamodb.test;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The application that {@link ReloadTest} changes while it runs. */
@Path("/")
public class ReloadApp {

    private final DynamoDbClient client;
    private final DynamoDbEndpoint endpoint;

    public ReloadApp(DynamoDbClient client, DynamoDbEndpoint endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    @GET
    @Path("port")
    public int port() {
        return endpoint.port();
    }

    @GET
    @Path("version")
    public String version() {
        return "one";
    }

    @PUT
    @Path("value")
    public void put() {
        Tables.create(client, "kept");
        Tables.put(client, "kept", "1", "from before");
    }

    @GET
    @Path("value")
    public String get() {
        return Tables.get(client, "kept", "1");
    }
}
