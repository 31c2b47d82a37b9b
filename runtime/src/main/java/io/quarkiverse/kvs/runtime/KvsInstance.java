package io.quarkiverse.kvs.runtime;

import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.CommandObserver;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.family.Families;
import io.quarkiverse.kvs.core.command.persistence.Persistence;
import io.quarkiverse.kvs.core.command.persistence.PersistenceException;
import io.quarkiverse.kvs.core.command.server.ServerMetrics;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;
import io.quarkiverse.kvs.runtime.redis.EmbeddedRedis;
import io.quarkiverse.kvs.runtime.server.LimitedLog;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.SocketConnector;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.quarkiverse.kvs.runtime.server.TlsSettings;
import io.quarkiverse.kvs.runtime.tls.KvsCertificateUpdates;
import io.quarkiverse.kvs.runtime.tls.ServerTls;
import io.quarkiverse.kvs.runtime.tls.TlsSource;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;

/**
 * The data together with the listener that offers it, as they outlive the application in dev mode.
 */
public final class KvsInstance implements KvsServer, EmbeddedRedis.Server, KvsCertificateUpdates.Listener {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");
    /** One database that clients of this server cannot select: the tables of the DynamoDB endpoint, if there is one. */
    private static final int HIDDEN = 1;

    /** Soon after the Java runtime was started, and once for all reloads. */
    private final long createdAt = System.nanoTime();
    private Store store;
    private final ServerTls tls = new ServerTls();
    private final Observers observers = new Observers();
    private Settings.Initial initial;
    private AccessConfig access;
    private List<CommandFamily> moreFamilies;
    private ServerState state;
    private Maintenance maintenance;
    /** Whether the store has had its data from the configuration before, in dev mode. */
    private boolean keep;
    private boolean loading;
    private TcpServer listener;
    /** What {@link #listen} was asked for: the listener may have another port. */
    private ServerConfig asked;
    private boolean failed;
    private ServerState slowLogState;
    private long slowLogMicros;

    public KvsInstance(int databases) {
        store = new Store(databases, HIDDEN);
    }

    /**
     * Says how to work from now on. What is there is kept if nothing has changed; otherwise the listener is
     * closed, and everything but the data made anew. Data that was not loaded completely is loaded again.
     *
     * @param families commands beside those that every server has
     * @throws IllegalArgumentException if a command that is to be disabled does not exist, or a rule of a user is none
     */
    public synchronized void configure(Settings.Initial settings, AccessConfig rights, List<CommandFamily> families) {
        boolean before = state != null;
        boolean complete = before && state.persistence().unavailable() == null;
        if (settings.equals(initial) && rights.equals(access) && families.equals(moreFamilies)
                && !state.persistence().isNotLoaded()) {
            return;
        }
        Store data = before && !complete ? new Store(store.selectable(), HIDDEN) : store;
        ServerState next = new ServerState(Families.with(families), data, new Settings(settings), System::currentTimeMillis,
                System::nanoTime);
        rights.applyTo(next.access());
        next.telemetry().log(new LimitedLog(System::nanoTime, () -> System.nanoTime() - createdAt));
        next.persistence().log(new JBossPersistenceLog());
        next.following().connector(new SocketConnector());
        close();
        keep = complete && (state.settings().persistence().load || hasKeys(state));
        store = data;
        state = next;
        loading = false;
        initial = settings;
        access = rights;
        moreFamilies = families;
        maintenance = new Maintenance(state);
    }

