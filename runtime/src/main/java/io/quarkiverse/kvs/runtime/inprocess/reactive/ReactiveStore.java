package io.quarkiverse.kvs.runtime.inprocess.reactive;

import static io.quarkiverse.kvs.runtime.inprocess.InProcessStore.utf8;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.quarkiverse.kvs.ChannelMessage;
import io.quarkiverse.kvs.OrderedMapSnapshot;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.ReactiveStoredHash;
import io.quarkiverse.kvs.ReactiveStoredList;
import io.quarkiverse.kvs.ReactiveStoredOrderedMap;
import io.quarkiverse.kvs.ReactiveStoredSet;
import io.quarkiverse.kvs.ReactiveStoredSortedSet;
import io.quarkiverse.kvs.ReactiveStoredStream;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.Transaction;
import io.quarkiverse.kvs.core.command.client.Channel;
import io.quarkiverse.kvs.core.command.client.PubSub;
import io.quarkiverse.kvs.core.command.family.KeyPattern;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.KeyspaceWalk;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.runtime.inprocess.CommandRunner;
import io.quarkiverse.kvs.runtime.inprocess.CommandRunnerPool;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.quarkiverse.kvs.runtime.inprocess.KeysHeldException;
import io.quarkiverse.kvs.runtime.inprocess.StoredType;
import io.quarkiverse.kvs.runtime.inprocess.TypedCommand;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/**
 * The store for callers in the same process who do not wait. What takes no longer than a look at some keys is done in place, by
 * the store of those who do.
 */
public final class ReactiveStore implements ReactiveKeyValueStore {

    private static final long MOST_MILLIS_TO_TELL = 1000;

    private final InProcessStore store;
    /** For workers, when {@link #store} has not got the keys. */
    private final InProcessStore onBehalf;
    private final ServerState server;
    private final CommandRunnerPool runners;
    private final BlockedSubscriptions blocked;

    public ReactiveStore(ServerState server) {
        this(server, InProcessStore.notWaiting(server), InProcessStore.onBehalf(server), new BlockedSubscriptions());
    }

    private ReactiveStore(ServerState server, InProcessStore store, InProcessStore onBehalf, BlockedSubscriptions blocked) {
        this.server = server;
        this.store = store;
        this.onBehalf = onBehalf;
        this.runners = store.runners();
        this.blocked = blocked;
    }

    /**
     * Ends the subscriptions that wait for what other clients do. The application is about to end, and with it the threads on
     * which they are told: so that is waited for a little, but not on an event loop.
     */
    public void close() {
        blocked.close();
        if (!Context.isOnEventLoopThread()) {
            blocked.awaitTold(MOST_MILLIS_TO_TELL);
        }
    }

    /** How many subscriptions wait for what other clients do. */
    int waiting() {
        return blocked.count();
    }

    @Override
    public ReactiveKeyValueStore asUser(String name) {
        return new ReactiveStore(server, store.asUser(name), onBehalf.asUser(name), blocked);
    }

    @Override
    public Uni<Reply> execute(String... command) {
        return uni(Function.identity(), InProcessStore.words(command));
    }

    @Override
    public Uni<Reply> execute(String command, byte[] argument, byte[]... more) {
        return uni(Function.identity(), InProcessStore.words(utf8(command, "command"), argument, more));
    }

    @Override
    public Uni<Reply> eval(String script, List<String> keys, String... arguments) {
        return execute(InProcessStore.call("EVAL", requireNonNull(script, "script"), keys, arguments));
    }

    @Override
    public Uni<Reply> call(String function, List<String> keys, String... arguments) {
        return execute(InProcessStore.call("FCALL", requireNonNull(function, "function"), keys, arguments));
    }

    @Override
    public Uni<List<Reply>> atomically(Consumer<Transaction> commands) {
        List<Request> collected = store.collect(commands);
        return inPlace(in -> in.runTogether(collected));
    }

