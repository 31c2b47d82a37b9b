package io.quarkiverse.kvs.dynamodb.http;

import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Tables;

/** A store in memory, for the tests of the endpoint. */
final class TestStore {

    private TestStore() {
    }

    static Service service(String region) {
        return new Service(new Tables(server(), 0), region, 0);
    }

    static ServerState server() {
        Settings.Initial defaults = Settings.Initial.defaults();
        ServerState server = new ServerState(new Store(1),
                new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(), defaults.replyBacklog(), 0, "", 1,
                        "localhost", false, defaults.memory(), PersistenceSettings.Initial.OFF)),
                System::currentTimeMillis, System::nanoTime);
        server.persistence().start(false, () -> {
        });
        server.persistence().awaitLoaded();
        return server;
    }
}
