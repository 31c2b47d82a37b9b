package io.quarkiverse.kvs.runtime.devui;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;

/** The databases of the running application. Safe for use by many threads, of which none may be an event loop. */
final class Databases {

    private final KvsInstance instance = KvsRecorder.instance();
    private final Map<Integer, KeyValueStore> looks = new ConcurrentHashMap<>();
    private final Map<Integer, KeyValueStore> changes = new ConcurrentHashMap<>();

    int count() {
        return instance.databases();
    }

    ServerState server() {
        return instance.serverState();
    }

    /** A database to look at, without a trace: see {@link KvsInstance#unnoticed}. */
    KeyValueStore look(int database) {
        return looks.computeIfAbsent(checked(database), instance::unnoticed);
    }

    /** A database to change, as any caller in the process would. */
    KeyValueStore change(int database) {
        return changes.computeIfAbsent(checked(database), instance::inProcess);
    }

    /** @throws KvsException if there is no such key */
    void requireKey(int database, byte[] key) {
        if (!look(database).exists(key)) {
            throw new KvsException("The key does not exist any more.");
        }
    }

    /**
     * Calls something that reads and changes one key, while no other thread does. It is to do nothing that other clients could
     * wait for, since those may need locks of other keys.
     */
    <T> T alone(byte[] key, Supplier<T> action) {
        Gate gate = new Gate(server().store());
        gate.open(new Key().show(key).segment(), server().time().currentTimeMillis());
        try {
            return action.get();
        } finally {
            gate.close();
        }
    }

    private int checked(int database) {
        if (database < 0 || database >= count()) {
            throw new IllegalArgumentException("There is no database " + database + ".");
        }
        return database;
    }
}
