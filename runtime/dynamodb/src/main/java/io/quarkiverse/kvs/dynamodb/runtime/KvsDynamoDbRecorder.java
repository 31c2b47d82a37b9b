package io.quarkiverse.kvs.dynamodb.runtime;

import java.net.BindException;
import java.util.Set;
import java.util.function.Supplier;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.runtime.ConfigurationErrors;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkiverse.kvs.runtime.LoopbackAddress;
import io.quarkiverse.kvs.runtime.OwnVertx;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.value.registry.ValueRegistry;
import io.vertx.core.Vertx;

/** Starts the endpoint with the application and stops it with it; in dev mode, lets it live on from reload to reload. */
@Recorder
public class KvsDynamoDbRecorder {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs.dynamodb");

    /** As for HTTP: a test or a session of development does not need a thread per processor. */
    private static final int DEV_EVENT_LOOPS = 2;

    /**
     * The endpoint of the running application. In dev mode this class is loaded once for all reloads, so what it holds survives
     * them; it must not hold anything of the application itself.
     */
    private static volatile DynamoDbInstance instance;

    private final KvsDynamoDbBuildTimeConfig buildTimeConfig;
    private final RuntimeValue<KvsDynamoDbConfig> config;
    private final RuntimeValue<ValueRegistry> valueRegistry;

    public KvsDynamoDbRecorder(KvsDynamoDbBuildTimeConfig buildTimeConfig, RuntimeValue<KvsDynamoDbConfig> config,
            RuntimeValue<ValueRegistry> valueRegistry) {
        this.buildTimeConfig = buildTimeConfig;
        this.config = config;
        this.valueRegistry = valueRegistry;
    }

    /** The endpoint of the application that runs in this process, or did last; null if there was none. */
    public static DynamoDbInstance instance() {
        return instance;
    }

    /** Ends the endpoint; in dev mode, it outlives the application. */
    public static void close() {
        DynamoDbInstance last = instance;
        instance = null;
        if (last != null) {
            last.close();
            OwnVertx.close(last.vertx());
        }
    }

    /**
     * Starts an endpoint for tests, in a process without an application. The caller closes it.
     *
     * @param data where the tables are to be: in the last of its databases
     * @throws BindException if the port for tests cannot be listened on
     */
    public static DynamoDbInstance startDetached(KvsDynamoDbConfig config, Vertx vertx, ServerState data)
            throws BindException {
        DynamoDbInstance detached = new DynamoDbInstance(vertx);
        detached.listen(data, settings(config, LaunchMode.TEST, DEV_EVENT_LOOPS));
        return detached;
    }

    /** Called after the server of keys and values has been started. Waits until it has loaded its data. */
    public void start(Supplier<Integer> eventLoops, LaunchMode launchMode, ShutdownContext shutdown) {
        ValueRegistry values = valueRegistry.getValue();
        KvsDynamoDbConfig wanted = config.getValue();
        if (!buildTimeConfig.enabled()) {
            if (launchMode == LaunchMode.DEVELOPMENT) {
                close();
            }
            values.register(DynamoDbEndpointInfoProvider.INSTANCE, new DisabledEndpoint(wanted.host(), wanted.region()));
            return;
        }
        EndpointSettings settings = settings(wanted, launchMode, eventLoops.get());
        DynamoDbInstance endpoint = endpoint(settings.eventLoops(), launchMode, shutdown);
        KvsInstance kvs = KvsRecorder.instance();
        kvs.awaitLoaded();
        listen(endpoint, kvs.serverState(), settings, launchMode);
        values.register(DynamoDbEndpointInfoProvider.INSTANCE, endpoint);
        values.register(DynamoDbEndpointInfoProvider.PORT, endpoint.port());
        if (launchMode == LaunchMode.TEST) {
            values.register(DynamoDbEndpointInfoProvider.TEST_PORT, endpoint.port());
        }
    }

