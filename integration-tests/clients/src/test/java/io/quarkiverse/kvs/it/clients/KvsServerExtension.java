package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.servers.ServerProcess;
import io.quarkiverse.kvs.it.threads.Await;

/**
 * The packaged application. Classes that want the same options share one, except those with {@link OwnServer}; it has no keys,
 * no scripts and no other clients when a class begins.
 */
class KvsServerExtension implements BeforeAllCallback, AfterAllCallback {

    private static final Namespace SERVERS = Namespace.create(KvsServerExtension.class);

    private final List<String> options;
    private ServerProcess server;
    private boolean own;

    KvsServerExtension(String... options) {
        this.options = List.of(options);
    }

    int port() {
        return server.port();
    }

    String uri() {
        return "redis://localhost:" + server.port();
    }

    /**
     * Waits until so many clients are blocked.
     *
     * @param clients what INFO tells about clients
     */
    static void awaitBlocked(int count, Supplier<String> clients) {
        String expected = "blocked_clients:" + count + "\r\n";
        Await.until(count + " clients are blocked", () -> clients.get().contains(expected));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        own = context.getRequiredTestClass().isAnnotationPresent(OwnServer.class);
        if (own) {
            server = start();
        } else {
            server = context.getRoot().getStore(SERVERS).computeIfAbsent(options, none -> start(), ServerProcess.class);
            clean();
        }
    }

    private ServerProcess start() {
        try {
            // It ends before the second compiler would pay.
            return ServerProcess
                    .kvs(Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), options.stream()).toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes what the class before has left. */
    private void clean() {
        try (RespConnection connection = new RespConnection(port())) {
            Await.until("the clients of the class before are gone",
                    () -> connection.call("INFO", "clients").contains("connected_clients:1\r\n"));
            for (String command : List.of("FLUSHALL", "SCRIPT FLUSH", "FUNCTION FLUSH", "CONFIG RESETSTAT")) {
                assertThat(connection.call(command.split(" "))).as(command).isEqualTo("+OK\r\n");
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (own && server != null) {
            server.close();
        }
    }
}
