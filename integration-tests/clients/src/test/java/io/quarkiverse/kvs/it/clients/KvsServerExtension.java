package io.quarkiverse.kvs.it.clients;

import java.util.function.Supplier;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.kvs.it.servers.ServerProcess;
import io.quarkiverse.kvs.it.threads.Await;

/** The packaged application, started once for the tests of a class. */
class KvsServerExtension implements BeforeAllCallback, AfterAllCallback {

    private final String[] options;
    private ServerProcess server;

    KvsServerExtension(String... options) {
        this.options = options;
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
        server = ServerProcess.kvs(options);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (server != null) {
            server.close();
        }
    }
}
