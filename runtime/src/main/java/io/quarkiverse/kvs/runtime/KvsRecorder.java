package io.quarkiverse.kvs.runtime;

import java.net.BindException;
import java.util.Set;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.runtime.protocol.DecoderLimits;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.value.registry.ValueRegistry;
import io.vertx.core.Vertx;

/** Starts the server with the application and stops it with it; in dev mode, lets it live on from reload to reload. */
@Recorder
public class KvsRecorder {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");

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
        instance = null;
        if (last != null) {
            last.close();
        }
    }

    /** Called before any bean of the application is used. */
    public Supplier<KeyValueStore> createStore(LaunchMode launchMode) {
        if (instance == null || launchMode != LaunchMode.DEVELOPMENT) {
            instance = new KvsInstance();
        }
        KvsConfig.LimitsConfig limits = config.getValue().limits();
        KeyValueStore store = new InProcessStore(instance.store(), bytes("key-length", limits.keyLength()),
                bytes("value-length", limits.valueLength()));
        return () -> store;
    }

    public void startServer(Supplier<Vertx> vertx, Supplier<Integer> eventLoops, LaunchMode launchMode,
            ShutdownContext shutdown) {
        if (!buildTimeConfig.enabled()) {
            valueRegistry.getValue().register(KvsServerInfoProvider.INSTANCE, new DisabledServer(config.getValue().host()));
            return;
        }
        KvsInstance kvs = instance;
        ServerConfig wanted = serverConfig(launchMode, eventLoops.get());
        try {
            kvs.listen(vertx.get(), wanted);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        } catch (BindException e) {
            String property = launchMode == LaunchMode.TEST ? "quarkus.kvs.test-port" : "quarkus.kvs.port";
            LOG.errorf("The key/value server cannot listen on %s:%d (%s). To use another address, set %s or quarkus.kvs.host.",
                    wanted.host(), wanted.port(), e.getMessage(), property);
            BindException cause = new BindException(
                    e.getMessage() + " (" + wanted.host() + ":" + wanted.port() + ", set by " + property + ")");
            throw new RuntimeException(new QuarkusBindException(wanted.host(), wanted.port(), cause));
        }
        if (launchMode != LaunchMode.DEVELOPMENT) {
            shutdown.addShutdownTask(kvs::close);
        }
        ValueRegistry values = valueRegistry.getValue();
        values.register(KvsServerInfoProvider.INSTANCE, kvs);
        values.register(KvsServerInfoProvider.PORT, kvs.port());
        if (launchMode == LaunchMode.TEST) {
            values.register(KvsServerInfoProvider.TEST_PORT, kvs.port());
        }
    }

    private ServerConfig serverConfig(LaunchMode launchMode, int availableEventLoops) {
        KvsConfig kvs = config.getValue();
        KvsConfig.LimitsConfig limits = kvs.limits();
        // As for HTTP: a test or a session of development does not need a thread per processor.
        int eventLoops = launchMode.isDevOrTest() ? Math.min(2, availableEventLoops) : availableEventLoops;
        Set<String> disabled = kvs.disabledCommands().orElse(launchMode.isDevOrTest() ? Set.of() : Set.of("SHUTDOWN"));
        if (disabled.equals(Set.of("none"))) {
            disabled = Set.of();
        }
        try {
            return new ServerConfig(kvs.host(), launchMode == LaunchMode.TEST ? kvs.testPort() : kvs.port(), eventLoops,
                    limits.connections(),
                    new DecoderLimits(limits.lines(), bytes("key-length", limits.keyLength()),
                            bytes("value-length", limits.valueLength()), bytes("request-length", limits.requestLength())),
                    bytes("reply-backlog", limits.replyBacklog()), kvs.idleTimeout(), disabled);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    private static ConfigurationException invalid(IllegalArgumentException e) {
        return new ConfigurationException("The configuration under quarkus.kvs is not valid: " + e.getMessage(), e);
    }

    private static int bytes(String limit, MemorySize size) {
        long bytes = size.asLongValue();
        if (bytes < 1 || bytes > Integer.MAX_VALUE - 8) {
            throw new ConfigurationException(
                    "quarkus.kvs.limits." + limit + " is to be from 1 byte to 2 gigabytes, not " + bytes,
                    Set.of("quarkus.kvs.limits." + limit));
        }
        return (int) bytes;
    }
}
