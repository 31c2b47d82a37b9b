package io.quarkiverse.kvs.runtime;

import java.net.BindException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;
import org.jboss.logging.Logger;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.CommandFamilyProvider;
import io.quarkiverse.kvs.core.command.persistence.PersistenceException;
import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.SavePoints;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;
import io.quarkiverse.kvs.runtime.redis.EmbeddedRedis;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.tls.KvsCertificateUpdates;
import io.quarkiverse.kvs.runtime.tls.TlsSource;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.value.registry.ValueRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;

/** Starts the server with the application and stops it with it; in dev mode, lets it live on from reload to reload. */
@Recorder
public class KvsRecorder {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

    /** What says where Redis clients connect to. */
    private static final Pattern REDIS_HOSTS = Pattern.compile("quarkus\\.redis\\.(.+\\.)?hosts(-provider-name)?");

    /** As for HTTP: a test or a session of development does not need a thread per processor. */
    private static final int DEV_EVENT_LOOPS = 2;

    /**
     * The data and the listener of the running application. In dev mode this class is loaded once for all reloads, so what it
     * holds survives them; it must not hold anything of the application itself.
     */
    private static volatile KvsInstance instance;

    private final KvsBuildTimeConfig buildTimeConfig;
    private final RuntimeValue<KvsConfig> config;
    private final RuntimeValue<ValueRegistry> valueRegistry;

    public KvsRecorder(KvsBuildTimeConfig buildTimeConfig, RuntimeValue<KvsConfig> config,
            RuntimeValue<ValueRegistry> valueRegistry) {
        this.buildTimeConfig = buildTimeConfig;
        this.config = config;
        this.valueRegistry = valueRegistry;
    }

    /** Ends what outlives the application in dev mode. */
    public static void closeDevMode() {
        KvsInstance last = instance;
        becomes(null);
        if (last != null) {
            last.close();
        }
    }

    /** @param next null for none */
    private static void becomes(KvsInstance next) {
        instance = next;
        EmbeddedRedis.server(next);
        KvsCertificateUpdates.tell(next);
    }

    /** The data and the listener of the application that runs in this process, or did last; null if there was none. */
    public static KvsInstance instance() {
        return instance;
    }

    /**
     * Starts a server that is no part of an application: configured like that of one, except for where it listens, and that it
     * does without TLS.
     *
     * @param port the port to listen on, on this machine only; 0 for any free one
     * @throws BindException if the port cannot be listened on; the message says why
     */
    public static KvsInstance startDetached(KvsConfig kvs, Vertx vertx, int port) throws BindException {
        KvsInstance detached = new KvsInstance(kvs.databases());
        configure(detached, kvs, true);
        detached.listen(vertx, new ServerConfig("localhost", port, DEV_EVENT_LOOPS));
        return detached;
    }

    /** Called before any bean of the application is used. */
    public Supplier<KeyValueStore> createStore(LaunchMode launchMode) {
        KvsConfig kvs = config.getValue();
        refusePasswordThatIsNotSet();
        if (instance == null || launchMode != LaunchMode.DEVELOPMENT || instance.databases() != kvs.databases()) {
            closeDevMode();
            try {
                becomes(new KvsInstance(kvs.databases()));
            } catch (IllegalArgumentException e) {
                throw wrong("databases", e.getMessage());
            }
        }
        configure(instance, kvs, launchMode.isDevOrTest());
        try {
            // An application in production that lacks its data is to end, so that what has started it can start it again.
            instance.load(launchMode == LaunchMode.NORMAL ? () -> Quarkus.asyncExit(1) : () -> {
            });
        } catch (PersistenceException e) {
            throw wrong("persistence.directory", e.getMessage());
        }
        instance.whileLoading(kvs.persistence().whileLoading());
        KeyValueStore store = instance.inProcess();
        return () -> store;
    }

    /**
     * Called after {@link #createStore}. Who waits when the application ends is not kept waiting by the data, which may stay.
     */
    public Supplier<ReactiveKeyValueStore> createReactiveStore(ShutdownContext shutdown) {
        ReactiveStore store = instance.reactive();
        shutdown.addShutdownTask(store::close);
        return () -> store;
    }

    private static void configure(KvsInstance instance, KvsConfig kvs, boolean devOrTest) {
        Set<String> disabled = kvs.disabledCommands().orElse(devOrTest ? Set.of() : Set.of("SHUTDOWN"));
        if (disabled.equals(Set.of("none"))) {
            disabled = Set.of();
        }
        try {
            Map<String, String> users = new HashMap<>();
            kvs.users().forEach((name, user) -> users.put(name, user.rules()));
            instance.configure(settings(kvs, devOrTest), new AccessConfig(kvs.username().orElse(""), disabled, users,
                    kvs.aclFile().map(Path::of).orElse(null)), moreFamilies());
        } catch (AccessConfig.Refused e) {
            throw wrong(e.property(), e.getMessage());
        }
        instance.redisVersion(kvs.redisVersion());
        instance.slowLogThreshold(kvs.slowLog().threshold().isNegative() ? -1 : kvs.slowLog().threshold().toNanos() / 1000);
    }

