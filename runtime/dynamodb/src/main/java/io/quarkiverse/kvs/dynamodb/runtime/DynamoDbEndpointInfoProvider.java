package io.quarkiverse.kvs.dynamodb.runtime;

import io.quarkiverse.kvs.dynamodb.DynamoDbEndpoint;
import io.quarkus.value.registry.RuntimeInfoProvider;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.value.registry.ValueRegistry.RuntimeKey;

/**
 * Makes {@link DynamoDbEndpoint} a runtime value of the application: Quarkus turns it into a bean, and injects it into tests.
 */
public final class DynamoDbEndpointInfoProvider implements RuntimeInfoProvider {

    /** Resolves {@code ${quarkus.kvs.dynamodb.port}} to the port that is really listened on. */
    static final RuntimeKey<Integer> PORT = RuntimeKey.intKey("quarkus.kvs.dynamodb.port");
    static final RuntimeKey<Integer> TEST_PORT = RuntimeKey.intKey("quarkus.kvs.dynamodb.test-port");
    /** The endpoint of this very application. */
    static final RuntimeKey<DynamoDbEndpoint> INSTANCE = RuntimeKey.key("io.quarkiverse.kvs.dynamodb.instance",
            DynamoDbEndpoint.class);

    private static final RuntimeKey<DynamoDbEndpoint> ENDPOINT = RuntimeKey.key(DynamoDbEndpoint.class);

    @Override
    public void register(ValueRegistry registry, RuntimeSource source) {
        registry.registerInfo(ENDPOINT, values -> {
            if (!values.containsKey(INSTANCE)) {
                throw new IllegalStateException(
                        "the DynamoDB endpoint is not part of this process, or has not been started yet");
            }
            return values.get(INSTANCE);
        });
    }
}
