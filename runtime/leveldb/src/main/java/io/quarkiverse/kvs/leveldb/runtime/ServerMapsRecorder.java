package io.quarkiverse.kvs.leveldb.runtime;

import io.quarkiverse.kvs.leveldb.ServerDB;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

/** Called only if the application has the extension {@code quarkus-kvs}: no other class in this package knows that. */
@Recorder
public class ServerMapsRecorder {

    /** Those of the server that is there when a database is opened. */
    public RuntimeValue<ServerMaps> maps() {
        return new RuntimeValue<>((database, key) -> {
            KvsInstance server = KvsRecorder.instance();
            if (database < 0 || database >= server.databases()) {
                throw new IllegalArgumentException("the server has " + server.databases() + " databases, from 0 on");
            }
            return ServerDB.of(server.inProcess(database), key);
        });
    }
}
