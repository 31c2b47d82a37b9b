package io.quarkiverse.kvs.dynamodb.runtime.devmode;

import io.quarkiverse.kvs.dynamodb.runtime.KvsDynamoDbRecorder;
import io.quarkus.dev.spi.HotReplacementContext;
import io.quarkus.dev.spi.HotReplacementSetup;

/** Tells the end of a session of dev mode, which is the end of its endpoint. */
public final class DynamoDbHotReplacementSetup implements HotReplacementSetup {

    @Override
    public void setupHotDeployment(HotReplacementContext context) {
        // Reloads are noticed when the application starts again.
    }

    @Override
    public void close() {
        KvsDynamoDbRecorder.close();
    }
}
