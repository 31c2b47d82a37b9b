package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What handles values of all types is to know of lists. */
final class ListDescription extends TypeDescription<ListValue> {

    ListDescription() {
        super(ListValue.class, Shape.INDEXED, "RPUSH");
    }

    @Override
    public Value unpack(byte[] array, int at, int form) {
        return ListValue.of(array, at, form);
    }

    @Override
    long lengthOf(ListValue list) {
        return list.size();
    }

    @Override
    void recreate(byte[] key, ListValue list, Commands commands) {
        Batches batches = new Batches(creating(), key, commands);
        Bytes element = new Bytes();
        for (ListCursor cursor = list.cursor(0, ListEnd.RIGHT); cursor.next(element);) {
            batches.add(element.copy());
        }
        batches.end();
    }

    @Override
    void digestAsRedisOf(ListValue list, Digest digest) {
        Bytes element = new Bytes();
        for (ListCursor cursor = list.cursor(0, ListEnd.RIGHT); cursor.next(element);) {
            digest.mix(element);
        }
    }

    @Override
    void digestOf(ListValue list, Parts parts) {
        ListCursor cursor = list.cursor(0, ListEnd.RIGHT);
        Bytes element = new Bytes();
        for (long place = 0; cursor.next(element); place++) {
            parts.mix(Texts.of(place), element);
        }
    }

    @Override
    long elementsOf(ListValue list, long from, int count, Elements elements) {
        if (from < 0 || from >= list.size()) {
            return 0;
        }
        ListCursor cursor = list.cursor(from, ListEnd.RIGHT);
        Bytes element = new Bytes();
        long index = from;
        for (; index - from < count && cursor.next(element); index++) {
            elements.add(Texts.of(index), element);
        }
        return index < list.size() ? index : 0;
    }
}
