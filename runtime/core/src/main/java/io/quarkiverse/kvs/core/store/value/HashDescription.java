package io.quarkiverse.kvs.core.store.value;

import java.util.function.ObjLongConsumer;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** What handles values of all types is to know of hashes. */
final class HashDescription extends TypeDescription<HashValue> {

    private static final byte[] EXPIRE = Texts.ascii("HPEXPIREAT");
    private static final byte[] FIELDS = Texts.ascii("FIELDS");
    private static final byte[] ONE = Texts.ascii("1");
    private static final Bytes EXPIRES = new Bytes().show(Texts.ascii("expires"));

    HashDescription() {
        super(HashValue.class, Shape.FIELDS, "HSET");
    }

    @Override
    public Value unpack(byte[] array, int at, int form) {
        return HashValue.of(array, at);
    }

    @Override
    long lengthOf(HashValue hash) {
        return hash.size();
    }

    @Override
    void recreate(byte[] key, HashValue hash, Commands commands) {
        Batches batches = new Batches(creating(), key, commands);
        hash.forEach((field, value) -> {
            batches.add(field.copy(), value.copy());
            return true;
        });
        batches.end();
        if (hash.hasExpiringFields()) {
            forEachExpiring(hash, (field, at) -> commands.add(EXPIRE, key, Texts.of(at).copy(), FIELDS, ONE, field.copy()));
        }
    }

    private static void forEachExpiring(HashValue hash, ObjLongConsumer<Key> visitor) {
        Key name = new Key();
        hash.forEach((field, value) -> {
            long at = hash.expireAt(name.show(field.array(), field.offset(), field.length()));
            if (at != HashValue.NEVER) {
                visitor.accept(name, at);
            }
            return true;
        });
    }

    @Override
    void digestOf(HashValue hash, Parts parts) {
        hash.forEach((field, value) -> {
            parts.mix(field, value);
            return true;
        });
        if (hash.hasExpiringFields()) {
            forEachExpiring(hash, (field, at) -> parts.mix(field, Texts.of(at), EXPIRES));
        }
    }

    @Override
    long elementsOf(HashValue hash, long cursor, int count, Elements elements) {
        return hash.scan(cursor, count, (field, value) -> {
            elements.add(field, value);
            return true;
        });
    }
}
