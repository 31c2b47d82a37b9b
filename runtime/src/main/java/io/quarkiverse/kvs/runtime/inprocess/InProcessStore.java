package io.quarkiverse.kvs.runtime.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.OrderedMapSnapshot;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredHash;
import io.quarkiverse.kvs.StoredList;
import io.quarkiverse.kvs.StoredOrderedMap;
import io.quarkiverse.kvs.StoredSet;
import io.quarkiverse.kvs.StoredSortedSet;
import io.quarkiverse.kvs.StoredStream;
import io.quarkiverse.kvs.Transaction;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.family.KeyPattern;
import io.quarkiverse.kvs.core.command.server.Access;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedTree;
import io.vertx.core.Context;

/**
 * The store for callers in the same process: the commands, the keyspace and the locks that clients' requests meet, without the
 * bytes.
 */
public final class InProcessStore implements KeyValueStore {

    private static final byte[] GET = "GET".getBytes(UTF_8);
    private static final byte[] SET = "SET".getBytes(UTF_8);
    private static final byte[] PX = "PX".getBytes(UTF_8);
    private static final byte[] NX = "NX".getBytes(UTF_8);
    private static final byte[] INCRBY = "INCRBY".getBytes(UTF_8);
    private static final byte[] PEXPIRE = "PEXPIRE".getBytes(UTF_8);
    private static final byte[] PERSIST = "PERSIST".getBytes(UTF_8);
    private static final byte[] PTTL = "PTTL".getBytes(UTF_8);
    private static final byte[] MGET = "MGET".getBytes(UTF_8);
    private static final byte[] MSET = "MSET".getBytes(UTF_8);
    private static final byte[] DEL = "DEL".getBytes(UTF_8);
    private static final byte[] EXISTS = "EXISTS".getBytes(UTF_8);
    private static final byte[] OM_RANGE = "OM.RANGE".getBytes(UTF_8);
    private static final byte[] FIRST_NAME = "-".getBytes(UTF_8);
    private static final byte[] LAST_NAME = "+".getBytes(UTF_8);
    private static final byte[] LIMIT = "LIMIT".getBytes(UTF_8);
    private static final byte[] ZERO = "0".getBytes(UTF_8);
    private static final byte[] FLUSHDB = "FLUSHDB".getBytes(UTF_8);
    private static final byte[] KEYS = "KEYS".getBytes(UTF_8);
    /** A pattern that no key matches. */
    private static final byte[] NONE = "[]".getBytes(UTF_8);

    private static final String KEY = "key";
    private static final String VALUE = "value";

    private final ServerState server;
    private final CallerKind caller;
    private final int database;
    /** Who the callers act as; null for the application itself. */
    private final User user;
    /** Whether callers wait until what they are told lasts. */
    private final Patience patience;
    private final CommandRunnerPool runners;
    private final CommandTarget atOnce = new AtOnce();

    public InProcessStore(ServerState server) {
        this(server, CallerKind.APPLICATION, 0);
    }

    /** One database, for a kind of caller. */
    public InProcessStore(ServerState server, CallerKind caller, int database) {
        this(server, caller, database, null, Patience.ALL);
    }

    private InProcessStore(ServerState server, CallerKind caller, int database, User user, Patience patience) {
        this.server = server;
        this.caller = caller;
        this.database = database;
        this.user = user;
        this.patience = patience;
        this.runners = new CommandRunnerPool(server, caller, database, user, patience);
    }

    /**
     * One whose callers see to it themselves that what they are told lasts: its methods do not wait for the log; nor, on an
     * event loop, for keys that another thread keeps, but throw a {@link KeysHeldException}.
     */
    public static InProcessStore notWaiting(ServerState server) {
        return new InProcessStore(server, CallerKind.APPLICATION, 0, null, Patience.NOTHING);
    }

    /**
     * One for workers, which wait for the keys that callers of {@link #notWaiting} could not have, and do what these wanted.
     */
    public static InProcessStore onBehalf(ServerState server) {
        return new InProcessStore(server, CallerKind.APPLICATION, 0, null, Patience.KEYS);
    }

