package io.quarkiverse.kvs.runtime.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Stands in the place of a {@link ConnectionHandler} until the TLS handshake is over. How long that may take is limited by what
 * is in front of it in the pipeline, which also closes the connection if the handshake fails.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {

    private final TcpServer server;
    private final EventLoopState loop;
    private boolean over;

    TlsHandshake(TcpServer server, EventLoopState loop) {
        this.server = server;
        this.loop = loop;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                over = true;
                server.encrypted(ctx, loop);
            } else {
                server.handshakeLog().failed(ctx.channel().remoteAddress(), handshake.cause());
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The event tells why.
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (!over) {
            server.closed();
        }
    }
}
