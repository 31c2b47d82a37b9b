package io.quarkiverse.kvs.dynamodb.http;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that requests share while they are read and answered. Safe for use by many threads. */
final class Budget {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Budget(long most) {
        this.most = most;
    }

    /** @return false if there are not so many left: then none are taken */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
