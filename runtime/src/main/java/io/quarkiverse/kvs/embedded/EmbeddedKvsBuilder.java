package io.quarkiverse.kvs.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.EvictionPolicy;
import io.quarkiverse.kvs.runtime.AccessConfig;
import io.quarkiverse.kvs.runtime.LoopbackAddress;
import io.quarkiverse.kvs.runtime.server.ServerConfig;

/**
 * Says what an {@link EmbeddedKvs} is to be like. What is not here can be changed afterwards with {@code CONFIG SET}, by
 * {@code store().execute(...)}. Not for several threads at once.
 */
public final class EmbeddedKvsBuilder {

    private static final int EVENT_LOOPS = 2;
    private static final String SHUTDOWN = "SHUTDOWN";
    /** Percents of the memory, as bounds have them. */
    private static final long HALF = -50;

    private boolean server = true;
    private String host = "localhost";
    private int port = 9999;
    private int eventLoops = EVENT_LOOPS;
    private String password = "";
    private int databases = 16;
    private MemoryBounds memory = new MemoryBounds(Runtime.getRuntime().maxMemory() / 2, EvictionPolicy.NOEVICTION, HALF);
    private PersistenceSettings.Initial persistence = PersistenceSettings.Initial.OFF;
    /** Of the files; null if there are none. */
    private Path directory;
    private final Map<String, String> users = new HashMap<>();
    private final Set<String> disabled = new TreeSet<>(Set.of(SHUTDOWN));
    private boolean debug;
    private final List<CommandFamily> families = new ArrayList<>();

    EmbeddedKvsBuilder() {
    }

    /** The store alone: no port is opened. */
    public EmbeddedKvsBuilder withoutServer() {
        server = false;
        return this;
    }

    /**
     * Where to listen; otherwise {@code localhost}. {@link #start()} refuses an address that other machines can reach, unless
     * there is a {@link #password}.
     */
    public EmbeddedKvsBuilder host(String name) {
        host = Objects.requireNonNull(name, "host");
        return this;
    }

    /** Where to listen, or 0 for any free port; otherwise 9999. */
    public EmbeddedKvsBuilder port(int number) {
        port = within(0, number, 65_535, "port");
        return this;
    }

    /** How many threads serve connections; otherwise {@value #EVENT_LOOPS}. */
    public EmbeddedKvsBuilder eventLoops(int number) {
        eventLoops = within(1, number, Integer.MAX_VALUE, "eventLoops");
        return this;
    }

    /** What clients have to send with AUTH before anything else. */
    public EmbeddedKvsBuilder password(String secret) {
        password = Objects.requireNonNull(secret, "password");
        return this;
    }

    /** A user with rules in the words of {@code ACL SETUSER}, such as {@code on >secret ~orders:* +@read}. */
    public EmbeddedKvsBuilder user(String name, String rules) {
        users.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(rules, "rules"));
        return this;
    }

    /** How many databases there are for SELECT; otherwise 16. */
    public EmbeddedKvsBuilder databases(int number) {
        databases = within(1, number, Integer.MAX_VALUE - 1, "databases");
        return this;
    }

    /**
     * How many bytes the data and what waits for clients may take, and which keys are evicted to stay within that; otherwise
     * half of the largest heap, and no keys are evicted: commands that need more memory are refused.
     *
     * @param bytes 0 for no bound but the heap itself
     */
    public EmbeddedKvsBuilder maxMemory(long bytes, EvictionPolicy policy) {
        memory = new MemoryBounds(within(0, bytes, Long.MAX_VALUE, "bytes"), Objects.requireNonNull(policy, "policy"), HALF);
        return this;
    }

    /** Commands that no client may call, beside SHUTDOWN. The program itself may. */
    public EmbeddedKvsBuilder disable(String... commands) {
        for (String command : commands) {
            disabled.add(Objects.requireNonNull(command, "command").toUpperCase(Locale.ROOT));
        }
        return this;
    }

    /** Lets clients call SHUTDOWN, after which the server does not listen any more, until the program starts it again. */
    public EmbeddedKvsBuilder allowShutdown() {
        disabled.remove(SHUTDOWN);
        return this;
    }

    /** Lets clients call DEBUG, which is for tests. */
    public EmbeddedKvsBuilder allowDebug() {
        debug = true;
        return this;
    }

    /**
     * Keeps every change in an append-only file, and takes the data from it at the start.
     *
     * @throws IllegalArgumentException if {@link #snapshots} has another directory
     */
    public EmbeddedKvsBuilder appendOnly(Path directory, FsyncPolicy fsync) {
        persistence = persistence.withAppendOnly(theOne(directory), Objects.requireNonNull(fsync, "fsync"));
        return this;
    }

    /**
     * Keeps snapshots, and takes the data from the last one at the start, unless there is an append-only file.
     *
     * @param points when snapshots are made, in the words of {@code CONFIG SET save}: seconds and changes, such as
     *        {@code 3600 1 300 100}
     * @throws IllegalArgumentException if {@link #appendOnly} has another directory
     */
    public EmbeddedKvsBuilder snapshots(Path directory, String points) {
        persistence = persistence.withSave(theOne(directory), Objects.requireNonNull(points, "points"));
        return this;
    }

    /** All files are in one directory. */
    private Path theOne(Path wanted) {
        Objects.requireNonNull(wanted, "directory");
        if (directory != null && !directory.equals(wanted)) {
            throw new IllegalArgumentException(
                    "appendOnly and snapshots need the same directory, not " + directory + " and " + wanted);
        }
        directory = wanted;
        return wanted;
    }

    private static int within(int least, int number, int most, String what) {
        return (int) within((long) least, number, most, what);
    }

    private static long within(long least, long number, long most, String what) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(what + " must be from " + least + " to " + most + ", not " + number);
        }
        return number;
    }

    /** Commands of the program's own, beside those that every server has. */
    public EmbeddedKvsBuilder commands(CommandFamily family) {
        families.add(Objects.requireNonNull(family, "family"));
        return this;
    }

    /**
     * Loads the data, if it is kept in files, and listens. Waits until that is done: not for event loops.
     *
     * @throws KvsException if the address cannot be listened on, or the files cannot be used or are damaged
     * @throws IllegalArgumentException if something that was configured is not possible
     */
    public EmbeddedKvs start() {
        if (server && password.isEmpty() && !LoopbackAddress.is(host)) {
            throw new IllegalArgumentException("other machines can reach " + host + ": set a password");
        }
        return EmbeddedKvs.start(this);
    }

    boolean isServer() {
        return server;
    }

    ServerConfig server() {
        return new ServerConfig(host, port, eventLoops);
    }

    int databases() {
        return databases;
    }

    List<CommandFamily> families() {
        return families;
    }

    AccessConfig access() {
        return new AccessConfig("", disabled, users, null);
    }

    Settings.Initial settings() {
        Settings.Initial defaults = Settings.Initial.defaults();
        return new Settings.Initial(defaults.limits(), defaults.maxClients(), defaults.replyBacklog(), 0, password, databases,
                host, debug, memory, persistence);
    }
}
