package io.quarkiverse.kvs.core.store.value;

/** What handles values of all types is to know of hashes. */
final class HashDescription extends TypeDescription<HashValue> {

    HashDescription() {
        super(HashValue.class, Shape.FIELDS, "HSET");
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
    }

    @Override
    void digestOf(HashValue hash, Parts parts) {
        hash.forEach((field, value) -> {
            parts.mix(field, value);
            return true;
        });
    }

    @Override
    long elementsOf(HashValue hash, long cursor, int count, Elements elements) {
        return hash.scan(cursor, count, (field, value) -> {
            elements.add(field, value);
            return true;
        });
    }
}