    /** What commands of this store run in. */
    public CommandRunnerPool runners() {
        return runners;
    }

    /** Who the callers act as; null for the application itself. */
    public User user() {
        return user;
    }

    @Override
    public InProcessStore asUser(String name) {
        User found = server.access().users().find(Access.bytes(requireNonNull(name, "name")));
        if (found == null) {
            throw new IllegalArgumentException("there is no user " + name);
        }
        return new InProcessStore(server, caller, database, found, patience);
    }

    @Override
    public Reply execute(String... command) {
        byte[][] words = words(command);
        checkArguments(words);
        return run(words);
    }

    @Override
    public Reply execute(String command, byte[] argument, byte[]... more) {
        byte[][] words = words(utf8(command, "command"), argument, more);
        checkArguments(words);
        return run(words);
    }

    @Override
    public Reply eval(String script, List<String> keys, String... arguments) {
        return execute(call("EVAL", requireNonNull(script, "script"), keys, arguments));
    }

    @Override
    public Reply call(String function, List<String> keys, String... arguments) {
        return execute(call("FCALL", requireNonNull(function, "function"), keys, arguments));
    }

    /** The words of a command that runs a script or a function. */
    public static String[] call(String command, String what, List<String> keys, String[] arguments) {
        String[] words = new String[3 + requireNonNull(keys, "keys").size() + requireNonNull(arguments, "arguments").length];
        words[0] = command;
        words[1] = what;
        words[2] = Integer.toString(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            words[3 + i] = requireNonNull(keys.get(i), KEY);
        }
        System.arraycopy(arguments, 0, words, 3 + keys.size(), arguments.length);
        return words;
    }

    @Override
    public List<Reply> atomically(Consumer<Transaction> commands) {
        return runTogether(collect(commands));
    }

    /** The commands that {@link #runTogether} is to run, perhaps several times and by several threads. */
    public List<Request> collect(Consumer<Transaction> commands) {
        return CollectedCommands.of(requireNonNull(commands, "commands"), this::checkArguments);
    }

    /** @throws KvsException if one of the commands cannot be run, so that none was */
    public List<Reply> runTogether(List<Request> commands) {
        if (commands.isEmpty()) {
            return List.of();
        }
        CommandRunner runner = runners.take();
        try {
            return runner.runTogether(commands, null).asList();
        } finally {
            runners.giveBack(runner);
        }
    }

    /**
     * Runs commands together if a condition is met, which is tried with their keys locked.
     *
     * @param condition looks at no other keys than theirs, and changes nothing
     * @return whether they were run; if not, nothing was done
     * @throws KvsException if one of the commands cannot be run, so that none was
     */
    public boolean atomicallyIf(Predicate<Keyspace> condition, Consumer<Transaction> commands) {
        CommandRunner runner = runners.take();
        try {
            return !runner.runTogether(collect(commands), condition).isNil();
        } finally {
            runners.giveBack(runner);
        }
    }

    /**
     * Looks at what a key holds, while no command changes it.
     *
     * @param look changes nothing, and keeps nothing of what it sees
     */
    public <T> T look(byte[] key, Function<Keyspace, T> look) {
        CommandRunner runner = runners.take();
        try {
            return runner.look(key, look);
        } finally {
            runners.giveBack(runner);
        }
    }

    @Override
    public StoredHash hash(String key) {
        return hash(utf8(key, KEY));
    }

    @Override
    public StoredHash hash(byte[] key) {
        return StoredType.HASH.on(key, atOnce);
    }

    @Override
    public StoredList list(String key) {
        return list(utf8(key, KEY));
    }

    @Override
    public StoredList list(byte[] key) {
        return StoredType.LIST.on(key, atOnce);
    }

    @Override
    public StoredSet set(String key) {
        return set(utf8(key, KEY));
    }

    @Override
    public StoredSet set(byte[] key) {
        return StoredType.SET.on(key, atOnce);
    }

    @Override
    public StoredSortedSet sortedSet(String key) {
        return sortedSet(utf8(key, KEY));
    }

    @Override
    public StoredSortedSet sortedSet(byte[] key) {
        return StoredType.SORTED_SET.on(key, atOnce);
    }

