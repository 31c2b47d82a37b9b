package io.quarkiverse.kvs.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.runtime.command.KeyPattern;
import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.Key;
import io.quarkiverse.kvs.runtime.store.Keyspace;
import io.quarkiverse.kvs.runtime.store.Store;

/** The store for callers in the same process: the keyspace and the locks that commands of clients use, without the bytes. */
final class InProcessStore implements KeyValueStore {

    private final Store store;
    private final int maxKey;
    private final int maxValue;

    InProcessStore(Store store, int maxKey, int maxValue) {
        this.store = store;
        this.maxKey = maxKey;
        this.maxValue = maxValue;
    }

    @Override
    public String get(String key) {
        return read(utf8(key), Bytes::utf8);
    }

    @Override
    public byte[] get(byte[] key) {
        return read(key, Bytes::copy);
    }

    @Override
    public void set(String key, String value) {
        write(utf8(key), utf8(value), null);
    }

    @Override
    public void set(byte[] key, byte[] value) {
        write(key, value, null);
    }

    @Override
    public void set(String key, String value, Duration timeToLive) {
        write(utf8(key), utf8(value), Objects.requireNonNull(timeToLive, "timeToLive"));
    }

    @Override
    public void set(byte[] key, byte[] value, Duration timeToLive) {
        write(key, value, Objects.requireNonNull(timeToLive, "timeToLive"));
    }

    @Override
    public boolean delete(String key) {
        return delete(utf8(key));
    }

    @Override
    public boolean delete(byte[] key) {
        return with(key, Keyspace::delete);
    }

    @Override
    public boolean exists(String key) {
        return exists(utf8(key));
    }

    @Override
    public boolean exists(byte[] key) {
        return with(key, Keyspace::exists);
    }

    @Override
    public List<String> keys() {
        return walk(null, Bytes::utf8);
    }

    @Override
    public List<String> keys(String regex) {
        return walk(KeyPattern.compile(regex), Bytes::utf8);
    }

    @Override
    public List<byte[]> binaryKeys() {
        return walk(null, Bytes::copy);
    }

    @Override
    public List<byte[]> binaryKeys(String regex) {
        return walk(KeyPattern.compile(regex), Bytes::copy);
    }

    @Override
    public long size() {
        return now().size();
    }

    @Override
    public void clear() {
        store.lock(Store.ALL);
        try {
            now().clear();
        } finally {
            store.unlock(Store.ALL);
        }
    }

    private <T> T read(byte[] key, Function<Bytes, T> type) {
        return with(key, (keyspace, k) -> {
            Bytes value = keyspace.getString(k);
            return value == null ? null : type.apply(value);
        });
    }

    private void write(byte[] key, byte[] value, Duration timeToLive) {
        if (value.length > maxValue) {
            throw new IllegalArgumentException(
                    "value too long: at most " + maxValue + " bytes are allowed, not " + value.length);
        }
        long expireAt = timeToLive == null ? Keyspace.NEVER : expiryAfter(timeToLive);
        with(key, (keyspace, k) -> {
            keyspace.setString(k, new Bytes().show(value, 0, value.length), expireAt);
            return null;
        });
    }

    private <T> List<T> walk(KeyPattern pattern, Function<Bytes, T> type) {
        List<T> keys = new ArrayList<>();
        now().forEachKey(key -> {
            if (pattern == null || pattern.matches(key)) {
                keys.add(type.apply(key));
            }
            return true;
        });
        return keys;
    }

    private interface Action<T> {
        T on(Keyspace keyspace, Key key);
    }

    private <T> T with(byte[] key, Action<T> action) {
        if (key.length > maxKey) {
            throw new IllegalArgumentException("key too long: at most " + maxKey + " bytes are allowed, not " + key.length);
        }
        Key place = new Key().show(key);
        long segment = place.segment();
        Keyspace keyspace = now();
        store.lock(segment);
        try {
            return action.on(keyspace, place);
        } finally {
            store.unlock(segment);
        }
    }

    private Keyspace now() {
        Keyspace keyspace = new Keyspace(store);
        keyspace.at(System.currentTimeMillis());
        return keyspace;
    }

    private static long expiryAfter(Duration timeToLive) {
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("the time to live is to be more than zero, not " + timeToLive);
        }
        try {
            return Math.addExact(System.currentTimeMillis(), timeToLive.plusNanos(999_999).toMillis());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the time to live is too long: " + timeToLive, e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
