package io.quarkiverse.kvs.runtime;

import java.net.URI;

import io.quarkiverse.kvs.KvsServer;

/** What is injected where {@code quarkus.kvs.enabled} is false. */
final class DisabledServer implements KvsServer {

    private final String host;

    DisabledServer(String host) {
        this.host = host;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return -1;
    }

    @Override
    public URI uri() {
        throw none();
    }

    @Override
    public State state() {
        return State.DISABLED;
    }

    @Override
    public void start() {
        throw none();
    }

    private static IllegalStateException none() {
        return new IllegalStateException("there is no key/value server in this application: quarkus.kvs.enabled is false");
    }

    @Override
    public void stop() {
        // Nothing listens.
    }
}