    @Override
    public StoredOrderedMap orderedMap(String key) {
        return orderedMap(utf8(key, KEY));
    }

    @Override
    public StoredOrderedMap orderedMap(byte[] key) {
        return StoredType.ORDERED_MAP.on(key, atOnce);
    }

    @Override
    public OrderedMapSnapshot orderedMapSnapshot(String key) {
        return orderedMapSnapshot(utf8(key, KEY));
    }

    @Override
    public OrderedMapSnapshot orderedMapSnapshot(byte[] key) {
        return new EntriesAtAnInstant(orderedEntries(key));
    }

    /** All entries of an ordered map at this instant; none if there is no such key. */
    public OrderedSnapshot orderedEntries(byte[] key) {
        // Says whether the caller may read it all, whether it is one, and when what it tells lasts.
        checkKey(key);
        run(OM_RANGE, key, FIRST_NAME, LAST_NAME, LIMIT, ZERO, ZERO);
        return look(key, keyspace -> {
            ReadableOrderedMap map = keyspace.read().orderedMap(new Key().show(key.clone()));
            return map == null ? new OrderedTree(KeyOrder.BYTES).read() : map.snapshot();
        });
    }

    /**
     * Waits until all that has been done is on the disk, also where the log does not promise that. Returns at once if there is
     * no append-only file.
     *
     * @throws KvsException if it cannot be known to be there, or on an event loop, which must not wait
     */
    public void sync() {
        if (!server.persistence().isAppendOnly()) {
            return;
        }
        if (Context.isOnEventLoopThread()) {
            throw new KvsException("this waits for the disk, which an event loop must not");
        }
        try {
            server.persistence().sync(server.changes().sequence());
        } catch (IOException e) {
            throw new KvsException("done, and may be on the disk or not: " + e.getMessage(), e);
        }
    }

    @Override
    public StoredStream stream(String key) {
        return stream(utf8(key, KEY));
    }

    @Override
    public StoredStream stream(byte[] key) {
        return StoredType.STREAM.on(key, atOnce);
    }

    @Override
    public String get(String key) {
        byte[] name = utf8(key, KEY);
        checkKey(name);
        return runForText(GET, name);
    }

    @Override
    public byte[] get(byte[] key) {
        return runWithKey(key, GET).asBytes();
    }

    @Override
    public void set(String key, String value) {
        set(utf8(key, KEY), utf8(value, VALUE));
    }

    @Override
    public void set(byte[] key, byte[] value) {
        checkKey(key);
        checkValue(value);
        run(SET, key, value);
    }

    @Override
    public void set(String key, String value, Duration timeToLive) {
        set(utf8(key, KEY), utf8(value, VALUE), timeToLive);
    }

    @Override
    public void set(byte[] key, byte[] value, Duration timeToLive) {
        checkKey(key);
        checkValue(value);
        run(SET, key, value, PX, utf8(Long.toString(millis(timeToLive))));
    }

    @Override
    public boolean delete(String key) {
        return delete(utf8(key, KEY));
    }

    @Override
    public boolean delete(byte[] key) {
        return runWithKey(key, DEL).asLong() > 0;
    }

    @Override
    public boolean setIfAbsent(String key, String value) {
        return setIfAbsent(utf8(key, KEY), utf8(value, VALUE));
    }

    @Override
    public boolean setIfAbsent(byte[] key, byte[] value) {
        checkKey(key);
        checkValue(value);
        return !run(SET, key, value, NX).isNil();
    }

    @Override
    public boolean setIfAbsent(String key, String value, Duration timeToLive) {
        return setIfAbsent(utf8(key, KEY), utf8(value, VALUE), timeToLive);
    }

    @Override
    public boolean setIfAbsent(byte[] key, byte[] value, Duration timeToLive) {
        checkKey(key);
        checkValue(value);
        return !run(SET, key, value, NX, PX, utf8(Long.toString(millis(timeToLive)))).isNil();
    }

    @Override
    public long increment(String key) {
        return increment(key, 1);
    }

