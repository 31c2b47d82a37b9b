package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * A server that does nothing but answer every request, which it takes every star for, with the same 16 bytes: what reading and
 * writing alone cost in Netty, and so the floor for any server that is built on it.
 */
public final class ConstantServer {

    /** The length of the value that every reply is. */
    static final int VALUE_SIZE = 16;
    private static final byte[] REPLY = "$16\r\n0123456789abcdef\r\n".getBytes(US_ASCII);
    private static final int LONGEST = 4096;

    private ConstantServer() {
    }

    /** @param arguments the port */
    public static void main(String[] arguments) throws InterruptedException {
        byte[] replies = new byte[REPLY.length * LONGEST];
        for (int i = 0; i < LONGEST; i++) {
            System.arraycopy(REPLY, 0, replies, i * REPLY.length, REPLY.length);
        }
        EventLoopGroup loops = Epoll.isAvailable() ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
        new ServerBootstrap().group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Answers(replies));
                    }
                }).bind("127.0.0.1", Integer.parseInt(arguments[0])).sync().channel().closeFuture().sync();
    }

    private static final class Answers extends ChannelInboundHandlerAdapter {

        private final byte[] replies;

        Answers(byte[] replies) {
            this.replies = replies;
        }

        @Override
        public void channelRead(ChannelHandlerContext channel, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            int requests = 0;
            for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
                requests += bytes.getByte(i) == '*' ? 1 : 0;
            }
            bytes.release();
            int length = Math.min(requests, LONGEST) * REPLY.length;
            channel.write(channel.alloc().directBuffer(length, length).writeBytes(replies, 0, length), channel.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext channel) {
            // As the real one: after all connections that have something to read.
            channel.executor().execute(channel::flush);
        }
    }
}
