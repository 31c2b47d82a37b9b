package io.quarkiverse.kvs.core.command.client;

import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;

/**
 * The connection of a client, as commands see it. Methods may be called from any thread.
 */
public interface ClientConnection {

    /** Sends bytes that the client has not asked for, such as a message of a channel, between its replies. */
    void push(byte[] bytes);

    /**
     * Sends what a source has, behind the replies so far and as soon as the client takes it. To be called again when the source
     * has more.
     */
    void feed(OutputSource source);

    /** Closes the connection. */
    void close();

    /** Closes the connection once the replies so far are sent. */
    void closeAfterReply();

    /**
     * The same for a client that gets no reply to its last request. If no other reply is to be sent either, the connection
     * stays until the client closes it, or is idle for too long, and what it sends is not looked at: that is what Redis does.
     */
    void closeUnanswered();

    /**
     * Answers the request that waits, {@link Pending.Blocked}, and goes on.
     *
     * @param dependsOn the number of the record that the log is to have promised before the reply leaves; 0 if there is none
     */
    void reply(ReplyBuffer reply, long dependsOn);

    /** Goes on after {@link Pending.Postponed} or {@link Pending.Later}; does nothing otherwise. */
    void resume();

    /** Whether the connection has been closed. */
    boolean isClosed();

    /** The client's address and port. */
    String remoteAddress();

    /** The address and port of a session's client, or null for callers in the same process. */
    static String addressOf(Session session) {
        return session.connection() == null ? null : session.connection().remoteAddress();
    }

    /** The address and port the client has connected to. */
    String localAddress();

    /** The bytes of requests that wait to be executed. */
    int pendingInput();

    /** How many bytes have come so far: more than before if the client sends. */
    long receivedInput();

    /** The bytes of replies and messages that wait for the client to read. */
    long pendingOutput();

    /** How many bytes of them it has taken so far, about: more than before if it reads. */
    long takenOutput();
}
