package io.quarkiverse.kvs.core.command;

import java.util.function.Consumer;

import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** Why a request has no reply yet, and who will see to it: until then, the connection it came from stands still. */
public sealed interface Pending
        permits LongReply, Pending.Postponed, Pending.Contended, Pending.Later, Pending.Delayed, Pending.Blocked {

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

    /** Nothing was done yet: the request is to be executed after a while. */
    record Later(long millis) implements Pending {
    }

    /** The reply is to be written after a while. */
    record Delayed(long millis, Consumer<ReplyWriter> reply) implements Pending {
    }

    /** The client waits for what others do, or for {@link BlockedClient#timeoutMillis()} to be over. */
    record Blocked(BlockedClient client) implements Pending {
    }
}
