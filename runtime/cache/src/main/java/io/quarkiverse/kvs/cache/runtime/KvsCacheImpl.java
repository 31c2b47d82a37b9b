package io.quarkiverse.kvs.cache.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.JavaType;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.cache.KvsCache;
import io.quarkiverse.kvs.cache.runtime.Json.Found;
import io.quarkus.cache.runtime.AbstractCache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * A cache in the store. What {@link #get} does, it does on the thread that subscribes, which is a worker thread if a method
 * with {@code @CacheResult} is called on one: the value is computed there, too. {@link #getAsync} waits for nothing.
 */
final class KvsCacheImpl extends AbstractCache implements KvsCache {

    private static final Logger LOG = Logger.getLogger(KvsCacheImpl.class);
    private static final String PAGE = "1000";

    private final String name;
    private final String prefix;
    /** Null if the application has no method that says which one it is, or several that say different ones. */
    private final JavaType type;
    /** Null if entries do not expire. */
    private final Duration expireAfterWrite;
    private final KeyValueStore store;
    private final ReactiveKeyValueStore reactive;
    private final Json json;

    /** Values that are being computed, by the texts of their keys. */
    private final ConcurrentMap<String, CompletableFuture<Object>> computing = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    /** A value was not kept, and the log says so. */
    private final AtomicBoolean notKept = new AtomicBoolean();

    KvsCacheImpl(String name, JavaType type, Duration expireAfterWrite, KeyValueStore store, ReactiveKeyValueStore reactive,
            Json json) {
        this.name = name;
        this.prefix = "cache:" + name + ":";
        this.type = type;
        this.expireAfterWrite = expireAfterWrite;
        this.store = store;
        this.reactive = reactive;
        this.json = json;
    }

    @Override
    public String getName() {
        return name;
    }

    /** That of a method without parameters. */
    @Override
    public Object getDefaultKey() {
        return "";
    }

    @Override
    public Statistics statistics() {
        return new Statistics(hits.sum(), misses.sum(), puts.sum());
    }

    @Override
    public <K, V> Uni<V> get(K key, Function<K, V> valueLoader) {
        String text = text(key);
        return Uni.createFrom().deferred(() -> {
            Found found = counted(json.read(store.get(bytes(text)), type()));
            return found != null ? item(found)
                    : once(text, () -> Uni.createFrom().item(() -> {
                        V value = valueLoader.apply(key);
                        keepAndWait(text, value);
                        return value;
                    }));
        });
    }

    @Override
    public <K, V> Uni<V> getAsync(K key, Function<K, Uni<V>> valueLoader) {
        String text = text(key);
        return Uni.createFrom().deferred(() -> reactive.get(bytes(text)).chain(bytes -> {
            Found found = counted(json.read(bytes, type()));
            return found != null ? item(found)
                    : once(text, () -> valueLoader.apply(key).call(value -> keep(text, value)));
        }));
    }

    @Override
    public <V> Uni<Void> put(Object key, V value) {
        String text = text(key);
        return Uni.createFrom().deferred(() -> write(text, value));
    }

    @Override
    public <V> Uni<V> getIfPresent(Object key, Class<V> valueType) {
        String text = text(key);
        return Uni.createFrom().deferred(() -> reactive.get(bytes(text)).map(bytes -> {
            Found found = counted(json.read(bytes, json.type(valueType)));
            return found == null ? null : valueType.cast(found.value());
        }));
    }

    @Override
    public Uni<Void> invalidate(Object key) {
        String text = text(key);
        return Uni.createFrom().deferred(() -> reactive.delete(bytes(text)).replaceWithVoid());
    }

    @Override
    public Uni<Void> invalidateAll() {
        return keys().chain(keys -> keys.isEmpty() ? Uni.createFrom().voidItem() : reactive.deleteAll(keys).replaceWithVoid());
    }

    /** @param predicate is called with keys as they are stored: the key of the cache as JSON */
    @Override
    public Uni<Void> invalidateIf(Predicate<Object> predicate) {
        return keys().chain(keys -> {
            List<String> chosen = keys.stream().filter(key -> predicate.test(key.substring(prefix.length()))).toList();
            return chosen.isEmpty() ? Uni.createFrom().voidItem() : reactive.deleteAll(chosen).replaceWithVoid();
        });
    }

    @Override
    public Uni<Long> size() {
        return keys().map(keys -> (long) keys.size());
    }

    /** The keys of this cache in the store, a page at a time, so that other clients do not wait for long. */
    private Uni<List<String>> keys() {
        return Uni.createFrom().deferred(() -> page("0", new ArrayList<>()));
    }

    private Uni<List<String>> page(String cursor, List<String> found) {
        return reactive.execute("SCAN", cursor, "MATCH", glob(prefix) + "*", "COUNT", PAGE).chain(reply -> {
            reply.asList().get(1).asList().forEach(key -> found.add(key.asString()));
            String next = reply.asList().get(0).asString();
            return next.equals("0") ? Uni.createFrom().item(found.stream().distinct().toList()) : page(next, found);
        });
    }

    private static String glob(String text) {
        return text.replaceAll("[\\\\*?\\[\\]]", "\\\\$0");
    }

    /** Computes a value unless another caller does so already: then waits for that one's. */
    @SuppressWarnings("unchecked")
    private <V> Uni<V> once(String text, Supplier<Uni<V>> computation) {
        CompletableFuture<Object> mine = new CompletableFuture<>();
        CompletableFuture<Object> others = computing.putIfAbsent(text, mine);
        if (others != null) {
            // Another thread may compute it: back to the one that this caller works on.
            Context context = Vertx.currentContext();
            Uni<V> value = (Uni<V>) Uni.createFrom().completionStage(others);
            return context == null ? value : value.emitOn(command -> context.runOnContext(ignored -> command.run()));
        }
        return Uni.createFrom().deferred(() -> computation.get())
                .onItemOrFailure().invoke((value, failure) -> {
                    computing.remove(text, mine);
                    if (failure == null) {
                        mine.complete(value);
                    } else {
                        mine.completeExceptionally(failure);
                    }
                })
                .onCancellation().invoke(() -> {
                    computing.remove(text, mine);
                    mine.cancel(false);
                });
    }

    /**
     * Stores a value that was computed. The caller gets it also if the store does not take it, because it is full for example.
     */
    private void keepAndWait(String text, Object value) {
        byte[] written = json.write(value);
        try {
            if (expireAfterWrite == null) {
                store.set(bytes(text), written);
            } else {
                store.set(bytes(text), written, expireAfterWrite);
            }
            puts.increment();
        } catch (KvsException e) {
            notKept(e);
        }
    }

    /** As {@link #keepAndWait}. */
    private Uni<Void> keep(String text, Object value) {
        return write(text, value).onFailure(KvsException.class).recoverWithItem(failure -> {
            notKept(failure);
            return null;
        });
    }

    private void notKept(Throwable failure) {
        // Once: as long as the store is full, this happens for each value.
        LOG.logf(notKept.getAndSet(true) ? Logger.Level.DEBUG : Logger.Level.WARN,
                "A value of the cache '%s' was computed and returned, but the store did not keep it: %s. Further values that "
                        + "are not kept are logged at level DEBUG.",
                name, failure.getMessage());
    }

    private Uni<Void> write(String text, Object value) {
        byte[] written = json.write(value);
        return (expireAfterWrite == null ? reactive.set(bytes(text), written)
                : reactive.set(bytes(text), written, expireAfterWrite)).invoke(puts::increment);
    }

    private Found counted(Found found) {
        (found == null ? misses : hits).increment();
        return found;
    }

    @SuppressWarnings("unchecked")
    private static <V> Uni<V> item(Found found) {
        return Uni.createFrom().item((V) found.value());
    }

    private String text(Object key) {
        return prefix + json.key(Objects.requireNonNull(key, NULL_KEYS_NOT_SUPPORTED_MSG));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private JavaType type() {
        if (type == null) {
            throw new IllegalStateException(
                    "The type of the values in the cache '" + name + "' is not known: there is no method with "
                            + "@CacheResult(cacheName = \"" + name
                            + "\"), or several that return different types. Give each type a cache of its own, "
                            + "or use getIfPresent and put of KvsCache");
        }
        return type;
    }
}
