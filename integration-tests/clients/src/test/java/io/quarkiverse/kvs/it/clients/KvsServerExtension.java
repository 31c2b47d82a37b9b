package io.quarkiverse.kvs.it.clients;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/** The packaged application, started once for the tests of a class. */
final class KvsServerExtension implements BeforeAllCallback, AfterAllCallback {

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
