package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.kvs.it.servers.ServerProcess;

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
     * @param clients what INFO tells about clients, asked by whom it pleases
     */
    static void awaitBlocked(int count, Supplier<String> clients) {
        String expected = "blocked_clients:" + count + "\r\n";
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!clients.get().contains(expected)) {
            assertThat(System.nanoTime()).as("waits for %s", expected.trim()).isLessThan(deadline);
            Thread.onSpinWait();
        }
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