    /** Those that the application has, or other jars on its class path; after a reload in dev mode they are others. */
    private static List<CommandFamily> moreFamilies() {
        return ServiceLoader.load(CommandFamilyProvider.class).stream()
                .map(provider -> provider.get().family()).toList();
    }

    public void startServer(Supplier<Vertx> vertx, Supplier<Integer> eventLoops, Supplier<TlsConfigurationRegistry> tls,
            LaunchMode launchMode, ShutdownContext shutdown) {
        KvsInstance kvs = instance;
        if (launchMode != LaunchMode.DEVELOPMENT) {
            shutdown.addShutdownTask(kvs::close);
        }
        if (!buildTimeConfig.enabled()) {
            valueRegistry.getValue().register(KvsServerInfoProvider.INSTANCE, new DisabledServer(config.getValue().host()));
            return;
        }
        ServerConfig wanted = serverConfig(launchMode, eventLoops.get(), tls.get());
        try {
            if (launchMode == LaunchMode.DEVELOPMENT && isDefaultPort()) {
                kvs.listenSomewhere(vertx.get(), wanted);
            } else {
                kvs.listen(vertx.get(), wanted);
            }
        } catch (BindException e) {
            String property = launchMode == LaunchMode.TEST ? "quarkus.kvs.test-port" : "quarkus.kvs.port";
            LOG.errorf("The key/value server cannot listen on %s:%d (%s). To use another address, set %s or quarkus.kvs.host.",
                    wanted.host(), wanted.port(), e.getMessage(), property);
            BindException cause = new BindException(
                    e.getMessage() + " (" + wanted.host() + ":" + wanted.port() + ", set by " + property + ")");
            throw new RuntimeException(new QuarkusBindException(wanted.host(), wanted.port(), cause));
        }
        ValueRegistry values = valueRegistry.getValue();
        values.register(KvsServerInfoProvider.INSTANCE, kvs);
        values.register(KvsServerInfoProvider.PORT, kvs.port());
        if (launchMode == LaunchMode.TEST) {
            values.register(KvsServerInfoProvider.TEST_PORT, kvs.port());
        }
    }

    /** Called in production, if the application has Redis clients: they do not find the server by themselves there. */
    public void hintAtRedisHosts() {
        for (String property : ConfigProvider.getConfig().getPropertyNames()) {
            if (REDIS_HOSTS.matcher(property).matches()) {
                return;
            }
        }
        KvsConfig kvs = config.getValue();
        LOG.info(redisHostsHint(kvs.host(), kvs.tlsConfigurationName().isPresent(), kvs.password().isPresent()));
    }

    static String redisHostsHint(String host, boolean tls, boolean password) {
        return "The Redis client has no hosts. To let it use the key/value server in this application, set "
                + "quarkus.redis.hosts=" + (tls ? "rediss" : "redis") + "://" + ListeningHost.inUri(host)
                + ":${quarkus.kvs.port}" + (password ? ", and quarkus.redis.password=${quarkus.kvs.password}" : "");
    }

    /** Whether the configuration does not say which port. */
    private static boolean isDefaultPort() {
        return ConfigProvider.getConfig().getConfigValue("quarkus.kvs.port").getSourceOrdinal() == Integer.MIN_VALUE;
    }

    private static Settings.Initial settings(KvsConfig kvs, boolean devOrTest) {
        KvsConfig.LimitsConfig limits = kvs.limits();
        DecoderLimits request = new DecoderLimits(limits.lines(), bytes("key-length", limits.keyLength()),
                bytes("value-length", limits.valueLength()), bytes("request-length", limits.requestLength()));
        if (limits.connections() < 1) {
            throw wrong("limits.connections", "there must be at least 1 connection, not " + limits.connections());
        }
        if (kvs.idleTimeout().isNegative()) {
            throw wrong("idle-timeout", "it is negative");
        }
        long idleSeconds = kvs.idleTimeout().plusNanos(999_999_999).toSeconds();
        return new Settings.Initial(request, limits.connections(), bytes("reply-backlog", limits.replyBacklog()), idleSeconds,
                kvs.password().orElse(""), kvs.databases(), kvs.host(), kvs.debugCommand().orElse(devOrTest), memory(kvs),
                persistence(kvs.persistence()));
    }

