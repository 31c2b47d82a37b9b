package io.quarkiverse.kvs.runtime.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.jboss.logging.Logger;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.CharsetUtil;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.server.ServerControl;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.core.net.impl.SslChannelProvider;

/**
 * The listener: accepts connections on one port and spreads them over event loops.
 * <p>
 * Vert.x listens, and closes what is left in the end; the bytes of a connection go through a {@link ConnectionHandler} that
 * stands in front of Vert.x's own handler.
 * <p>
 * Methods may be called from any thread; those that wait say so, and are not for event loops.
 */
public final class TcpServer implements ServerControl {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    /** How long closing waits for clients to take the replies to what they have sent. */
    static final Duration GRACE = Duration.ofSeconds(2);
    /** So many bytes of unsent replies make a connection stand still. */
    private static final int WRITE_BUFFER = 512 * 1024;
    private static final int LONG_REPLY_THREADS = 2;
    /** The name of what serves a connection, in its pipeline. */
    private static final String HANDLER = "kvs";
    private static final String TOO_MANY = "-ERR max number of clients reached\r\n";

    /** For Vert.x, listeners on the same negative port share the free port that the first of them gets. */
    private static final AtomicInteger ANY_PORT = new AtomicInteger();

    private final Vertx vertx;
    private volatile ServerConfig config;
    private final ServerState state;
    private final HandshakeLog handshakeLog = new HandshakeLog(System::nanoTime);
    private final ThreadPoolExecutor longReplies;
    private final PatientThreads patientThreads;
    private final Set<ConnectionHandler> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    /** One an address. */
    private final List<Listener> listeners = new ArrayList<>();
    /** They do not listen any more, but have connections. */
    private final List<Listener> retired = new ArrayList<>();
    private volatile List<String> hosts;
    private Predicate<String> mayListenOn = host -> true;
    private Runnable onShutdown = () -> {
    };
    /** Whether connections are accepted: from the moment the first event loop listens. */
    private volatile boolean accepting;
    private volatile boolean listening;
    private volatile int port;
    /** What encrypts new connections; null if they are not encrypted. */
    private volatile SslChannelProvider tls;

