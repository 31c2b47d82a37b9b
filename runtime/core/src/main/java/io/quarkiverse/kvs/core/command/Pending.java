package io.quarkiverse.kvs.core.command;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** Why a request has no reply yet, and who will see to it: until then, the connection it came from stands still. */
public sealed interface Pending
        permits LongReply, Pending.Postponed, Pending.Contended, Pending.Elsewhere, Pending.Later, Pending.Delayed,
        Pending.Held, Pending.Blocked, Pending.Forwarded {

    /** The milliseconds that the client waits for a command to be done which has been done. */
    default long sleepMillis() {
        return 0;
    }

    /** Nothing was done: clients are paused. The request is to be executed when they are not any more. */
    record Postponed() implements Pending {
    }

    /**
     * Nothing was done: another thread works with the same keys, and takes long. The request is to be executed a little later.
     */
    record Contended() implements Pending {

        /** After so many milliseconds. */
        public static final long MILLIS = 1;
    }

    /** Nothing was done: the request is to be executed by a thread that may take its time, in a context that may wait. */
    record Elsewhere() implements Pending {
    }

    /** Nothing was done yet: the request is to be executed after a while. */
    record Later(long millis) implements Pending {
    }

    /** The reply is to be written after a while. */
    record Delayed(long millis, Consumer<ReplyWriter> reply) implements Pending {

        @Override
        public long sleepMillis() {
            return millis;
        }
    }

    /** The reply is complete, but to be sent after a while. */
    record Held(long millis) implements Pending {

        @Override
        public long sleepMillis() {
            return millis;
        }
    }

    /**
     * Another server executes the request: see {@link Forwarder}.
     *
     * @param reply for callers in the process, the whole reply in RESP3; null if it goes to the client's connection
     */
    record Forwarded(CompletableFuture<byte[]> reply) implements Pending {
    }

    /** The client waits for what others do, or for {@link BlockedClient#timeoutMillis()} to be over. */
    record Blocked(BlockedClient client) implements Pending {
    }
}
