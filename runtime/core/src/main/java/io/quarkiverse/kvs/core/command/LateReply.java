package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** The reply to somebody who had to wait for it: {@link Pending.Blocked}. */
public interface LateReply {

    /** Where to write it. */
    ReplyWriter writer();

    /**
     * Hands it over, complete. Called at most once, on any thread and with segments of the keyspace locked, so it is to leave
     * all else that is to be done to others. A reply that is not sent is of no interest to anybody.
     */
    void send();
}