    private static DynamoDbInstance endpoint(int eventLoops, LaunchMode launchMode, ShutdownContext shutdown) {
        if (launchMode != LaunchMode.DEVELOPMENT || instance == null) {
            instance = new DynamoDbInstance(OwnVertx.open(eventLoops));
        }
        if (launchMode != LaunchMode.DEVELOPMENT) {
            shutdown.addShutdownTask(KvsDynamoDbRecorder::close);
        }
        return instance;
    }

    private static void listen(DynamoDbInstance endpoint, ServerState data, EndpointSettings settings, LaunchMode launchMode) {
        String host = settings.host();
        EndpointSettings chosen = settings.with(ChosenPort.of(host, settings.port()));
        try {
            if (launchMode == LaunchMode.DEVELOPMENT && isDefaultPort()) {
                endpoint.listenSomewhere(data, chosen);
                if (endpoint.port() != settings.port()) {
                    LOG.warnf(
                            "Port %d is in use, perhaps by another application in dev mode: the DynamoDB endpoint listens on %d "
                                    + "instead. To choose the port, set quarkus.kvs.dynamodb.port.",
                            settings.port(), endpoint.port());
                }
            } else {
                endpoint.listen(data, chosen);
            }
        } catch (BindException e) {
            String property = launchMode == LaunchMode.TEST ? "quarkus.kvs.dynamodb.test-port" : "quarkus.kvs.dynamodb.port";
            LOG.errorf("The DynamoDB endpoint cannot listen on %s:%d (%s). To use another address, set %s or "
                    + "quarkus.kvs.dynamodb.host.", host, chosen.port(), e.getMessage(), property);
            BindException cause = new BindException(
                    e.getMessage() + " (" + host + ":" + chosen.port() + ", set by " + property + ")");
            throw new RuntimeException(new QuarkusBindException(host, chosen.port(), cause));
        } catch (IllegalStateException e) {
            throw wrong("host", e.getMessage());
        }
    }

    /** Whether the configuration does not say which port. */
    static boolean isDefaultPort() {
        return ConfigProvider.getConfig().getConfigValue("quarkus.kvs.dynamodb.port").getSourceOrdinal() == Integer.MIN_VALUE;
    }

    private static EndpointSettings settings(KvsDynamoDbConfig wanted, LaunchMode launchMode, int availableEventLoops) {
        if (wanted.host().isBlank()) {
            throw wrong("host", "it is empty");
        }
        if (wanted.credentials().isEmpty() && !LoopbackAddress.is(wanted.host())) {
            throw new ConfigurationException("The DynamoDB endpoint would listen on " + wanted.host()
                    + ", which other machines can reach, and accept any credentials. Set quarkus.kvs.dynamodb.credentials, or "
                    + "quarkus.kvs.dynamodb.host to localhost.",
                    Set.of("quarkus.kvs.dynamodb.host", "quarkus.kvs.dynamodb.credentials"));
        }
        if (wanted.region().isBlank()) {
            throw wrong("region", "it is empty");
        }
        if (wanted.delay().isNegative()) {
            throw wrong("delay", "it is negative");
        }
        int most = launchMode.isDevOrTest() ? DEV_EVENT_LOOPS : availableEventLoops;
        int eventLoops = Math.min(wanted.eventLoops().orElse(most), availableEventLoops);
        if (eventLoops < 1) {
            throw wrong("event-loops", "there must be at least 1 event loop, not " + eventLoops);
        }
        int port = launchMode == LaunchMode.TEST ? port("test-port", wanted.testPort()) : port("port", wanted.port());
        return new EndpointSettings(wanted.host(), port, eventLoops, wanted.region(), wanted.delay().toMillis(),
                wanted.credentials());
    }

    private static int port(String property, int number) {
        if (number < 0 || number > 65_535) {
            throw wrong(property, "a port must be from 0 to 65535, not " + number);
        }
        return number;
    }

    /** Without a cause, so that Quarkus tells the message, and no stack trace. */
    private static ConfigurationException wrong(String property, String message) {
        return ConfigurationErrors.wrong("quarkus.kvs.dynamodb." + property, message);
    }
}
