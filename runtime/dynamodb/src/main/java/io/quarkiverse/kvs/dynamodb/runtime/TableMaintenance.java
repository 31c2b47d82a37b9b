package io.quarkiverse.kvs.dynamodb.runtime;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.dynamodb.store.Tables;
import io.vertx.core.Vertx;

/** Lets items expire and drops old records of streams, once a second, on a worker thread. */
final class TableMaintenance implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs.dynamodb");
    private static final long MILLIS = 1000;

    private final Vertx vertx;
    private final Tables tables;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final long timer;

    TableMaintenance(Vertx vertx, Tables tables) {
        this.vertx = vertx;
        this.tables = tables;
        timer = vertx.setPeriodic(MILLIS, id -> begin());
    }

    /** Unless it takes longer than a second. */
    private void begin() {
        if (busy.compareAndSet(false, true)) {
            vertx.executeBlocking(() -> {
                tables.maintain();
                return null;
            }, false).onComplete(done -> {
                busy.set(false);
                if (done.failed()) {
                    LOG.error("Expired items or old records of streams could not be removed", done.cause());
                }
            });
        }
    }

    /** What has begun comes to its end. */
    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
