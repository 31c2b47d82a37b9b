package io.quarkiverse.kvs.it.devui;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.kvs.it.threads.Await;
import io.vertx.core.json.JsonObject;

/** Speaks the protocol in which pages of the Dev UI talk to the application. */
final class JsonRpcClient implements AutoCloseable {

    static final String NAMESPACE = "quarkus-kvs";

    private final WebSocket socket;
    private final AtomicInteger nextId = new AtomicInteger();
    private final Map<Integer, BlockingQueue<JsonObject>> messages = new ConcurrentHashMap<>();

    JsonRpcClient() {
        socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + DevMode.HTTP_PORT + "/q/dev-ui/json-rpc-ws"), new Listener()).join();
    }

    /** Calls a method; returns what it returns. */
    Object call(String method, Object... parameters) {
        return callNamed(NAMESPACE + "_" + method, parameters);
    }

    Object callNamed(String method, Object... parameters) {
        JsonObject answer = next(send(method, parameters));
        if (answer.getValue("error") != null) {
            throw new IllegalStateException(answer.encode());
        }
        return answer.getJsonObject("result").getValue("object");
    }

    /** What a method returns whose mistakes are part of what it returns. */
    <T> T value(String method, Class<T> type, Object... parameters) {
        JsonObject outcome = (JsonObject) call(method, parameters);
        if (outcome.getString("error") != null) {
            throw new AssertionError(method + ": " + outcome.getString("error"));
        }
        return type.cast(outcome.getValue("value"));
    }

    /** Why a method does not return anything. */
    String error(String method, Object... parameters) {
        return ((JsonObject) call(method, parameters)).getString("error");
    }

    /** Calls an operation of DynamoDB, which is not to fail. */
    JsonObject operation(String operation, JsonObject request) {
        JsonObject outcome = (JsonObject) callNamed("quarkus-kvs-dynamodb_callOperation", "operation", operation, "request",
                request.encode());
        if (outcome.getString("error") != null) {
            throw new IllegalStateException(operation + ": " + outcome.getString("error"));
        }
        return new JsonObject(outcome.getString("value"));
    }

    private int send(String method, Object... parameters) {
        JsonObject named = new JsonObject();
        for (int i = 0; i < parameters.length; i += 2) {
            named.put((String) parameters[i], parameters[i + 1]);
        }
        int id = nextId.incrementAndGet();
        messages.put(id, new LinkedBlockingQueue<>());
        socket.sendText(
                new JsonObject().put("jsonrpc", "2.0").put("method", method).put("params", named).put("id", id).encode(),
                true).join();
        return id;
    }

    private JsonObject next(int id) {
        try {
            return messages.get(id).poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonObject message = new JsonObject(text.toString());
                text.setLength(0);
                BlockingQueue<JsonObject> waiting = messages.get(message.getInteger("id"));
                if (waiting != null) {
                    waiting.add(message);
                }
            }
            from.request(1);
            return null;
        }
    }
}
