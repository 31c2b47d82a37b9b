package io.quarkiverse.kvs.runtime;

import io.quarkiverse.kvs.KvsServer;
import io.quarkus.value.registry.RuntimeInfoProvider;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.value.registry.ValueRegistry.RuntimeKey;

/**
 * Makes {@link KvsServer} a runtime value of the application: Quarkus turns it into a bean, and injects it into tests.
 */
public final class KvsServerInfoProvider implements RuntimeInfoProvider {

    /** Resolves {@code ${quarkus.kvs.port}} to the port that is really listened on. */
    static final RuntimeKey<Integer> PORT = RuntimeKey.intKey("quarkus.kvs.port");
    static final RuntimeKey<Integer> TEST_PORT = RuntimeKey.intKey("quarkus.kvs.test-port");
    /** The server of this very application. */
    static final RuntimeKey<KvsServer> INSTANCE = RuntimeKey.key("io.quarkiverse.kvs.instance", KvsServer.class);

    private static final RuntimeKey<KvsServer> SERVER = RuntimeKey.key(KvsServer.class);

    @Override
    public void register(ValueRegistry registry, RuntimeSource source) {
        registry.registerInfo(SERVER, values -> {
            if (!values.containsKey(INSTANCE)) {
                throw new IllegalStateException(
                        "the key/value server is not part of this process, or has not been started yet");
            }
            return values.get(INSTANCE);
        });
    }
}
