package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.EvictionPolicy;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.server.Maintenance;
import io.quarkiverse.kvs.runtime.server.ServerConfig;
import io.quarkiverse.kvs.runtime.server.TcpServer;
import io.vertx.core.Vertx;

/**
 * An application with a server inside, in a process of its own: it does its own work, which needs memory all the time, and says
 * when it did not get it.
 */
final class SmallHeapApplication {

    private static final int OWN_BYTES = 4 * 1024 * 1024;
    private static final int PIECE = 64 * 1024;

    private SmallHeapApplication() {
    }

    /** @param arguments how many percents of the heap the server may use, the policy, and how many of these clients may use */
    public static void main(String[] arguments) throws Exception {
        long bytes = Runtime.getRuntime().maxMemory() / 100 * Long.parseLong(arguments[0]);
        Settings.Initial defaults = Settings.Initial.defaults();
        Settings settings = new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(), defaults.replyBacklog(),
                0, "", 16, "localhost", true,
                new MemoryBounds(bytes, EvictionPolicy.of(arguments[1]), -Long.parseLong(arguments[2])),
                PersistenceSettings.Initial.OFF));
        ServerState state = new ServerState(new Store(16), settings, System::currentTimeMillis, System::nanoTime);
        TcpServer server = new TcpServer(Vertx.vertx(), state, new ServerConfig("127.0.0.1", 0, 2));
        state.control(server);
        new Maintenance(state).listener(server);
        server.start();

        AtomicInteger failures = new AtomicInteger();
        AtomicLong rounds = new AtomicLong();
        Thread work = new Thread(() -> {
            Deque<byte[]> own = new ArrayDeque<>();
            while (true) {
                try {
                    own.add(new byte[PIECE]);
                    if (own.size() > OWN_BYTES / PIECE) {
                        own.remove();
                    }
                    rounds.incrementAndGet();
                    Thread.sleep(1);
                } catch (OutOfMemoryError e) {
                    failures.incrementAndGet();
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        work.setDaemon(true);
        work.start();
        System.out.println(server.port());
        // Until the process that has started it closes the input.
        for (Scanner input = new Scanner(System.in, UTF_8); input.hasNextLine(); input.nextLine()) {
            System.out.println(rounds.get() + " " + failures.get());
        }
        System.exit(0);
    }
}
