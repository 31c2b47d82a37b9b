package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** The bytes of a reply to a connection that waits for it. */
public record BufferedReply(ClientConnection connection, ReplyBuffer buffer, ReplyWriter writer) implements LateReply {

    private static final int SHORT_REPLY = 128;

    /** @param limit how long it may become, in bytes */
    public static BufferedReply to(ClientConnection connection, Dialect dialect, int limit) {
        ReplyBuffer buffer = new ReplyBuffer(SHORT_REPLY);
        buffer.limit(limit);
        return new BufferedReply(connection, buffer, ReplyWriter.of(dialect, buffer));
    }

    @Override
    public void send(long dependsOn) {
        connection.reply(buffer, dependsOn);
    }
}
