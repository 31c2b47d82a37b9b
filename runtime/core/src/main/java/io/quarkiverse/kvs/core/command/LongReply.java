package io.quarkiverse.kvs.core.command;

import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** The rest of a command that takes too long for an event loop. */
@FunctionalInterface
public non-sealed interface LongReply extends Pending {

    /**
     * Writes the reply. Called once, on any thread, with no lock held.
     *
     * @param cancelled tells when the client does not wait for the reply any longer; to be asked now and then
     */
    void write(ReplyWriter reply, BooleanSupplier cancelled);
}