    @Override
    public long increment(byte[] key) {
        return increment(key, 1);
    }

    @Override
    public long increment(String key, long by) {
        return increment(utf8(key, KEY), by);
    }

    @Override
    public long increment(byte[] key, long by) {
        checkKey(key);
        return run(INCRBY, key, utf8(Long.toString(by))).asLong();
    }

    @Override
    public boolean expire(String key, Duration timeToLive) {
        return expire(utf8(key, KEY), timeToLive);
    }

    @Override
    public boolean expire(byte[] key, Duration timeToLive) {
        checkKey(key);
        return run(PEXPIRE, key, utf8(Long.toString(millis(timeToLive)))).asLong() > 0;
    }

    @Override
    public boolean persist(String key) {
        return persist(utf8(key, KEY));
    }

    @Override
    public boolean persist(byte[] key) {
        return runWithKey(key, PERSIST).asLong() > 0;
    }

    @Override
    public Duration timeToLive(String key) {
        return timeToLive(utf8(key, KEY));
    }

    @Override
    public Duration timeToLive(byte[] key) {
        long millis = runWithKey(key, PTTL).asLong();
        return millis < 0 ? null : Duration.ofMillis(millis);
    }

    @Override
    public Map<String, String> getAll(Collection<String> keys) {
        List<String> names = new ArrayList<>(requireNonNull(keys, "keys"));
        Map<String, String> values = new LinkedHashMap<>();
        if (names.isEmpty()) {
            return values;
        }
        List<Reply> replies = run(withKeys(MGET, names)).asList();
        for (int i = 0; i < replies.size(); i++) {
            if (!replies.get(i).isNil()) {
                values.put(names.get(i), replies.get(i).asString());
            }
        }
        return values;
    }

    @Override
    public void setAll(Map<String, String> values) {
        if (requireNonNull(values, "values").isEmpty()) {
            return;
        }
        List<byte[]> words = new ArrayList<>();
        words.add(MSET);
        values.forEach((key, value) -> {
            byte[] name = utf8(key, KEY);
            byte[] bytes = utf8(value, VALUE);
            checkKey(name);
            checkValue(bytes);
            words.add(name);
            words.add(bytes);
        });
        run(words.toArray(byte[][]::new));
    }

    @Override
    public long deleteAll(Collection<String> keys) {
        List<String> names = new ArrayList<>(requireNonNull(keys, "keys"));
        return names.isEmpty() ? 0 : run(withKeys(DEL, names)).asLong();
    }

    private byte[][] withKeys(byte[] command, List<String> keys) {
        byte[][] words = new byte[1 + keys.size()][];
        words[0] = command;
        for (int i = 0; i < keys.size(); i++) {
            words[1 + i] = utf8(keys.get(i), KEY);
            checkKey(words[1 + i]);
        }
        return words;
    }

    @Override
    public boolean exists(String key) {
        return exists(utf8(key, KEY));
    }

    @Override
    public boolean exists(byte[] key) {
        return runWithKey(key, EXISTS).asLong() > 0;
    }

    @Override
    public List<String> keys() {
        return walkAndWait(null, Bytes::utf8);
    }

    @Override
    public List<String> keysMatching(String regex) {
        return walkAndWait(KeyPattern.compile(requireNonNull(regex, "regex")), Bytes::utf8);
    }

    @Override
    public List<byte[]> binaryKeys() {
        return walkAndWait(null, Bytes::copy);
    }

    @Override
    public List<byte[]> binaryKeysMatching(String regex) {
        return walkAndWait(KeyPattern.compile(requireNonNull(regex, "regex")), Bytes::copy);
    }

    @Override
    public long size() {
        return whenAllLasts(() -> walk().size());
    }

    private <T> List<T> walkAndWait(KeyPattern pattern, Function<Bytes, T> type) {
        return whenAllLasts(() -> walk(pattern, type, () -> false));
    }

    /** Something that looks at any keys: what it has seen lasts when this returns. */
    private <T> T whenAllLasts(Supplier<T> look) {
        if (patience != Patience.ALL) {
            return look.get();
        }
        CommandRunner.prepareToWait(server);
        T seen = look.get();
        CommandRunner.awaitPromise(server, server.changes().seenAll(null));
        return seen;
    }

