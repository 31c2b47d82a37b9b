package io.quarkiverse.kvs.runtime.server;

import java.util.function.LongSupplier;

import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.quarkiverse.kvs.core.store.Store;

/** The state of a server that has no data yet. */
final class TestState {

    private TestState() {
    }

    static ServerState of(DecoderLimits limits, int maxClients, int replyBacklog, long timeoutSeconds) {
        return of(limits, maxClients, replyBacklog, timeoutSeconds, System::currentTimeMillis);
    }

    /** @param currentTimeMillis the clock, which a test can put forward */
    static ServerState of(DecoderLimits limits, int maxClients, int replyBacklog, long timeoutSeconds,
            LongSupplier currentTimeMillis) {
        return new ServerState(new Store(16),
                new Settings(new Settings.Initial(limits, maxClients, replyBacklog, timeoutSeconds, "", 16, "localhost", true,
                        MemoryBounds.NONE, PersistenceSettings.Initial.OFF)),
                currentTimeMillis, System::nanoTime);
    }
}
