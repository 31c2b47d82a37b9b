package io.quarkiverse.kvs.runtime.server;

import org.jboss.logging.Logger;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.OutputSource;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.Request;

/**
 * One connection: decodes what comes in, executes it at once on the event loop, and sends the replies of all requests of one
 * read with one write. Tells its parts what happens to the channel, and what commands and other threads want:
 * <ul>
 * <li>{@link Requests} reads and executes,</li>
 * <li>{@link WaitingRequest} is the request that makes it stand still until it is answered, if there is one,</li>
 * <li>{@link Output} sends, within bounds,</li>
 * <li>{@link ClientChannel} is the socket, and its end.</li>
 * </ul>
 * All methods run on the connection's event loop, except those of {@link ClientConnection} and those that say so.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements ClientConnection {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    private final TcpServer server;
    private final ServerState state;
    private final EventLoopState loop;
    // All of these are there before another thread knows of the connection.
    private Session session;
    private ClientChannel channel;
    private Output output;
    private WaitingRequest waiting;
    private Requests requests;

    ConnectionHandler(TcpServer server, EventLoopState loop) {
        this.server = server;
        this.state = server.state();
        this.loop = loop;
    }

    // What happens to the channel

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = new ClientChannel(ctx, state, loop.awaited);
        session = state.clients().connecting(this, state.time().currentTimeMillis());
        output = new Output(channel, loop, state, session);
        waiting = new WaitingRequest(this, server, loop, channel, session, output);
        requests = new Requests(state, loop, channel, session, output, waiting);
        channel.onRelease(this::takes);
        state.clients().connected(session);
        server.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!channel.isClosing()) {
                requests.read(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        output.flushLater();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        takes();
        ctx.fireChannelWritabilityChanged();
    }

    private void takes() {
        output.feed();
        if (output.goesOn()) {
            goOn();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // With TLS, a client may say its last word without closing its side of the socket.
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            requests.inputEnded();
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        channel.closed();
        waiting.cancelTimeout();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        channel.closed();
        channel.dropHeld();
        requests.clear();
        state.clients().disconnected(session);
        server.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Nearly always a client that went away; what is wrong with the server itself is reported where it happens.
        LOG.debugf(cause, "Connection of %s failed", ctx.channel().remoteAddress());
        ctx.close();
    }

    // For its parts

    /** Goes on with what has come, after standing still. */
    void goOn() {
        requests.goOn();
        output.flushLater();
    }

    /** Executes a request again that has waited, and goes on. */
    void executeAgain(Request request) {
        requests.executeAgain(request);
        goOn();
    }

    // For commands, and other threads

    @Override
    public void push(byte[] bytes) {
        output.push(bytes);
    }

    @Override
    public void feed(OutputSource source) {
        channel.onEventLoop(() -> output.feed(source));
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void closeAfterReply() {
        channel.closeAfterReply();
    }

    @Override
    public void closeUnanswered() {
        requests.ignoreTheRest();
    }

    @Override
    public void resume() {
        channel.onEventLoop(waiting::resume);
    }

    @Override
    public void reply(ReplyBuffer reply, long dependsOn) {
        waiting.reply(reply, dependsOn);
    }

    @Override
    public boolean isClosed() {
        return channel.isClosing();
    }

    @Override
    public String remoteAddress() {
        return channel.remoteAddress();
    }

    @Override
    public String localAddress() {
        return channel.localAddress();
    }

    @Override
    public int pendingInput() {
        return requests.pendingBytes();
    }

    @Override
    public long receivedInput() {
        return requests.receivedBytes();
    }

    @Override
    public long pendingOutput() {
        return output.pending();
    }

    @Override
    public long takenOutput() {
        return output.taken();
    }

    // For the server, on any thread

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /** Sends the replies to what has been executed, then closes. */
    void closeGracefully() {
        channel.closeGracefully();
    }

    /** Closes if nothing has been read, and nothing taken by the client, for so long. Called by one thread, again and again. */
    void closeIfIdle(long now, long timeout) {
        // A client that waits for messages, or for a reply, is silent for a reason.
        if (channel.isIdle(now, timeout) && !session.isWaiting() && !waiting.isWaiting()) {
            channel.closeBecause("it was idle");
        }
    }
}
