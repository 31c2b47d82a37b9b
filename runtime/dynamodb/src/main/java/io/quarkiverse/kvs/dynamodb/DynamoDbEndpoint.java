package io.quarkiverse.kvs.dynamodb;

import java.net.URI;

/**
 * The endpoint that clients of DynamoDB reach over HTTP. Inject it to learn where it listens:
 *
 * <pre>
 * &#64;Inject
 * DynamoDbEndpoint endpoint;
 *
 * DynamoDbClient.builder().endpointOverride(endpoint.uri()).region(Region.of(endpoint.region()))
 * </pre>
 *
 * Methods may be called from any thread.
 */
public interface DynamoDbEndpoint {

    /** The host it listens on, as configured with {@code quarkus.kvs.dynamodb.host}. */
    String host();

    /**
     * The port it listens on; where any free port was asked for, the one that was found.
     *
     * @return the port, or -1 if it does not listen
     */
    int port();

    /** The region whose service it stands for, as configured with {@code quarkus.kvs.dynamodb.region}. */
    String region();

    /**
     * How clients on this machine reach it: {@code http://localhost:8000}.
     *
     * @throws IllegalStateException if it does not listen
     */
    URI uri();
}
