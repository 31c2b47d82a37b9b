package io.quarkiverse.kvs.runtime.devui;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/** The databases of the running application. Safe for use by many threads, of which none may be an event loop. */
final class Databases {

    private final KvsInstance instance = KvsRecorder.instance();
    private final Map<Integer, InProcessStore> looks = new ConcurrentHashMap<>();
    private final Map<Integer, InProcessStore> changes = new ConcurrentHashMap<>();

    int count() {
        return instance.databases();
    }

    ServerState server() {
        return instance.serverState();
    }

    /** A database to look at, without a trace: see {@link KvsInstance#unnoticed}. */
    InProcessStore look(int database) {
        return looks.computeIfAbsent(checked(database), instance::unnoticed);
    }

    /** A database to change, as any caller in the process would. */
    InProcessStore change(int database) {
        return changes.computeIfAbsent(checked(database), instance::inProcess);
    }

    /** @throws KvsException if there is no such key */
    void requireKey(int database, byte[] key) {
        if (!look(database).exists(key)) {
            throw new KvsException("The key does not exist any more.");
        }
    }

    private int checked(int database) {
        if (database < 0 || database >= count()) {
            throw new IllegalArgumentException("There is no database " + database + ".");
        }
        return database;
    }
}
