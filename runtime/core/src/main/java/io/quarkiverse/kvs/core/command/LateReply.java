package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** The reply to a client that had to wait for it: {@link Pending.Blocked}. */
public interface LateReply {

    /** Where to write it. */
    ReplyWriter writer();

    /**
     * Hands it over, complete. Called at most once, on any thread, which does not wait.
     *
     * @param dependsOn the number of the record that the log is to have promised before the reply leaves; 0 if there is none
     */
    void send(long dependsOn);
}
