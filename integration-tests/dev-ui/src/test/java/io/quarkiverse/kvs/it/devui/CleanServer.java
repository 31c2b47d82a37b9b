package io.quarkiverse.kvs.it.devui;

import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A server as it was at the beginning: without data, tables, other clients, and statistics. */
final class CleanServer {

    private CleanServer() {
    }

    /** Removes what earlier tests have left, and waits until their connections are gone. */
    static void await() {
        try (JsonRpcClient rpc = new JsonRpcClient(); RespClient redis = RespClient.ofText(DevMode.port())) {
            for (Object table : rpc.operation("ListTables", new JsonObject()).getJsonArray("TableNames", new JsonArray())) {
                rpc.operation("DeleteTable", new JsonObject().put("TableName", table));
            }
            redis.call("FLUSHALL");
            redis.call("CONFIG", "RESETSTAT");
            Await.until("no other client is connected", () -> rpc.call("connectionCount").equals(1));
        }
        try (JsonRpcClient rpc = new JsonRpcClient()) {
            Await.until("no client is connected", () -> rpc.call("connectionCount").equals(0));
        }
    }
}
