package io.quarkiverse.kvs.dynamodb.runtime;

import java.util.Map;

/**
 * What a listener is made with.
 *
 * @param port 0 for any free one
 * @param delayMillis how long tables and indexes take to be created or deleted, in milliseconds
 * @param credentials secrets by access keys; empty if every signature will do
 */
record EndpointSettings(String host, int port, int eventLoops, String region, long delayMillis,
        Map<String, String> credentials) {

    EndpointSettings {
        credentials = Map.copyOf(credentials);
    }

    EndpointSettings with(int otherPort) {
        return new EndpointSettings(host, otherPort, eventLoops, region, delayMillis, credentials);
    }
}
