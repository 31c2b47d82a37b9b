package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * A number that tells whether two states of the data are the same, in any order in which they are stored:
 * for tests, which compare it before and after. It takes into account what {@link RedisDigest} leaves out, such as the
 * groups of a stream.
 */
final class DataDigest {

    private static final int LENGTH = 20;

    private final byte[] sum = new byte[LENGTH];
    private final MessageDigest sha1;

    DataDigest() {
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    /** Adds all keys of a database. The caller holds the locks of everything. */
    void add(Keyspace keyspace) {
        byte[] number = Integer.toString(keyspace.database()).getBytes(ISO_8859_1);
        keyspace.walk().forEach(name -> {
            Key key = new Key().show(name.copy());
            Bytes expires = new Bytes().show(new byte[] { (byte) (keyspace.edit().expireAt(key) == Keyspace.NEVER ? 0 : 1) });
            mix(new Bytes().show(number), key, expires, new Bytes().show(of(keyspace.valueUnnoticed(key))));
            return true;
        });
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(sum);
    }

    /** The number of one value; zero where there is none. */
    private static byte[] of(Value value) {
        DataDigest digest = new DataDigest();
        if (value != null) {
            value.type().description().digest(value, digest::mix);
        }
        return digest.sum;
    }

    /** Adds something, the parts of which have their order; that of the things added has none. */
    private void mix(Bytes... parts) {
        for (Bytes part : parts) {
            sha1.update((byte) part.length());
            sha1.update(part.array(), part.offset(), part.length());
        }
        byte[] one = sha1.digest();
        for (int i = 0; i < LENGTH; i++) {
            sum[i] ^= one[i];
        }
    }
}
