package io.quarkiverse.kvs.core.store.value;

/** What handles values of all types is to know of sorted sets. */
final class SortedSetDescription extends TypeDescription<SortedSetValue> {

    SortedSetDescription() {
        super(SortedSetValue.class, Shape.SCORED, "ZADD");
    }

    @Override
    public Value unpack(byte[] array, int at, int form) {
        return SortedSetValue.of(array, at);
    }

    @Override
    long lengthOf(SortedSetValue set) {
        return set.size();
    }

    @Override
    void recreate(byte[] key, SortedSetValue set, Commands commands) {
        Batches batches = new Batches(creating(), key, commands);
        set.forEach(0, set.size(), (member, score) -> {
            batches.add(Texts.of(score).copy(), member.copy());
            return true;
        });
        batches.end();
    }

    @Override
    void digestOf(SortedSetValue set, Parts parts) {
        set.forEach(0, set.size(), (member, score) -> {
            parts.mix(member, Texts.of(score));
            return true;
        });
    }

    /** In their order: the cursor is a rank. */
    @Override
    long elementsOf(SortedSetValue set, long from, int count, Elements elements) {
        if (from < 0 || from >= set.size()) {
            return 0;
        }
        int to = (int) Math.min(from + count, set.size());
        set.forEach((int) from, to, (member, score) -> {
            elements.add(member, Texts.of(score));
            return true;
        });
        return to < set.size() ? to : 0;
    }
}
