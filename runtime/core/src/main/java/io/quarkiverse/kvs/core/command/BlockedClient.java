package io.quarkiverse.kvs.core.command;

import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.DatabaseKey;
import io.quarkiverse.kvs.core.store.Waiter;
import io.quarkiverse.kvs.core.store.value.ValueType;

/** A client that waits for a key to hold something, with the request that it waits with. */
public final class BlockedClient extends Waiter {

    /** Does what a blocking command does once a key holds something. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Takes what is there and answers it.
         *
         * @param key the argument that is the key
         * @return false if there is nothing, and no answer
         */
        boolean take(CommandContext context, int key);
    }

    final Session session;
    final Request request;
    public final Command command;
    final Dialect dialect;
    final ValueType type;
    private final int firstKey;
    final Attempt attempt;
    /** What it is told if a key does not hold any more what it has to hold; null if it goes on waiting. */
    final String gone;
    public final Consumer<ReplyWriter> nothing;
    private final long timeoutMillis;
    private final long deadline;
    /** Null if the command is not observed. */
    final CommandObserver.Observation observation;

    /**
     * @param firstKey the argument that is the first of the keys; the others follow
     * @param timeoutMillis how long to wait, or 0 for ever
     * @param nothing answers when that time is over
     * @param gone the error if a key does not hold any more what it has to hold; null if that is no reason
     */
    BlockedClient(CommandContext c, List<DatabaseKey> keys, long segments, ValueType type, int firstKey, long timeoutMillis,
            Attempt attempt, Consumer<ReplyWriter> nothing, String gone) {
        super(keys, segments);
        this.session = c.session();
        this.request = c.request().copy();
        this.command = c.command();
        this.dialect = c.reply().dialect();
        this.type = type;
        this.firstKey = firstKey;
        this.timeoutMillis = timeoutMillis;
        this.deadline = timeoutMillis == 0 || timeoutMillis > Long.MAX_VALUE - c.now() ? Long.MAX_VALUE
                : c.now() + timeoutMillis;
        this.attempt = attempt;
        this.nothing = nothing;
        this.gone = gone;
        this.observation = c.observation();
    }

    /** How long to wait, in milliseconds, or 0 for ever. */
    public long timeoutMillis() {
        return timeoutMillis;
    }

    /** How long it still has to wait at an instant, in milliseconds. */
    public long left(long now) {
        return Math.max(0, deadline - now);
    }

    /** The argument that is a key. */
    int argumentOf(DatabaseKey key) {
        return firstKey + keys().indexOf(key);
    }
}
