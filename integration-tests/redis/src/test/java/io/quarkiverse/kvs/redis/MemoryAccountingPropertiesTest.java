package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.LongReply;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.MemoryRecount;
import io.quarkiverse.kvs.core.store.Store;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** After any commands, the totals of memory that are kept along the way are what there is when everything is counted. */
class MemoryAccountingPropertiesTest {

    @Property(tries = 400)
    void totalsAreRight(@ForAll("sequences") @Size(max = 60) List<List<String>> commands) {
        Server server = new Server();
        for (List<String> command : commands) {
            server.call(command);
        }
        MemoryRecount.assertTotalsAreRight(server.store);
    }

    /** The same, looked at after every command, so that it is known which one is wrong. */
    @Property(tries = 100)
    void totalsAreRightAllTheTime(@ForAll("sequences") @Size(max = 40) List<List<String>> commands) {
        Server server = new Server();
        for (List<String> command : commands) {
            server.call(command);
            try {
                MemoryRecount.assertTotalsAreRight(server.store);
            } catch (AssertionError e) {
                throw new AssertionError("after " + command + ": " + e.getMessage(), e);
            }
        }
    }

    @Provide
    Arbitrary<List<List<String>>> sequences() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, RandomCommands.strings()), Tuple.of(3, RandomCommands.lists()),
                Tuple.of(3, RandomCommands.hashes()),
                Tuple.of(2, RandomCommands.bitmaps()), Tuple.of(2, RandomCommands.hyperLogLogs()),
                Tuple.of(3, RandomCommands.sets()), Tuple.of(3, RandomCommands.sortedSets()),
                Tuple.of(2, RandomCommands.sorting()), Tuple.of(1, RandomCommands.places()),
                Tuple.of(2, RandomCommands.dumps()), Tuple.of(6, RandomCommands.streams()),
                Tuple.of(2, RandomCommands.keys()), Tuple.of(1, RandomCommands.transactions()), Tuple.of(3, large()),
                Tuple.of(1, settings())).list();
    }

    /** So many keys and elements that tables grow, shrink and give way to others. */
    private static Arbitrary<List<String>> large() {
        Arbitrary<String> key = RandomCommands.key();
        return Arbitraries.oneOf(List.of(
                key.map(k -> many(List.of("SADD", k), 1000, i -> List.of("member" + i))),
                key.map(k -> many(List.of("SREM", k), 950, i -> List.of("member" + i))),
                key.map(k -> many(List.of("HSET", k), 700, i -> List.of("field" + i, "x".repeat(i)))),
                key.map(k -> many(List.of("HDEL", k), 690, i -> List.of("field" + i))),
                key.map(k -> many(List.of("ZADD", k), 1500, i -> List.of(Integer.toString(i * 7 % 1000), "member" + i))),
                RandomCommands.command("ZREMRANGEBYRANK", key, Arbitraries.of("0", "10", "300"),
                        Arbitraries.of("-2", "-200", "500")),
                key.map(k -> many(List.of("RPUSH", k), 900, i -> List.of("element" + i))),
                RandomCommands.command("LTRIM", key, Arbitraries.of("0", "100", "300"), Arbitraries.of("-1", "-50", "350")),
                RandomCommands.command("LREM", key, Arbitraries.of("0", "1"), Arbitraries.of("element17", "element500")),
                RandomCommands.command("SETRANGE", key, Arbitraries.of("10", "2000", "70000"), Arbitraries.of("x")),
                RandomCommands.command("APPEND", key, Arbitraries.of("x".repeat(3000))),
                RandomCommands.command("PEXPIRE", key, Arbitraries.of("1", "3", "8")),
                key.map(k -> many(List.of("XADD", k, "*"), 300, i -> List.of("field" + i, "x".repeat(i)))),
                Arbitraries.just(many(List.of("MSET"), 3000, i -> List.of("k" + i, "v" + i))),
                Arbitraries.just(many(List.of("DEL"), 2990, i -> List.of("k" + i))),
                RandomCommands.command("FLUSHDB"), RandomCommands.command("FLUSHALL"), RandomCommands.command("DEBUG RELOAD")));
    }

    private static List<String> many(List<String> start, int count, java.util.function.IntFunction<List<String>> words) {
        List<String> command = new ArrayList<>(start);
        IntStream.range(0, count).mapToObj(words).forEach(command::addAll);
        return command;
    }

    private static Arbitrary<List<String>> settings() {
        return Arbitraries.oneOf(List.of(
                RandomCommands.command("CONFIG SET maxmemory", Arbitraries.of("0", "90000", "200000", "1mb")),
                RandomCommands.command("CONFIG SET maxmemory-policy", Arbitraries.of("noeviction", "allkeys-lru", "allkeys-lfu",
                        "allkeys-random", "volatile-lru", "volatile-ttl", "volatile-random", "volatile-lfu")),
                RandomCommands.command("CONFIG SET hash-max-listpack-entries", Arbitraries.of("2", "512")),
                RandomCommands.command("CONFIG SET zset-max-listpack-entries", Arbitraries.of("2", "128")),
                RandomCommands.command("CONFIG SET set-max-intset-entries", Arbitraries.of("2", "512"))));
    }

    /** A store with clients, at a time that passes with every command. */
    private static final class Server {

        final Store store = new Store(16);
        private long now = 1_700_000_000_000L;
        private final ServerState state = new ServerState(store, new Settings(Settings.Initial.defaults()), () -> now, () -> 0);
        private final CommandContext context = new CommandContext(state, new SplittableRandom(1));
        private Session session = connect();

        private Session connect() {
            ClientConnection connection = (ClientConnection) Proxy.newProxyInstance(getClass().getClassLoader(),
                    new Class<?>[] { ClientConnection.class }, (proxy, method, arguments) -> {
                        Class<?> type = method.getReturnType();
                        return type == int.class ? (Object) 0
                                : type == long.class ? 0L : type == boolean.class ? false : type == String.class ? "" : null;
                    });
            return state.clients().connected(connection, now);
        }

        void call(List<String> command) {
            now++;
            ReplyWriter reply = ReplyWriter.of(Dialect.RESP2, new ReplyBuffer());
            Request request = Request.resp(command.stream().map(word -> word.getBytes(ISO_8859_1)).toArray(byte[][]::new));
            Pending pending = state.executor().execute(context, session, request, reply, now);
            if (pending instanceof LongReply rest) {
                rest.write(reply, () -> false);
            } else if (pending != null) {
                // It waits, and perhaps is served while others go on.
                session = connect();
            }
        }
    }
}