    /** A password whose environment variable is not set is no reason to go without one, as an empty text would be. */
    private static void refusePasswordThatIsNotSet() {
        ConfigValue configured = ConfigProvider.getConfig().getConfigValue("quarkus.kvs.password");
        if (configured.getRawValue() != null && configured.getValue() == null) {
            throw wrong("password", "it refers to something that is not set, such as an environment variable. "
                    + "To allow that, give it a default, such as ${KVS_PASSWORD:} for no password");
        }
    }

    private static PersistenceSettings.Initial persistence(PersistenceConfig kept) {
        String save = kept.save().map(points -> String.join(" ", points)).orElse("");
        try {
            SavePoints.points(save);
        } catch (IllegalArgumentException e) {
            throw wrong("persistence.save", "pairs of seconds and changes are needed, such as 3600 1, not " + save);
        }
        if (kept.rewritePercentage() < 0) {
            throw wrong("persistence.rewrite-percentage", "it must be at least 0, not " + kept.rewritePercentage());
        }
        if (kept.rewriteMinSize().asLongValue() < 0) {
            throw wrong("persistence.rewrite-min-size", "it is negative");
        }
        if (kept.fileName().isBlank() || kept.fileName().contains("/") || kept.fileName().contains("\\")) {
            throw wrong("persistence.file-name", "the name of a file is needed, without a directory, not " + kept.fileName());
        }
        boolean load = kept.appendOnly() || !save.isBlank() || kept.directory().isPresent();
        return new PersistenceSettings.Initial(load, kept.directory().map(KvsRecorder::path).orElse(null), kept.appendOnly(),
                kept.fsync(),
                save, kept.fileName(), kept.loadTruncated(), kept.rewritePercentage(), kept.rewriteMinSize().asLongValue(),
                kept.noFsyncOnRewrite());
    }

    private static Path path(String directory) {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw wrong("persistence.directory", e.getMessage());
        }
    }

    private static MemoryBounds memory(KvsConfig kvs) {
        MemoryShare clients = kvs.maxMemoryClients();
        return new MemoryBounds(kvs.maxMemory().of(Runtime.getRuntime().maxMemory()), kvs.maxMemoryPolicy(),
                clients.isPercentage() ? -clients.number() : clients.number());
    }

    private ServerConfig serverConfig(LaunchMode launchMode, int availableEventLoops, TlsConfigurationRegistry registry) {
        KvsConfig kvs = config.getValue();
        int eventLoops = kvs.eventLoops().orElse(launchMode.isDevOrTest() ? DEV_EVENT_LOOPS : availableEventLoops);
        eventLoops = Math.min(eventLoops, availableEventLoops);
        TlsSource source = TlsSource.of(kvs.tlsConfigurationName(), kvs.tlsClientAuth(), launchMode.isDevOrTest());
        TlsConfiguration tls = source == null ? null : source.in(registry);
        boolean knowsClients = instance.isPasswordNeeded()
                || tls != null && source.clientAuth() == ClientAuth.REQUIRED && !tls.isTrustAll();
        if (!knowsClients && !kvs.allowRemoteWithoutPassword() && !LoopbackAddress.is(kvs.host())) {
            throw new ConfigurationException("The key/value server would listen on " + kvs.host()
                    + ", which other machines can "
                    + "reach, without a password. Set quarkus.kvs.password, or quarkus.kvs.host to localhost; or, if every client may "
                    + "read and change the data, quarkus.kvs.allow-remote-without-password to true.",
                    Set.of("quarkus.kvs.host", "quarkus.kvs.password", "quarkus.kvs.allow-remote-without-password"));
        }
        if (kvs.host().isBlank()) {
            throw wrong("host", "it is empty");
        }
        if (eventLoops < 1) {
            throw wrong("event-loops", "there must be at least 1 event loop, not " + eventLoops);
        }
        return new ServerConfig(kvs.host(), launchMode == LaunchMode.TEST ? port("test-port", kvs.testPort())
                : port("port", kvs.port()), eventLoops, instance.tls(source, tls));
    }

    private static int port(String property, int number) {
        if (number < 0 || number > 65_535) {
            throw wrong(property, "a port must be from 0 to 65535, not " + number);
        }
        return number;
    }

    /** Without a cause, so that Quarkus tells the message, and no stack trace. */
    private static ConfigurationException wrong(String property, String message) {
        return ConfigurationErrors.wrong("quarkus.kvs." + property, message);
    }

    private static int bytes(String limit, MemorySize size) {
        long bytes = size.asLongValue();
        if (bytes < 1 || bytes > Integer.MAX_VALUE - 8) {
            throw new ConfigurationException(
                    "quarkus.kvs.limits." + limit + " must be from 1 byte to 2 gigabytes, not " + bytes,
                    Set.of("quarkus.kvs.limits." + limit));
        }
        return (int) bytes;
    }
}
