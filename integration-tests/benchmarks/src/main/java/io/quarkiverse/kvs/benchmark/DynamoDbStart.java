package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.dynamodb.http.DynamoDbServer;
import io.quarkiverse.kvs.dynamodb.operation.Operations;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Tables;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

/**
 * A program that serves HTTP and has a store, as applications with the extension do, then starts the DynamoDB endpoint, and
 * says how many milliseconds pass until that has answered once.
 */
public final class DynamoDbStart {

    /** What Quarkus does for applications that serve HTTP. */
    private static final class Application extends AbstractVerticle {

        private HttpServer http;

        @Override
        public void start(Promise<Void> started) {
            http = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setIdleTimeout(1800));
            http.requestHandler(request -> request.response().end("hello"));
            http.listen().<Void> mapEmpty().onComplete(started);
        }
    }

    private DynamoDbStart() {
    }

    static double inNewVirtualMachine() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                List.of(ProcessHandle.current().info().command().orElse("java"),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-cp",
                        System.getProperty("java.class.path"),
                        DynamoDbStart.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        process.waitFor();
        return Double.parseDouble(output.lines().reduce("", (before, line) -> line));
    }

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        Application application = new Application();
        vertx.deployVerticle(application).toCompletionStage().toCompletableFuture().get();
        for (int i = 0; i < 20; i++) {
            ask(application.http.actualPort(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        }
        ServerState store = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
                System::currentTimeMillis, System::nanoTime);
        store.persistence().startAndLoad();
        byte[] request = DynamoDbBenchmark.call("ListTables", "{}");
        long start = System.nanoTime();
        DynamoDbServer dynamoDb = new DynamoDbServer(
                new DynamoDbServer.Options(new Service(new Tables(store, 0), "us-east-1", 0), Operations.ALL).vertx(vertx))
                .start();
        ask(dynamoDb.port(), request);
        double millis = (System.nanoTime() - start) / 1e6;
        dynamoDb.close();
        vertx.close();
        System.out.println(millis);
    }

    private static void ask(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request);
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            if (!new String(answer, 0, Math.max(0, read), ISO_8859_1).startsWith("HTTP/1.1 200")) {
                throw new IOException("no answer");
            }
        }
    }
}