    @Override
    public ReactiveStoredHash hash(String key) {
        return hash(utf8(key, "key"));
    }

    @Override
    public ReactiveStoredHash hash(byte[] key) {
        return StoredType.HASH.reactiveOn(key, this::uni);
    }

    @Override
    public ReactiveStoredList list(String key) {
        return list(utf8(key, "key"));
    }

    @Override
    public ReactiveStoredList list(byte[] key) {
        return StoredType.LIST.reactiveOn(key, this::uni);
    }

    @Override
    public ReactiveStoredSet set(String key) {
        return set(utf8(key, "key"));
    }

    @Override
    public ReactiveStoredSet set(byte[] key) {
        return StoredType.SET.reactiveOn(key, this::uni);
    }

    @Override
    public ReactiveStoredSortedSet sortedSet(String key) {
        return sortedSet(utf8(key, "key"));
    }

    @Override
    public ReactiveStoredSortedSet sortedSet(byte[] key) {
        return StoredType.SORTED_SET.reactiveOn(key, this::uni);
    }

    @Override
    public ReactiveStoredOrderedMap orderedMap(String key) {
        return orderedMap(utf8(key, "key"));
    }

    @Override
    public ReactiveStoredOrderedMap orderedMap(byte[] key) {
        return StoredType.ORDERED_MAP.reactiveOn(key, this::uni);
    }

    @Override
    public Uni<OrderedMapSnapshot> orderedMapSnapshot(String key) {
        return orderedMapSnapshot(utf8(key, "key"));
    }

