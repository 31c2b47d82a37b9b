package io.quarkiverse.kvs.runtime;

import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.runtime.command.ServerState;
import io.quarkiverse.kvs.runtime.command.Settings;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.quarkiverse.kvs.runtime.store.Store;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The data together with the listener that offers it, as they outlive the application in dev mode.
 */
public final class KvsInstance implements KvsServer {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    private final Store store;
    private Settings.Initial initial;
    private String userName;
    private Collection<String> disabledCommands;
    private ServerState state;
    private Maintenance maintenance;
    private TcpServer listener;
    private boolean failed;

    KvsInstance(int databases) {
        store = new Store(databases);
    }

    /**
     * Says how to work from now on. What is there is kept if nothing has changed; otherwise the listener is
     * closed, and everything but the data made anew.
     *
     * @throws IllegalArgumentException if a command that is to be disabled does not exist
     */
    synchronized void configure(Settings.Initial settings, String user, Collection<String> disabled) {
        if (settings.equals(initial) && user.equals(userName) && disabled.equals(disabledCommands)) {
            return;
        }
        ServerState next = new ServerState(store, new Settings(settings), System::currentTimeMillis, System::nanoTime);
        next.userName(user);
        next.disable(disabled);
        close();
        state = next;
        initial = settings;
        userName = user;
        disabledCommands = disabled;
        maintenance = new Maintenance(state);
    }

    public int databases() {
        return store.databases();
    }

    /** What is common to all clients; another one when the configuration has changed. */
    public synchronized ServerState server() {
        return state;
    }

    synchronized KeyValueStore inProcess() {
        return new InProcessStore(state);
    }

    /** One database, for callers in the same process. */
    public synchronized KeyValueStore inProcess(int database) {
        return new InProcessStore(state, database, false);
    }

    /** One database to look at, without a trace, and not to change: see {@link ServerState#inProcess(long, int, boolean)}. */
    public synchronized KeyValueStore unnoticed(int database) {
        return new InProcessStore(state, database, true);
    }

    /**
     * Listens as configured. A listener that does already is kept if the configuration is the same, connections included;
     * otherwise another one takes its place.
     */
    synchronized void listen(Vertx vertx, ServerConfig config) throws BindException {
        if (listener != null && listener.isListening() && listener.config().equals(config)) {
            return;
        }
        closeListener();
        listener = new TcpServer(vertx, state, config);
        state.control(listener);
        maintenance.listener(listener);
        doStart();
        LOG.infof("Key/value server listening on %s:%d", config.host(), listener.port());
    }

    /** Stops for good, except that it can be configured again. */
    public synchronized void close() {
        closeListener();
        initial = null;
        if (maintenance != null) {
            maintenance.close();
            maintenance = null;
        }
    }

    private void closeListener() {
        if (listener != null) {
            maintenance.listener(null);
            listener.close();
            listener = null;
        }
    }

    private void doStart() throws BindException {
        failed = true;
        listener.start();
        failed = false;
    }

    @Override
    public synchronized String host() {
        return listener.config().host();
    }

    @Override
    public synchronized int port() {
        return listener.port();
    }

    @Override
    public synchronized State state() {
        return listener.isListening() ? State.LISTENING : failed ? State.FAILED : State.STOPPED;
    }

    @Override
    public void start() {
        refuseOnEventLoop();
        synchronized (this) {
            try {
                doStart();
            } catch (BindException e) {
                throw new KvsException("cannot listen on " + host() + ":" + port() + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void stop() {
        refuseOnEventLoop();
        synchronized (this) {
            listener.stop();
        }
    }

    /** How a client of Redis on this machine reaches the server, with all it has to tell. */
    public synchronized URI clientUri() {
        String host = host();
        if (isWildcard(host)) {
            host = "localhost";
        } else if (host.indexOf(':') >= 0) {
            host = "[" + host + "]";
        }
        String credentials = initial.password().isEmpty() ? ""
                : encode(userName) + ":" + encode(initial.password()) + "@";
        return URI.create("redis://" + credentials + host + ":" + port());
    }

    private static boolean isWildcard(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void refuseOnEventLoop() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("starting and stopping the key/value server waits; call it from a worker thread");
        }
    }
}
