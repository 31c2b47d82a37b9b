package io.quarkiverse.kvs.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/**
 * What servers run on that are no part of an application, or live longer than it. The application's own Vert.x will not do:
 * reloads in dev mode end what is deployed on that, and its metrics take calls of such a server for those of the application.
 */
public final class OwnVertx {

    private OwnVertx() {
    }

    /** With daemon threads, and without a directory for files: none are served. */
    public static Vertx open(int eventLoops) {
        return Vertx.vertx(new VertxOptions().setUseDaemonThread(true)
                .setEventLoopPoolSize(eventLoops).setWorkerPoolSize(1).setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /** Ends everything on it, and waits for that. Not for event loops. */
    public static void close(Vertx vertx) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