    public TcpServer(Vertx vertx, ServerState state, ServerConfig config) {
        this.vertx = vertx;
        this.state = state;
        this.config = config;
        this.hosts = List.of(config.host());
        this.longReplies = new ThreadPoolExecutor(LONG_REPLY_THREADS, LONG_REPLY_THREADS, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "kvs-long-replies");
                    thread.setDaemon(true);
                    return thread;
                });
        longReplies.allowCoreThreadTimeOut(true);
        patientThreads = new PatientThreads(state);
    }

    /** Sets what is done after a client has asked for SHUTDOWN and the server has stopped. */
    public void onShutdown(Runnable action) {
        onShutdown = action;
    }

    /** Sets on which addresses clients may let it listen. */
    public void mayListenOn(Predicate<String> allowed) {
        mayListenOn = allowed;
    }

    public ServerConfig config() {
        return config;
    }

    /** The port it listens on, or did last; before it has ever listened, the configured one. */
    @Override
    public int port() {
        return port == 0 ? config.port() : port;
    }

    public boolean isListening() {
        return listening;
    }

    /** How many event loops serve connections, while it listens. */
    public int eventLoopCount() {
        return listeners.isEmpty() ? 0 : listeners.get(0).servers.size();
    }

    /** How sockets are waited for: Java's {@code nio}, or {@code epoll}, {@code kqueue}, {@code io_uring}. */
    public String transport() {
        String group = ((VertxInternal) vertx).getEventLoopGroup().next().getClass().getSimpleName();
        return group.replace("EventLoop", "").toLowerCase(Locale.ROOT);
    }

    /** The number of open connections. */
    public int connections() {
        return open.get();
    }

    /**
     * Starts to listen. Waits until that is done.
     *
     * @throws BindException if the address cannot be listened on; the message says why
     * @throws CompletionException if there is something wrong with the keys or certificates
     */
    public synchronized void start() throws BindException {
        if (listening) {
            return;
        }
        if (config.tls() != null && tls == null) {
            tls = config.tls().load(vertx).toCompletionStage().toCompletableFuture().join();
        }
        accepting = true;
        try {
            // A port that was free to choose stays what it became: others have been told.
            listeners.addAll(listen(hosts, port()));
        } catch (BindException e) {
            accepting = false;
            throw e;
        }
        port = listeners.get(0).port();
        state.settings().listeningOn(port);
        listening = true;
    }

    /** What listens on one address, on every event loop. */
    private static final class Listener {

        private final List<NetServer> servers = new ArrayList<>();
        /** Null until it has accepted a connection. */
        private volatile Channel socket;

        int port() {
            return servers.get(0).actualPort();
        }
    }

    /** Listens on several addresses with all event loops. */
    private List<Listener> listen(List<String> addresses, int wanted) throws BindException {
        List<Listener> made = new ArrayList<>();
        List<ContextInternal> contexts = eventLoops();
        try {
            int number = wanted;
            for (String address : addresses) {
                int shared = number == 0 ? ANY_PORT.decrementAndGet() : number;
                Listener listener = new Listener();
                made.add(listener);
                for (ContextInternal context : contexts) {
                    listener.servers.add(listen(context, listener, address, shared));
                }
                number = listener.port();
            }
        } catch (CompletionException e) {
            close(made);
            throw bindFailure(e.getCause());
        }
        return made;
    }

    /** On behalf of a client: connections stay, and so does everything if the new addresses cannot be listened on. */
    @Override
    public synchronized void listenOn(List<String> addresses, int number) throws IOException {
        if (!listening) {
            throw new BindException("the server does not listen");
        }
        for (String address : addresses) {
            if (!mayListenOn.test(address)) {
                throw new BindException(address + " can be reached by other machines, and there is no password");
            }
        }
        if (addresses.equals(hosts) && number == port) {
            return;
        }
        // What listens already would be in the way of the same port on more addresses.
        boolean first = number == port;
        if (first) {
            retire();
            await(this::isPortFree);
        }
        List<Listener> made;
        try {
            made = listen(addresses, number);
        } catch (BindException e) {
            LOG.warnf("Cannot listen on %s:%d: %s", String.join(" ", addresses), number, e.getMessage());
            if (first) {
                listeners.addAll(listen(hosts, port));
            }
            throw e;
        }
        if (!first) {
            retire();
        }
        listeners.addAll(made);
        hosts = List.copyOf(addresses);
        port = number;
        LOG.infof("Key/value server listening on %s:%d: a client asked for it", String.join(" ", addresses), number);
    }

    /** Closes the sockets that are listened with, and no connections: with its listener, Vert.x would close those, too. */
    private void retire() {
        for (Listener listener : listeners) {
            Channel socket = listener.socket;
            if (socket == null) {
                close(List.of(listener));
            } else {
                socket.close().syncUninterruptibly();
                retired.add(listener);
            }
        }
        listeners.clear();
    }

    /**
     * Encrypts new connections with other keys and certificates; those that are open stay as they are. Does not wait. If there
     * is something wrong with them, everything stays as it is, and the log tells.
     */
    public void update(TlsSettings settings) {
        settings.load(vertx).onSuccess(provider -> {
            config = config.with(settings);
            tls = provider;
            LOG.infof("New connections to %s:%d are encrypted with the new certificates", config.host(), port());
        }).onFailure(failure -> LOG.errorf(failure, "The new certificates cannot be used; %s:%d keeps the previous ones",
                config.host(), port()));
    }

    /** Stops to listen, sends the replies to what clients have sent, closes every connection. Waits until that is done. */
    public synchronized void stop() {
        if (!listening) {
            return;
        }
        listening = false;
        accepting = false;
        for (ConnectionHandler connection : connections) {
            connection.closeGracefully();
        }
        await(connections::isEmpty);
        // What is still open now belongs to clients that do not read. Vert.x would wait for them.
        for (ConnectionHandler connection : connections) {
            connection.close();
        }
        await(connections::isEmpty);
        closeListeners();
        // With NIO, a socket is only given back when the selector looks again, after Vert.x has called it closed.
        await(this::isPortFree);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isPortFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(hosts.get(0), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops, for good: long replies are not written any longer either. */
    public void close() {
        stop();
        longReplies.shutdownNow();
        patientThreads.close();
    }

    /** On behalf of a client. */
    @Override
    public void shutdown() {
        Thread thread = new Thread(() -> {
            stop();
            LOG.infof("Key/value server on %s:%d stopped: a client asked for SHUTDOWN", config.host(), port());
            onShutdown.run();
        }, "kvs-shutdown");
        thread.setDaemon(true);
        thread.start();
    }

    Set<ConnectionHandler> openConnections() {
        return connections;
    }

    @Override
    public void schedule(long delayMillis, Runnable task) {
        vertx.setTimer(Math.max(1, delayMillis), timer -> task.run());
    }

    /** Closes connections that have been silent for longer than allowed. To be called now and then, by one thread. */
    public void closeIdleConnections(long now) {
        long timeout = state.settings().timeoutMillis();
        if (timeout > 0) {
            for (ConnectionHandler connection : connections) {
                connection.closeIfIdle(now, timeout);
            }
        }
    }

    ServerState state() {
        return state;
    }

    Executor longReplies() {
        return longReplies;
    }

    PatientThreads patientThreads() {
        return patientThreads;
    }

    HandshakeLog handshakeLog() {
        return handshakeLog;
    }

    void opened(ConnectionHandler connection) {
        connections.add(connection);
    }

    void closed(ConnectionHandler connection) {
        if (connections.remove(connection)) {
            closed();
        }
    }

    /** A connection that counted as open is not any more. */
    void closed() {
        open.decrementAndGet();
    }

    /** As many contexts as event loops are wanted, each with an event loop of its own as long as there are enough. */
    private List<ContextInternal> eventLoops() {
        List<ContextInternal> contexts = new ArrayList<>();
        Set<EventLoop> taken = ConcurrentHashMap.newKeySet();
        // Contexts are dealt out in turn, but others may get one in between.
        for (int tries = 0; contexts.size() < config.eventLoops() && tries < config.eventLoops() * 4; tries++) {
            ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
            if (taken.add(context.nettyEventLoop())) {
                contexts.add(context);
            }
        }
        return contexts;
    }

    private NetServer listen(ContextInternal context, Listener listener, String host, int wanted) {
        EventLoopState loop = new EventLoopState(state);
        NetServerOptions options = new NetServerOptions().setTcpNoDelay(true);
        CompletableFuture<NetServer> done = new CompletableFuture<>();
        context.runOnContext(nothing -> vertx.createNetServer(options)
                .connectHandler(socket -> accept(socket, listener, loop))
                .listen(wanted, host)
                .onSuccess(done::complete)
                .onFailure(done::completeExceptionally));
        return done.join();
    }

    /** Runs on the event loop of the connection. */
    private void accept(NetSocket socket, Listener listener, EventLoopState loop) {
        ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
        Channel channel = vertxHandler.channel();
        if (!accepting) {
            channel.close();
            return;
        }
        if (listener.socket == null) {
            listener.socket = channel.parent();
        }
        SslChannelProvider encryption = tls;
        CommandInterceptor interceptor = state.interceptor();
        String refusal = interceptor == null ? null : interceptor.refusal();
        if (refusal != null) {
            refuse(channel, refusal.isEmpty() ? "" : "-" + refusal + "\r\n", encryption != null);
        } else if (open.incrementAndGet() > state.settings().maxClients()) {
            open.decrementAndGet();
            state.telemetry().log().connectionRefused(ClientChannel.text(channel.remoteAddress()),
                    state.settings().maxClients());
            refuse(channel, TOO_MANY, encryption != null);
        } else if (encryption == null) {
            channel.config().setRecvByteBufAllocator(loop.readBuffer);
            channel.pipeline().addBefore(vertxHandler.name(), HANDLER, handler(channel, loop));
        } else {
            // What is read stays with the connection until a TLS record is complete: so it reads into buffers of its own.
            channel.pipeline().addFirst("ssl", encryption.createServerHandler(null));
            channel.pipeline().addBefore(vertxHandler.name(), HANDLER, new TlsHandshake(this, loop));
        }
    }

    private void refuse(Channel channel, String reply, boolean encrypted) {
        state.telemetry().statistics().refused();
        if (encrypted) {
            // As in Redis, nothing is told: before the handshake, it would not be understood.
            channel.close();
        } else {
            channel.writeAndFlush(Unpooled.copiedBuffer(reply, CharsetUtil.UTF_8)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** A handshake has succeeded: now the connection is served. Runs on its event loop. */
    void encrypted(ChannelHandlerContext handshake, EventLoopState loop) {
        Channel channel = handshake.channel();
        if (!accepting) {
            closed();
            channel.close();
            return;
        }
        // To a client that does not read, the last words of TLS are not worth waiting for until the server has stopped.
        channel.pipeline().get(SslHandler.class).setCloseNotifyFlushTimeout(GRACE.toMillis() / 2, TimeUnit.MILLISECONDS);
        channel.pipeline().addBefore(HANDLER, "pace", new PacedOutput());
        channel.pipeline().replace(handshake.handler(), HANDLER, handler(channel, loop));
    }

    private ConnectionHandler handler(Channel channel, EventLoopState loop) {
        int highWaterMark = (int) Math.min(WRITE_BUFFER, state.settings().maxOutput(false));
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(highWaterMark / 2, highWaterMark));
        // A client may send its requests, close its side, and still read the replies.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        return new ConnectionHandler(this, loop);
    }

    private void closeListeners() {
        close(listeners);
        close(retired);
        listeners.clear();
        retired.clear();
    }

    private static void close(List<Listener> some) {
        for (Listener listener : some) {
            listener.servers.forEach(TcpServer::close);
        }
    }

    private static void close(NetServer server) {
        try {
            server.close().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException | RejectedExecutionException e) {
            // At the end of dev mode, Vert.x has gone before, and taken its sockets along.
            LOG.debug("A listener did not close", e);
        }
    }

    private BindException bindFailure(Throwable cause) {
        String why = cause instanceof UnresolvedAddressException || cause instanceof java.net.UnknownHostException
                ? "the host is not known"
                : cause instanceof IOException ? cause.getMessage() : cause.toString();
        BindException failure = new BindException(why);
        failure.initCause(cause);
        return failure;
    }
}
