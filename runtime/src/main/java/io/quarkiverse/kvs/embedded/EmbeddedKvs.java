package io.quarkiverse.kvs.embedded;

import java.net.BindException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.core.command.persistence.PersistenceException;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;
import io.vertx.core.Vertx;

/**
 * A store, and a server that offers it over TCP, in a Java program that is no Quarkus application:
 *
 * <pre>
 * try (EmbeddedKvs kvs = EmbeddedKvs.builder().port(0).start()) {
 *     kvs.store().set("greeting", "hello");
 *     System.out.println(kvs.server().uri());
 * }
 * </pre>
 *
 * In a Quarkus application there is one already, to be injected: this is not needed there. Several can exist in one process.
 * Safe for use by many threads.
 */
public final class EmbeddedKvs implements AutoCloseable {

    private final KvsInstance instance;
    private final KeyValueStore store;
    private final ReactiveStore reactiveStore;
    /** Null without a server. */
    private final Vertx vertx;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKvs(KvsInstance instance, Vertx vertx) {
        this.instance = instance;
        this.vertx = vertx;
        store = instance.inProcess();
        reactiveStore = instance.reactive();
    }

    /** Nothing but defaults: a server on a port of its own on this machine, no password, and nothing is kept in files. */
    public static EmbeddedKvsBuilder builder() {
        return new EmbeddedKvsBuilder();
    }

    /** Called by {@link EmbeddedKvsBuilder#start()}. */
    static EmbeddedKvs start(EmbeddedKvsBuilder configuration) {
        KvsInstance instance = new KvsInstance(configuration.databases());
        Vertx vertx = null;
        try {
            instance.configure(configuration.settings(), configuration.access(), configuration.families());
            instance.load(() -> {
            });
            instance.awaitLoaded();
            if (configuration.isServer()) {
                vertx = Vertx.vertx();
                instance.listen(vertx, configuration.server());
            }
            return new EmbeddedKvs(instance, vertx);
        } catch (PersistenceException e) {
            close(instance, vertx);
            throw new KvsException(e.getMessage(), e);
        } catch (BindException e) {
            close(instance, vertx);
            throw new KvsException("cannot listen on " + configuration.server().host() + ":" + configuration.server().port()
                    + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(instance, vertx);
            throw e;
        }
    }

    /** The data, for threads that may block. */
    public KeyValueStore store() {
        return store;
    }

    /** The data, for threads that may not. */
    public ReactiveKeyValueStore reactiveStore() {
        return reactiveStore;
    }

    /**
     * The server.
     *
     * @throws IllegalStateException if there is none: see {@link EmbeddedKvsBuilder#withoutServer()}
     */
    public KvsServer server() {
        if (vertx == null) {
            throw new IllegalStateException("there is no server: withoutServer() was called");
        }
        return instance;
    }

    /**
     * Closes every connection, writes what is still to be written to files, and stops. Waits until that is done. Does nothing
     * if it was called before. What the {@link #server} is asked for afterwards ends in an {@link IllegalStateException}.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        reactiveStore.close();
        close(instance, vertx);
    }

    private static void close(KvsInstance instance, Vertx vertx) {
        instance.close();
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
