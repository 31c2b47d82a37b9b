package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What handles values of all types is to know of strings. */
final class StringDescription extends TypeDescription<StringValue> {

    StringDescription() {
        super(StringValue.class, Shape.TEXT, "SET");
    }

    @Override
    long lengthOf(StringValue string) {
        return string.length();
    }

    @Override
    void recreate(byte[] key, StringValue string, Commands commands) {
        commands.add(Texts.ascii(creating()), key, string.show(new Bytes()).copy());
    }

    @Override
    void digestAsRedisOf(StringValue string, Digest digest) {
        digest.mix(string.show(new Bytes()));
    }

    @Override
    void digestOf(StringValue string, Parts parts) {
        parts.mix(string.show(new Bytes()));
    }

    @Override
    long elementsOf(StringValue string, long cursor, int count, Elements elements) {
        return 0;
    }
}
