package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;

/** What handles values of all types is to know of ordered maps. */
final class OrderedMapDescription extends TypeDescription<OrderedMapValue> {

    private static final byte[] CREATE = Texts.ascii("OM.CREATE");

    OrderedMapDescription() {
        super(OrderedMapValue.class, Shape.FIELDS, "OM.SET");
    }

    @Override
    long lengthOf(OrderedMapValue map) {
        return map.size();
    }

    @Override
    void recreate(byte[] key, OrderedMapValue map, Commands commands) {
        if (map.order() != KeyOrder.BYTES) {
            commands.add(CREATE, key, map.order().name().getBytes(UTF_8));
        }
        Batches batches = new Batches(creating(), key, commands);
        Bytes view = new Bytes();
        for (OrderedCursor at = map.read().cursor(KeyBound.START); at.next();) {
            batches.add(at.key(view).copy(), at.value(view).copy());
        }
        batches.end();
    }

    @Override
    void digestOf(OrderedMapValue map, Parts parts) {
        if (map.order() != KeyOrder.BYTES) {
            parts.mix(new Bytes().show(map.order().name().getBytes(UTF_8)));
        }
        Bytes key = new Bytes();
        Bytes value = new Bytes();
        for (OrderedCursor at = map.read().cursor(KeyBound.START); at.next();) {
            parts.mix(at.key(key), at.value(value));
        }
    }

    /** In their order: the cursor is the number of entries in front. */
    @Override
    long elementsOf(OrderedMapValue map, long from, int count, Elements elements) {
        Bytes key = new Bytes();
        Bytes value = new Bytes();
        OrderedCursor at = map.read().cursor(from);
        for (int i = 0; i < count; i++) {
            if (!at.next()) {
                return 0;
            }
            elements.add(at.key(key), at.value(value));
        }
        return from + count < map.size() ? from + count : 0;
    }
}