    @Override
    public Uni<OrderedMapSnapshot> orderedMapSnapshot(byte[] key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.orderedMapSnapshot(key));
    }

    @Override
    public ReactiveStoredStream stream(String key) {
        return stream(utf8(key, "key"));
    }

    @Override
    public ReactiveStoredStream stream(byte[] key) {
        return StoredType.STREAM.reactiveOn(key, this::uni);
    }

    @Override
    public Uni<String> get(String key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.get(key));
    }

    @Override
    public Uni<byte[]> get(byte[] key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.get(key));
    }

    @Override
    public Uni<Void> set(String key, String value) {
        return set(utf8(key, "key"), utf8(value, "value"));
    }

    @Override
    public Uni<Void> set(byte[] key, byte[] value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        return inPlace(in -> {
            in.set(key, value);
            return null;
        });
    }

    @Override
    public Uni<Void> set(String key, String value, Duration timeToLive) {
        return set(utf8(key, "key"), utf8(value, "value"), timeToLive);
    }

    @Override
    public Uni<Void> set(byte[] key, byte[] value, Duration timeToLive) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(timeToLive, "timeToLive");
        return inPlace(in -> {
            in.set(key, value, timeToLive);
            return null;
        });
    }

    @Override
    public Uni<Boolean> delete(String key) {
        return delete(utf8(key, "key"));
    }

    @Override
    public Uni<Boolean> delete(byte[] key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.delete(key));
    }

    @Override
    public Uni<Boolean> setIfAbsent(String key, String value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        return inPlace(in -> in.setIfAbsent(key, value));
    }

    @Override
    public Uni<Boolean> setIfAbsent(String key, String value, Duration timeToLive) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(timeToLive, "timeToLive");
        return inPlace(in -> in.setIfAbsent(key, value, timeToLive));
    }

    @Override
    public Uni<Long> increment(String key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.increment(key));
    }

    @Override
    public Uni<Long> increment(String key, long by) {
        requireNonNull(key, "key");
        return inPlace(in -> in.increment(key, by));
    }

    @Override
    public Uni<Boolean> expire(String key, Duration timeToLive) {
        requireNonNull(key, "key");
        requireNonNull(timeToLive, "timeToLive");
        return inPlace(in -> in.expire(key, timeToLive));
    }

    @Override
    public Uni<Boolean> persist(String key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.persist(key));
    }

    @Override
    public Uni<Duration> timeToLive(String key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.timeToLive(key));
    }

    @Override
    public Uni<Boolean> setIfAbsent(byte[] key, byte[] value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        return inPlace(in -> in.setIfAbsent(key, value));
    }

    @Override
    public Uni<Boolean> setIfAbsent(byte[] key, byte[] value, Duration timeToLive) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(timeToLive, "timeToLive");
        return inPlace(in -> in.setIfAbsent(key, value, timeToLive));
    }

    @Override
    public Uni<Long> increment(byte[] key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.increment(key));
    }

    @Override
    public Uni<Long> increment(byte[] key, long by) {
        requireNonNull(key, "key");
        return inPlace(in -> in.increment(key, by));
    }

    @Override
    public Uni<Boolean> expire(byte[] key, Duration timeToLive) {
        requireNonNull(key, "key");
        requireNonNull(timeToLive, "timeToLive");
        return inPlace(in -> in.expire(key, timeToLive));
    }

    @Override
    public Uni<Boolean> persist(byte[] key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.persist(key));
    }

    @Override
    public Uni<Duration> timeToLive(byte[] key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.timeToLive(key));
    }

    @Override
    public Uni<Map<String, String>> getAll(Collection<String> keys) {
        requireNonNull(keys, "keys");
        return inPlace(in -> in.getAll(keys));
    }

    @Override
    public Uni<Void> setAll(Map<String, String> values) {
        requireNonNull(values, "values");
        return inPlace(in -> {
            in.setAll(values);
            return null;
        });
    }

    @Override
    public Uni<Long> deleteAll(Collection<String> keys) {
        requireNonNull(keys, "keys");
        return inPlace(in -> in.deleteAll(keys));
    }

    @Override
    public Uni<Boolean> exists(String key) {
        return exists(utf8(key, "key"));
    }

    @Override
    public Uni<Boolean> exists(byte[] key) {
        requireNonNull(key, "key");
        return inPlace(in -> in.exists(key));
    }

    @Override
    public Uni<List<String>> keys() {
        return walk(() -> null, Bytes::utf8);
    }

    @Override
    public Uni<List<String>> keysMatching(String regex) {
        requireNonNull(regex, "regex");
        return walk(() -> KeyPattern.compile(regex), Bytes::utf8);
    }

    @Override
    public Multi<String> scan() {
        return parts(null);
    }

    @Override
    public Multi<String> scanMatching(String regex) {
        requireNonNull(regex, "regex");
        return Multi.createFrom().deferred(() -> parts(KeyPattern.compile(regex)));
    }

    @Override
    public Multi<ChannelMessage> subscribe(String... channels) {
        return messages(PubSub.Kind.CHANNEL, requireNonNull(channels, "channels"));
    }

    @Override
    public Multi<ChannelMessage> subscribePatterns(String... patterns) {
        return messages(PubSub.Kind.PATTERN, requireNonNull(patterns, "patterns"));
    }

    private Multi<ChannelMessage> messages(PubSub.Kind kind, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("there is no channel to subscribe to");
        }
        List<Channel> channels = Stream.of(names).distinct().map(name -> Channel.of(new Bytes().show(utf8(name, "channel"))))
                .toList();
        return ChannelSubscription.of(server.pubSub(), kind, channels, store.user(), blocked);
    }

    @Override
    public Uni<List<byte[]>> binaryKeys() {
        return walk(() -> null, Bytes::copy);
    }

    @Override
    public Uni<List<byte[]>> binaryKeysMatching(String regex) {
        requireNonNull(regex, "regex");
        return walk(() -> KeyPattern.compile(regex), Bytes::copy);
    }

    @Override
    public Uni<Long> size() {
        return Uni.createFrom().deferred(() -> Context.isOnEventLoopThread() && server.store().isKept()
                ? fromWorker(over -> store.size())
                : inPlace(InProcessStore::size));
    }

    @Override
    public Uni<Void> clear() {
        return inPlace(in -> {
            in.clear();
            return null;
        });
    }

    /** A command that may take long, or wait. */
    private <T> Uni<T> uni(TypedCommand<T> command) {
        return command.isKnown() ? Uni.createFrom().item(command.result().apply(null))
                : uni(command.result(), command.words());
    }

    /** Whether the data is still being loaded, or the disk is slower than what is written. */
    private boolean mustWaitFirst() {
        return server.persistence().isToBeAwaited() || server.persistence().isBehind();
    }

    /** Waits until the data is there, and the disk has caught up, on a worker, and then does what is to be done. */
    private <T> Uni<T> afterWaiting(Supplier<Uni<T>> next) {
        return this.<Void> fromWorker(over -> {
            awaitData();
            server.persistence().awaitRoom();
            return null;
        }).chain(nothing -> next.get());
    }

    private <T> Uni<T> uni(Function<Reply, T> result, byte[]... words) {
        return Uni.createFrom().deferred(() -> {
            if (mustWaitFirst()) {
                return afterWaiting(() -> uni(result, words));
            }
            return Uni.createFrom().emitter(emitter -> {
                store.checkArguments(words);
                new CommandSubscription<>(server, result, new Emission<T>(emitter)).run(runners, blocked, words);
            });
        });
    }

    /**
     * Something that takes no time worth mentioning, except where another thread keeps the keys, or the log has to promise it
     * first.
     */
    private <T> Uni<T> inPlace(Function<InProcessStore, T> call) {
        return Uni.createFrom().deferred(() -> {
            if (mustWaitFirst()) {
                return afterWaiting(() -> inPlace(call));
            }
            try {
                T result = call.apply(store);
                return server.changes().isPromisedLate() ? promised(result) : Uni.createFrom().item(result);
            } catch (KeysHeldException e) {
                Uni<T> later = fromWorker(over -> call.apply(onBehalf));
                return server.changes().isPromisedLate() ? later.chain(this::promised) : later;
            }
        });
    }

    /** The result, when the log has promised what has been done. */
    private <T> Uni<T> promised(T result) {
        return Uni.createFrom().emitter(emitter -> {
            Emission<T> emission = new Emission<>(emitter);
            emission.emitWhenPromised(server, () -> result);
        });
    }

    /** Looks at all keys, which takes a while. */
    private <T> Uni<List<T>> walk(Supplier<KeyPattern> pattern, Function<Bytes, T> type) {
        return fromWorker(over -> {
            awaitData();
            return store.walk(pattern.get(), type, over);
        });
    }

    /** All keys, one part after the other as they are asked for. */
    private Multi<String> parts(KeyPattern pattern) {
        return Multi.createFrom().range(0, KeyspaceWalk.PARTS)
                .onItem()
                .transformToUniAndConcatenate(part -> this.<List<String>> fromWorker(over -> part(part, pattern, over)))
                .onItem().disjoint();
    }

    /** On a worker. */
    private void awaitData() {
        if (server.persistence().isToBeAwaited()) {
            server.persistence().awaitLoaded();
        }
        CommandRunner.catchUp(server);
    }

    private List<String> part(int part, KeyPattern pattern, BooleanSupplier over) {
        if (part == 0) {
            awaitData();
        }
        List<String> keys = new ArrayList<>();
        store.walk().forEach(part, key -> {
            if (pattern == null || pattern.matches(key)) {
                keys.add(key.utf8());
            }
            return !over.getAsBoolean();
        });
        return keys;
    }

    /** @param work can ask whether the subscriber has cancelled, and does not want its result any more */
    private <T> Uni<T> fromWorker(Function<BooleanSupplier, T> work) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean over = new AtomicBoolean();
            Emission<T> emission = new Emission<>(emitter);
            emission.atTheEnd(() -> over.set(true));
            emission.emitFromWorker(() -> {
                if (server.persistence().isToBeAwaited()) {
                    server.persistence().awaitLoaded();
                }
                T result = work.apply(over::get);
                emission.awaitPromise(server);
                return result;
            });
        });
    }
}
