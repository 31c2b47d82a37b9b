package io.quarkiverse.kvs.dynamodb.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/**
 * What the endpoint runs on where the application's own Vert.x will not do: in dev mode, whose reloads end what is deployed on
 * that, and where there is no application.
 */
final class DevVertx {

    private DevVertx() {
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