    @Override
    public void clear() {
        run(FLUSHDB);
    }

    /** The keys that match a pattern, or all if it is null; not all of them if it is cancelled meanwhile. */
    public <T> List<T> walk(KeyPattern pattern, Function<Bytes, T> type, BooleanSupplier cancelled) {
        List<T> keys = new ArrayList<>();
        walk().forEach(key -> {
            if (pattern == null || pattern.matches(key)) {
                keys.add(type.apply(key));
            }
            return !cancelled.getAsBoolean();
        });
        return keys;
    }

    /**
     * All keys, in the order of their parts.
     *
     * @throws KvsException if the data is not there, or the callers act as a user who may not call KEYS
     */
    public KeyspaceWalk walk() {
        if (patience == Patience.ALL) {
            CommandRunner.awaitData(server);
            CommandRunner.catchUp(server);
        }
        String unavailable = server.persistence().unavailable();
        if (unavailable != null) {
            throw new KvsException(unavailable);
        }
        if (user != null && !user.isUnrestricted()) {
            run(KEYS, NONE);
        }
        return new KeyspaceWalk(server.store(), database, server.time().currentTimeMillis());
    }

    private Reply runWithKey(byte[] key, byte[] command) {
        checkKey(key);
        return run(command, key);
    }

    private Reply run(byte[]... words) {
        CommandRunner runner = runners.take();
        try {
            return runner.run(words);
        } finally {
            runners.giveBack(runner);
        }
    }

    private String runForText(byte[]... words) {
        CommandRunner runner = runners.take();
        try {
            return runner.runForText(words);
        } finally {
            runners.giveBack(runner);
        }
    }

    /** @throws IllegalArgumentException if an argument is longer than a value may be */
    public void checkArguments(byte[][] words) {
        for (byte[] word : words) {
            check("argument", word.length, server.settings().limits().value());
        }
    }

    private void checkKey(byte[] key) {
        check(KEY, requireNonNull(key, KEY).length, server.settings().limits().key());
    }

    private void checkValue(byte[] value) {
        check(VALUE, requireNonNull(value, VALUE).length, server.settings().limits().value());
    }

    private static void check(String what, int length, int limit) {
        if (length > limit) {
            throw new IllegalArgumentException(what + " too long: at most " + limit + " bytes are allowed, not " + length);
        }
    }

    private long millis(Duration timeToLive) {
        if (requireNonNull(timeToLive, "timeToLive").isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("the time to live must be more than zero, not " + timeToLive);
        }
        try {
            long millis = timeToLive.plusNanos(999_999).toMillis();
            return Math.addExact(millis, server.time().currentTimeMillis()) > 0 ? millis : 0;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the time to live is too long: " + timeToLive, e);
        }
    }

    public static byte[][] words(String... command) {
        byte[][] words = new byte[requireNonNull(command, "command").length][];
        for (int i = 0; i < words.length; i++) {
            words[i] = utf8(command[i], i == 0 ? "command" : "argument");
        }
        return words;
    }

    /** @throws NullPointerException if an argument is null */
    public static byte[][] words(byte[] command, byte[] argument, byte[]... more) {
        byte[][] words = new byte[2 + requireNonNull(more, "more").length][];
        words[0] = command;
        words[1] = requireNonNull(argument, "argument");
        for (int i = 0; i < more.length; i++) {
            words[2 + i] = requireNonNull(more[i], "argument");
        }
        return words;
    }

    /** @throws NullPointerException if it is null; the message is its name */
    public static byte[] utf8(String argument, String name) {
        return utf8(requireNonNull(argument, name));
    }

    public static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** Runs the commands of views. */
    private final class AtOnce implements CommandTarget {

        @Override
        public <T> T run(Function<Reply, T> result, T noted, byte[]... words) {
            checkArguments(words);
            return result.apply(InProcessStore.this.run(words));
        }

        @Override
        public String runForText(byte[]... words) {
            checkArguments(words);
            return InProcessStore.this.runForText(words);
        }
    }
}