    private static boolean hasKeys(ServerState state) {
        for (int i = 0; i < state.store().databases(); i++) {
            if (state.metrics().keys(i) > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Begins to load the data, if the configuration says so; once after each {@link #configure}.
     *
     * @param failed called when the files turn out to be damaged
     * @throws PersistenceException if the directory cannot be used
     */
    public synchronized void load(Runnable failed) {
        if (!loading) {
            state.persistence().start(keep, failed);
            loading = true;
        }
    }

    /**
     * Waits until the data has been loaded.
     *
     * @throws PersistenceException if that was not possible
     */
    public void awaitLoaded() {
        Persistence persistence = serverState().persistence();
        persistence.awaitLoaded();
        if (persistence.isNotLoaded()) {
            throw new PersistenceException(persistence.unavailable(), null);
        }
    }

    /** Sets whether callers in the process wait while the data is being loaded. */
    void whileLoading(PersistenceConfig.WhileLoading what) {
        state.persistence().callersWait(what == PersistenceConfig.WhileLoading.WAIT);
    }

    /** What can be measured. */
    public synchronized ServerMetrics metrics() {
        return state.metrics();
    }

    /** Sets what measures commands; null for nothing. */
    public synchronized void observeForMetrics(CommandObserver observer) {
        observers.metrics(observer);
        state.telemetry().observer(observers.together());
    }

    /** Sets what traces commands; null for nothing. */
    public synchronized void observeForTracing(CommandObserver observer) {
        observers.tracing(observer);
        state.telemetry().observer(observers.together());
    }

    /**
     * Sets from when on commands are slow, in microseconds; -1 for never. What a client has set since is kept if nothing has
     * changed.
     */
    synchronized void slowLogThreshold(long micros) {
        if (slowLogState != state || slowLogMicros != micros) {
            state.settings().slowLogThreshold(micros);
            slowLogState = state;
            slowLogMicros = micros;
        }
    }

    /** Sets the version of Redis that clients are told. */
    synchronized void redisVersion(String told) {
        state.settings().redisVersion(told);
    }

    /** Whether clients have to tell who they are. */
    synchronized boolean isPasswordNeeded() {
        return state.access().isPasswordNeeded();
    }

    public int databases() {
        return store.selectable();
    }

    /** What the listener serves. */
    public synchronized ServerState serverState() {
        return state;
    }

    /** The data, for callers in the same process. */
    public synchronized KeyValueStore inProcess() {
        return new InProcessStore(state);
    }

    public synchronized ReactiveStore reactive() {
        return new ReactiveStore(state);
    }

    /** One database, for callers in the same process. */
    public synchronized InProcessStore inProcess(int database) {
        return new InProcessStore(state, CallerKind.APPLICATION, database);
    }

    /** One database to look at, without a trace, and not to change: see {@link CallerKind#VIEWER}. */
    public synchronized InProcessStore unnoticed(int database) {
        return new InProcessStore(state, CallerKind.VIEWER, database);
    }

    /**
     * Listens as configured. A listener that does already is kept if the configuration is the same, connections included;
     * otherwise another one takes its place.
     */
    public synchronized void listen(Vertx vertx, ServerConfig config) throws BindException {
        if (isListeningAs(config)) {
            return;
        }
        listenAnew(vertx, config);
        asked = config;
    }

    /** The same, except that another port is taken if the one that is wanted is in use. */
    synchronized void listenSomewhere(Vertx vertx, ServerConfig config) throws BindException {
        if (isListeningAs(config)) {
            return;
        }
        try {
            listenAnew(vertx, config);
        } catch (BindException e) {
            listenAnew(vertx, config.with(0));
            LOG.warnf(
                    "Port %d is in use, perhaps by another application in dev mode: the key/value server listens on %d instead. "
                            + "To choose the port, set quarkus.kvs.port.",
                    config.port(), listener.port());
        }
        asked = config;
    }

    private boolean isListeningAs(ServerConfig config) {
        // Certificates may have been updated since.
        return listener != null && listener.isListening() && config.equals(asked.with(config.tls()))
                && Objects.equals(config.tls(), listener.config().tls());
    }

    private void listenAnew(Vertx vertx, ServerConfig config) throws BindException {
        closeListener();
        listener = new TcpServer(vertx, state, config);
        boolean remote = !LoopbackAddress.is(config.host());
        listener.mayListenOn(host -> remote || state.access().isPasswordNeeded() || LoopbackAddress.is(host));
        state.control(listener);
        maintenance.listener(listener);
        doStart();
    }

    /**
     * What to listen with.
     *
     * @param source where certificates come from, now and whenever they change; null for no TLS
     * @param configuration what is there now
     * @return null for no TLS
     */
    synchronized TlsSettings tls(TlsSource source, TlsConfiguration configuration) {
        return tls.settings(source, configuration);
    }

    /** If the certificates are the server's, new connections use them. */
    @Override
    public synchronized void certificatesUpdated(String name, TlsConfiguration configuration) {
        if (listener == null) {
            return;
        }
        TlsSettings settings = tls.updated(name, configuration);
        if (settings != null && !settings.equals(listener.config().tls())) {
            listener.update(settings);
        }
    }

    @Override
    public synchronized void introduce(NetClientOptions client) {
        tls.introduce(client, listener.config().tls());
    }

    /** Stops for good, except that it can be configured again. */
    public synchronized void close() {
        closeListener();
        initial = null;
        if (state != null) {
            state.following().close();
            state.replicas().close();
            state.persistence().close();
        }
        if (maintenance != null) {
            maintenance.close();
            maintenance = null;
        }
    }

    private void closeListener() {
        if (listener != null) {
            maintenance.listener(null);
            boolean listened = listener.isListening();
            listener.close();
            logStop(listened);
            listener = null;
        }
    }

    private void requireListener() {
        if (listener == null) {
            throw closed();
        }
    }

    private Settings.Initial settings() {
        if (initial == null) {
            throw closed();
        }
        return initial;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the key/value server is closed");
    }

    private void doStart() throws BindException {
        failed = true;
        boolean listened = listener.isListening();
        listener.start();
        failed = false;
        if (!listened) {
            LOG.infof("Key/value server listening on %s:%d (%s, %d event %s%s)", listener.config().host(), listener.port(),
                    listener.transport(), listener.eventLoopCount(), listener.eventLoopCount() == 1 ? "loop" : "loops",
                    listener.config().tls() == null ? "" : ", TLS");
        }
    }

    private void logStop(boolean listened) {
        if (listened) {
            LOG.infof("Key/value server on %s:%d stopped", listener.config().host(), listener.port());
        }
    }

    @Override
    public synchronized String host() {
        return listener == null ? settings().host() : listener.config().host();
    }

    @Override
    public synchronized int port() {
        return listener == null ? -1 : listener.port();
    }

    @Override
    public synchronized State state() {
        if (listener == null) {
            return State.DISABLED;
        }
        return listener.isListening() ? State.LISTENING : failed ? State.FAILED : State.STOPPED;
    }

    @Override
    public void start() {
        refuseOnEventLoop();
        synchronized (this) {
            requireListener();
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
            requireListener();
            boolean listened = listener.isListening();
            listener.stop();
            logStop(listened);
        }
    }

    @Override
    public synchronized URI clientUri() {
        String credentials = settings().password().isEmpty() ? ""
                : encode(access.userName()) + ":" + encode(settings().password()) + "@";
        return uri(credentials);
    }

    @Override
    public synchronized URI uri() {
        return uri("");
    }

    private URI uri(String credentials) {
        String scheme = listener == null || listener.config().tls() == null ? "redis://" : "rediss://";
        return URI.create(scheme + credentials + ListeningHost.inUri(host()) + ":" + port());
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
