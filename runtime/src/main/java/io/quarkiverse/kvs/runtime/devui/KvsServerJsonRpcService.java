package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.DevMCPEnableByDefault;
import io.quarkus.runtime.annotations.JsonRpcDescription;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * What the server does, for the Dev UI and for Dev MCP.
 * <p>
 * A bean in dev mode only. The methods are called on worker threads.
 */
public class KvsServerJsonRpcService {

    private static final Logger LOG = Logger.getLogger(KvsServerJsonRpcService.class);

    /** So far do the plots of the Dev UI go back, and so often is a figure taken while no page looks. */
    private static final Duration REMEMBERED = Duration.ofMinutes(3);
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    /**
     * Whether the server listens, and where.
     *
     * @param state a {@link KvsServer.State}
     * @param port -1 if there is no server
     */
    public record Status(String state, String host, int port) {
    }

    @Inject
    KvsServer server;

    private final Deque<Snapshot> recent = new ArrayDeque<>();
    private final Databases databases = new Databases();
    private final CommandLog log = new CommandLog(databases.server());
    private final LiveTiming timing = new LiveTiming(databases.server());
    private volatile boolean closed;

    /** Shown on the card. */
    public int connectionCount() {
        return connections().size();
    }

    /** Remembers what the server does from the start of the application on, so that plots do not begin with the first look. */
    void remember(@Observes StartupEvent event) {
        Multi.createFrom().ticks().every(BETWEEN).onOverflow().drop()
                .select().first(tick -> !closed)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe().with(tick -> remember());
    }

    private void remember() {
        timing.check(now());
        Snapshot snapshot;
        try {
            snapshot = statistics();
        } catch (RuntimeException e) {
            LOG.debug("The statistics of this moment are missing in the plots", e);
            return;
        }
        synchronized (recent) {
            recent.add(snapshot);
            while (recent.getFirst().at() < snapshot.at() - REMEMBERED.toMillis()) {
                recent.removeFirst();
            }
        }
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Returns the statistics of the key/value server in the last three minutes, oldest first")
    public List<Snapshot> recentStatistics() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Returns whether the key/value server is listening, and its address")
    public Status serverStatus() {
        return new Status(server.state().name(), server.host(), server.port());
    }

    @JsonRpcDescription("Starts the key/value server again after it was stopped")
    public Outcome<Integer> startServer() {
        return Outcome.of(() -> {
            server.start();
            return server.port();
        });
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Lists the connections to the key/value server, and what each is doing")
    public List<Connection> connections() {
        return Connection.parse(databases.look(0).execute("CLIENT", "LIST").asString());
    }

    @JsonRpcDescription("Closes a connection to the key/value server. id: the number of the connection")
    public Outcome<Boolean> closeConnection(Long id) {
        return Outcome.of(() -> {
            byte[] number = Long.toString(id).getBytes(UTF_8);
            return databases.change(0).execute("CLIENT", "KILL".getBytes(UTF_8), "ID".getBytes(UTF_8), number).asLong() > 0;
        });
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Returns the statistics of the key/value server: commands, hits and misses, memory, time, keys, connections, "
            + "and the files in which data is kept")
    public Snapshot statistics() {
        ServerState state = databases.server();
        Snapshot.Files files = state.metrics().isPersistent()
                ? Snapshot.Files.of(state.persistence().status(), state.persistence().failure())
                : null;
        return Snapshot.parse(state.time().currentTimeMillis(), information(), files);
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Returns what INFO returns, about the key/value server")
    public String information() {
        return databases.look(0).execute("INFO", "everything").asString();
    }

    /**
     * As {@link #statistics}. While pages keep asking for these, all commands are timed, also those that are otherwise too
     * fast.
     */
    public Snapshot liveStatistics() {
        timing.asked(now());
        return statistics();
    }

    /** In milliseconds. */
    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Returns which commands clients send to the key/value server: it listens from the first call on, as long as it is "
            + "called every ten seconds. after: the number of the last line that is known, 0 for all")
    public CommandLog.Page commandLog(
            Long after) {
        return log.since(after, databases.server().time().currentTimeMillis());
    }

    @PreDestroy
    void close() {
        closed = true;
        timing.close();
        log.close();
    }
}
