package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.TypeDescription;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * The number of {@code DEBUG DIGEST} and {@code DEBUG DIGEST-VALUE}, the same that Redis has for the same data: SHA-1 sums,
 * which are combined by exclusive or where there is no order, and hashed together with what comes next where there is one.
 */
final class RedisDigest implements TypeDescription.Digest {

    private static final int LENGTH = 20;
    private static final Bytes EXPIRES = new Bytes().show("!!expire!!".getBytes(US_ASCII));

    private final byte[] sum = new byte[LENGTH];
    private final MessageDigest sha1;

    RedisDigest() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    /** Adds all keys of a database, if it has any. The caller holds the locks of everything; databases are added in order. */
    void add(Keyspace keyspace) {
        boolean[] any = { false };
        keyspace.walk().forEach(name -> {
            if (!any[0]) {
                any[0] = true;
                mix(number(keyspace.database()));
            }
            Key key = new Key().show(name.copy());
            RedisDigest one = new RedisDigest();
            one.mix(key);
            one.addValue(keyspace, key);
            addSum(one);
            return true;
        });
    }

    /** Adds what a key holds, and whether it expires; nothing if it does not exist. */
    void addValue(Keyspace keyspace, Key key) {
        Value value = keyspace.valueUnnoticed(key);
        if (value == null) {
            return;
        }
        mix(number(typeNumber(value.type())));
        value.type().description().digestAsRedis(value, this);
        if (keyspace.edit().expireAt(key) != Keyspace.NEVER) {
            add(EXPIRES);
        }
    }

    /** Redis's numbers of types. */
    private static int typeNumber(ValueType type) {
        return switch (type) {
            case STRING -> 0;
            case LIST -> 1;
            case SET -> 2;
            case ZSET -> 3;
            case HASH -> 4;
            case ORDERED_MAP -> 5;
            case STREAM -> 6;
        };
    }

    private static Bytes number(int number) {
        return new Bytes().show(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    @Override
    public void mix(Bytes part) {
        add(part);
        sha1.update(sum);
        System.arraycopy(sha1.digest(), 0, sum, 0, LENGTH);
    }

    @Override
    public void add(Bytes part) {
        sha1.update(part.array(), part.offset(), part.length());
        byte[] hash = sha1.digest();
        for (int i = 0; i < LENGTH; i++) {
            sum[i] ^= hash[i];
        }
    }

    @Override
    public void addMixed(Bytes... parts) {
        RedisDigest one = new RedisDigest();
        for (Bytes part : parts) {
            one.mix(part);
        }
        addSum(one);
    }

    private void addSum(RedisDigest other) {
        add(new Bytes().show(other.sum));
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(sum);
    }
}
