package io.quarkiverse.kvs.dynamodb.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/**
 * What the endpoint runs on. The application's own Vert.x will not do: reloads in dev mode end what is deployed on that, and
 * its metrics take calls of the endpoint for those of the application, and are not ready yet when the endpoint starts.
 */
final class OwnVertx {

    private OwnVertx() {
    }

    static Vertx open(int eventLoops) {
        return Vertx.vertx(new VertxOptions().setUseDaemonThread(true)
                .setEventLoopPoolSize(eventLoops).setWorkerPoolSize(1).setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    static void close(Vertx vertx) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
