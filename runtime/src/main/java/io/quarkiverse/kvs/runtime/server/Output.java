package io.quarkiverse.kvs.runtime.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkiverse.kvs.core.command.client.OutputSource;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;

/**
 * What is on its way to one client: replies, messages between them, and the bounds on both.
 * <p>
 * While it is the connection's turn, replies are collected in the buffer that all connections of the event loop share.
 * {@link #send()} is the only place through which they leave it, so it is where to hold them back until something else has
 * happened, such as a log's having promised what they tell of.
 * <p>
 * All methods are for the event loop, except {@link #push}, {@link #pending} and {@link #taken}, which any thread may call.
 */
final class Output {

    /** So many bytes of replies are sent even when more requests are at hand. */
    private static final int SEND_AT = 64 * 1024;
    /** So many bytes that wait for the client are counted at once: the less they are, the more often that costs something. */
    private static final int COUNT_AT = 64 * 1024;

    static final String TOO_MANY_REPLIES = "more bytes of replies wait for it than allowed";
    private static final String TOO_MANY_MESSAGES = "more bytes of messages wait for it than allowed";

    private final ClientChannel channel;
    private final EventLoopState loop;
    private final ServerState state;
    private final Session session;
    /** From other threads. */
    private final Messages messages = new Messages();
    private final Runnable deliverAll = this::deliverAll;
    /** The client has not taken the replies sent so far. */
    private boolean stalled;
    private boolean flushScheduled;
    /** What the client is sent as soon as it takes it; null mostly. */
    private OutputSource source;
    /** A reply is being written elsewhere: messages may be about what it tells, and have to come behind it. */
    private boolean replying;
    /** The bytes that the channel has been given. Others may learn of it late. */
    private long written;

    Output(ClientChannel channel, EventLoopState loop, ServerState state, Session session) {
        this.channel = channel;
        this.loop = loop;
        this.state = state;
        this.session = session;
    }

    /** Whether the connection is to stand still because the client does not take its replies. */
    boolean isStalled() {
        return stalled;
    }

    /** Whether the connection stood still, and the client has taken enough for it to go on. */
    boolean goesOn() {
        if (stalled && channel.isWritable()) {
            stalled = false;
            return true;
        }
        return false;
    }

    // Replies

    /** The connection's turn begins: the buffer for replies is this client's until {@link #endTurn}. */
    void beginTurn() {
        loop.current = this;
        loop.replies.limit(state.settings().maxReply(session.isWaiting()));
    }

    /** Leaves nothing behind for the next connection to find, also after a failure. */
    void endTurn() {
        loop.current = null;
        if (loop.replies.size() > 0) {
            loop.replies.clear();
            channel.close();
        }
    }

    /** Hands the collected replies over to the channel, without flushing it unless they are many. */
    void send() {
        ReplyBuffer replies = loop.replies;
        if (replies.size() == 0 || channel.isClosing()) {
            replies.clear();
            return;
        }
        if (channel.pendingBytes() + replies.size() > state.settings().maxOutput(session.isWaiting())) {
            dropReplies();
            return;
        }
        int size = replies.size();
        write(channel.buffer(size).writeBytes(replies.array(), 0, size), size);
        replies.clear();
        flushIfMuch(size);
    }

    /** Sends the collected replies if they are many, though more may follow in this turn. */
    void sendIfMuch() {
        if (loop.replies.size() >= SEND_AT) {
            send();
            stalled = !channel.isWritable();
        }
    }

    /** Sends the rest of the replies, at the end of a turn. */
    void sendRest() {
        send();
        stalled = stalled || (!channel.isClosing() && !channel.isWritable());
    }

    /** Drops the collected replies, which are more than the client may be sent, and closes the connection. */
    void dropReplies() {
        loop.replies.clear();
        channel.closeBecause(TOO_MANY_REPLIES);
    }

    /** Sends a reply that was written elsewhere. */
    void send(ReplyBuffer reply) {
        write(Unpooled.wrappedBuffer(reply.array(), 0, reply.size()), reply.size());
        flushIfMuch(reply.size());
    }

    /** Gives the client at once what would otherwise have to be counted as held for it. */
    private void flushIfMuch(int size) {
        if (size >= SEND_AT) {
            channel.flush();
            count();
        }
    }

    private void write(ByteBuf bytes, int size) {
        state.telemetry().statistics().sent(size);
        written += size;
        channel.write(bytes, size, session.dependsOn());
    }

    // Messages

    /** Sends a message, behind all others that have been sent before. */
    void push(byte[] message) {
        if (channel.inEventLoop() && !replying) {
            deliverAll();
            deliver(message);
            return;
        }
        if (pending() + message.length > state.settings().maxOutput(true)) {
            channel.closeBecause(TOO_MANY_MESSAGES);
            return;
        }
        if (messages.add(message)) {
            channel.onEventLoop(deliverAll);
        }
        count();
    }

    /** A reply is being written elsewhere from now on: messages wait until it is sent, or is not to be sent. */
    void beginReply() {
        replying = true;
    }

    /** It is. */
    void endReply() {
        replying = false;
        deliverAll();
    }

    private void deliverAll() {
        if (replying) {
            return;
        }
        messages.taking();
        for (byte[] message; (message = messages.next()) != null;) {
            deliver(message);
        }
    }

    /** Sends a message: behind the replies that are being collected for this client, if its turn it is. */
    private void deliver(byte[] message) {
        if (channel.isClosing() || channel.isLastReply()) {
            return;
        }
        boolean ownTurn = loop.current == this;
        // What does not fit is no failure of the command that has sent it.
        if (channel.pendingBytes() + message.length > state.settings().maxOutput(true)
                || (ownTurn && !loop.replies.hasRoomFor(message.length))) {
            channel.closeBecause(TOO_MANY_MESSAGES);
            return;
        }
        if (ownTurn) {
            loop.replies.append(message);
            return;
        }
        write(channel.buffer(message.length).writeBytes(message), message.length);
        count();
        flushLater();
    }

    // What comes from elsewhere

    /** Sends what a source has, from now on. */
    void feed(OutputSource from) {
        source = from;
        feed();
    }

    /** Sends what the source has, if there is one, as long as the client takes it. */
    void feed() {
        if (source == null) {
            return;
        }
        boolean some = false;
        while (!channel.isClosing() && channel.isWritable()) {
            if (!source.next(SEND_AT)) {
                if (source.isOver()) {
                    source = null;
                    channel.end();
                    return;
                }
                break;
            }
            write(Unpooled.wrappedBuffer(source.array(), source.from(), source.length()), source.length());
            some = true;
        }
        if (some) {
            channel.flush();
        }
    }

    // Flushing

    /** Sends what is written, after all other connections of the event loop that have something to read had their turn. */
    void flushLater() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.flushLater(this, channel);
        }
    }

    /** Sends what is written. */
    void flush() {
        flushScheduled = false;
        channel.flush();
        count();
    }

    // Counting

    /** Counts what waits for the client if it is much, or was. Any thread may do that. */
    private void count() {
        long now = pending();
        if (now >= COUNT_AT || session.held().output() > 0) {
            session.held().output(now);
        }
    }

    /** The bytes that the client has not taken, and those of messages on their way from other threads. */
    long pending() {
        return channel.pendingBytes() + messages.bytes();
    }

    /** How many bytes the client has taken so far, about. */
    long taken() {
        return written - channel.pendingBytes();
    }
}
