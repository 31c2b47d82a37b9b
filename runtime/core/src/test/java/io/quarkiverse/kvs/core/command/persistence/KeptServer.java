package io.quarkiverse.kvs.core.command.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerControl;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.files.RedisChecks;

/** A server without sockets that keeps its data on a {@link FailingDisk}. */
final class KeptServer implements AutoCloseable {

    /**
     * What has been checked, so that the same files are checked once. Snapshots are the same if they have the same data and
     * length: keys have another order in each server.
     */
    private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

    private final FailingDisk disk;
    private final ServerState state;
    private final CommandContext context;
    private final Session session;

    /** @param policy of the append-only file; null for none */
    KeptServer(FailingDisk disk, FsyncPolicy policy, String savePoints) {
        this(disk, policy, savePoints, System::currentTimeMillis);
    }

    /** @param clock milliseconds since 1970 */
    KeptServer(FailingDisk disk, FsyncPolicy policy, String savePoints, LongSupplier clock) {
        this.disk = disk;
        Path nowhere = Path.of("nowhere");
        PersistenceSettings.Initial kept = PersistenceSettings.Initial.OFF.withSave(nowhere, savePoints);
        if (policy != null) {
            kept = kept.withAppendOnly(nowhere, policy);
        }
        Settings.Initial defaults = Settings.Initial.defaults();
        state = new ServerState(new Store(16, 1), new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(),
                defaults.replyBacklog(), 0, "", 16, "localhost", true, MemoryBounds.NONE, kept)), clock,
                System::nanoTime);
        state.persistence().use(disk.directory("data"), disk.directory("appendonlydir"));
        state.persistence().start(false, () -> {
        });
        state.persistence().awaitLoaded();
        context = new CommandContext(state, new SplittableRandom());
        session = state.clients().inProcess(CallerKind.APPLICATION, 0, System.currentTimeMillis());
    }

    /** Sets what is done when a client asks for the end. */
    void onShutdown(Runnable task) {
        state.control(new ServerControl() {
            @Override
            public void shutdown() {
                task.run();
            }

            @Override
            public int port() {
                return 0;
            }

            @Override
            public void schedule(long delayMillis, Runnable later) {
                later.run();
            }
        });
    }

    ServerState state() {
        return state;
    }

    /** Runs one command, or several at once, given as words with blanks between them. */
    String call(String... commands) {
        List<Request> requests = new ArrayList<>();
        for (String command : commands) {
            String[] words = command.split(" ");
            byte[][] bytes = new byte[words.length][];
            for (int i = 0; i < words.length; i++) {
                bytes[i] = words[i].getBytes(ISO_8859_1);
            }
            requests.add(Request.resp(bytes));
        }
        ReplyBuffer buffer = new ReplyBuffer();
        ReplyWriter reply = ReplyWriter.of(Dialect.RESP2, buffer);
        if (requests.size() == 1) {
            state.executor().execute(context, session, requests.get(0), reply, System.currentTimeMillis());
        } else {
            state.executor().batch().execute(context, session, requests, keyspace -> true, reply, System.currentTimeMillis());
        }
        return new String(buffer.array(), 0, buffer.size(), ISO_8859_1);
    }

    /** A number of all data. */
    String digest() {
        return call("DEBUG DIGEST FULL");
    }

    /** Ends, and lets Redis judge the files that it leaves, where its programs are installed. */
    void closeAndCheck() {
        String digest = digest();
        close();
        if (!RedisChecks.areInstalled()) {
            return;
        }
        try {
            Map<String, byte[]> files = new TreeMap<>();
            for (LogDirectory each : List.of(disk.directory("data"), disk.directory("appendonlydir"))) {
                for (String name : each.names()) {
                    try (InputStream in = each.read(name)) {
                        files.put(name, in.readAllBytes());
                    }
                }
            }
            check(files, digest);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(Map<String, byte[]> files, String digest) throws IOException, InterruptedException {
        StringBuilder content = new StringBuilder(digest);
        files.forEach((name, bytes) -> content.append(name).append(' ').append(bytes.length).append(' ')
                .append(name.endsWith(".rdb") ? "" : Arrays.hashCode(bytes)).append('\n'));
        if (!CHECKED.add(content.toString())) {
            return;
        }
        Path folder = Files.createTempDirectory("kept");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            RedisChecks.files(folder);
        } finally {
            for (String name : files.keySet()) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    @Override
    public void close() {
        state.persistence().close();
    }
}
