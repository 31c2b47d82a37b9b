package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.value.HashValue;
import io.quarkiverse.kvs.core.store.value.ListCursor;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadablePending;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.SetValue;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.StreamCursor;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.StringValue;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * A number that tells whether two states of the data are the same, whatever the order in which they are stored:
 * for tests, which compare it before and after. It is not the number that Redis would answer.
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
    static byte[] of(Value value) {
        DataDigest digest = new DataDigest();
        if (value instanceof StringValue string) {
            digest.mix(new Bytes().show(string.array(), 0, string.length()));
        } else if (value instanceof ListValue list) {
            ListCursor cursor = list.cursor(0, ListEnd.RIGHT);
            Bytes element = new Bytes();
            for (long place = 0; cursor.next(element); place++) {
                digest.mix(text(place), element);
            }
        } else if (value instanceof SetValue set) {
            set.forEach(digest::mix);
        } else if (value instanceof HashValue hash) {
            hash.forEach((field, content) -> {
                digest.mix(field, content);
                return true;
            });
        } else if (value instanceof SortedSetValue sortedSet) {
            sortedSet.forEach(0, sortedSet.size(), (member, score) -> {
                digest.mix(member, new Bytes().show(FloatingPoint.format(score).getBytes(ISO_8859_1)));
                return true;
            });
        } else if (value instanceof ReadableStream stream) {
            digest.add(stream);
        }
        return digest.sum;
    }

    /** What happened to a stream and its groups, without when. */
    private void add(ReadableStream stream) {
        mix(text(stream.lastId()), text(stream.firstId()), text(stream.maxDeletedId()), text(stream.entriesAdded()));
        for (StreamCursor at = stream.cursor(StreamId.MIN, StreamId.MAX, false); at.next();) {
            Bytes[] entry = new Bytes[1 + 2 * at.fields()];
            entry[0] = text(at.id());
            for (int i = 1; i < entry.length; i += 2) {
                at.nextField();
                entry[i] = new Bytes().show(at.field().copy());
                entry[i + 1] = new Bytes().show(at.value().copy());
            }
            mix(entry);
        }
        stream.forEachGroup(group -> {
            Bytes name = new Bytes().show(group.name());
            mix(name, text(group.lastId()), text(group.entriesRead()));
            group.forEachConsumer(consumer -> mix(name, new Bytes().show(consumer.name())));
            ReadablePending pending = group.pending();
            for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
                mix(name, text(entry.id()), new Bytes().show(entry.consumer().name()), text(entry.deliveries()));
            }
        });
    }

    private static Bytes text(StreamId id) {
        return new Bytes().show(id.text());
    }

    private static Bytes text(long number) {
        return new Bytes().show(Long.toString(number).getBytes(ISO_8859_1));
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
