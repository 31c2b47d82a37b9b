package io.quarkiverse.kvs.runtime.devmode;

import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkus.dev.spi.HotReplacementContext;
import io.quarkus.dev.spi.HotReplacementSetup;

/** Tells the end of a session of dev mode, which is the end of its server. */
public final class KvsHotReplacementSetup implements HotReplacementSetup {

    @Override
    public void setupHotDeployment(HotReplacementContext context) {
        // Reloads are noticed when the application starts again.
    }

    @Override
    public void close() {
        KvsRecorder.closeDevMode();
    }
}
