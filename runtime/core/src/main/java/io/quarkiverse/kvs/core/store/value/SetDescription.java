package io.quarkiverse.kvs.core.store.value;

/** What handles values of all types is to know of sets. */
final class SetDescription extends TypeDescription<SetValue> {

    SetDescription() {
        super(SetValue.class, Shape.MEMBERS, "SADD");
    }

    @Override
    public Value unpack(byte[] array, int at, int form) {
        return SetValue.of(array, at, form);
    }

    @Override
    long lengthOf(SetValue set) {
        return set.size();
    }

    @Override
    void recreate(byte[] key, SetValue set, Commands commands) {
        Batches batches = new Batches(creating(), key, commands);
        set.forEach(member -> batches.add(member.copy()));
        batches.end();
    }

    @Override
    void digestAsRedisOf(SetValue set, Digest digest) {
        set.forEach(digest::add);
    }

    @Override
    void digestOf(SetValue set, Parts parts) {
        set.forEach(parts::mix);
    }

    @Override
    long elementsOf(SetValue set, long cursor, int count, Elements elements) {
        return Integer.toUnsignedLong(set.scan((int) cursor, count, member -> elements.add(member, null)));
    }
}
