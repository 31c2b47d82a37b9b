package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkus.runtime.annotations.DevMCPEnableByDefault;
import io.quarkus.runtime.annotations.JsonRpcDescription;
import io.smallrye.mutiny.Multi;

/**
 * What the server does, for the Dev UI and for Dev MCP.
 * <p>
 * A bean in dev mode only. The methods are called on worker threads.
 */
public class KvsServerJsonRpcService {

    /** The Dev UI does not notice when a page that listens is closed: so each stream ends by itself, and pages ask again. */
    static final int SNAPSHOTS = 60;

    private final Databases databases = new Databases();
    private final CommandLog log = new CommandLog(databases.server());
    private final AtomicInteger watchers = new AtomicInteger();
    private volatile boolean closed;

    /** Shown on the card. */
    public int connectionCount() {
        return connections().size();
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Lists the connections to the key/value server, with what each is doing")
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
    @JsonRpcDescription("Tells what the key/value server has counted: commands, hits and misses, memory, time, keys, connections, "
            + "and the files in which data is kept")
    public Snapshot statistics() {
        ServerState server = databases.server();
        Snapshot.Files files = server.metrics().isPersistent()
                ? Snapshot.Files.of(server.persistence().status(), server.persistence().failure())
                : null;
        return Snapshot.parse(server.time().currentTimeMillis(), information(), files);
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Tells all that the key/value server knows about itself, as the command INFO does")
    public String information() {
        return databases.look(0).execute("INFO", "everything").asString();
    }

    /**
     * A snapshot a second, {@value #SNAPSHOTS} in all. While a page is subscribed, all commands are timed, also those that are
     * otherwise too fast for it.
     */
    public Multi<Snapshot> liveStatistics() {
        return Multi.createFrom().ticks().startingAfter(Duration.ofMillis(10)).every(Duration.ofSeconds(1))
                .onOverflow().drop()
                .map(tick -> statistics())
                .select().first(snapshot -> !closed)
                .select().first(SNAPSHOTS)
                .onSubscription().invoke(() -> databases.server().telemetry().slowLog().timeAll(watchers.incrementAndGet() > 0))
                .onTermination().invoke(() -> databases.server().telemetry().slowLog().timeAll(watchers.decrementAndGet() > 0));
    }

    @DevMCPEnableByDefault
    @JsonRpcDescription("Tells which commands clients send to the key/value server: it listens from the first call on, as long as it is "
            + "called every ten seconds. after: the number of the last line that is known, 0 for all")
    public CommandLog.Page commandLog(
            Long after) {
        return log.since(after, databases.server().time().currentTimeMillis());
    }

    @PreDestroy
    void close() {
        closed = true;
        log.close();
    }
}
