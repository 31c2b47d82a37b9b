package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;

/**
 * Ordered maps in the RDB format, which has none: as the data of a module is written by Redis, so that programs which read such
 * files can pass over it.
 *
 * <pre>
 * number of the type   kvs-ordmp, version 1: see {@link ModuleType}
 * string               the name of the order
 * unsigned             the number of entries
 * string, string       for each entry: its key, its value
 * end
 * </pre>
 *
 * In front of each string and number stands what it is.
 */
final class OrderedMapFormat {

    static final long TYPE = ModuleType.number("kvs-ordmp", 1);

    private OrderedMapFormat() {
    }

    static void write(OrderedMapValue map, RdbWriter out) {
        out.length(TYPE);
        Bytes view = new Bytes();
        string(out, view.show(map.order().name().getBytes(UTF_8)));
        out.length(ModuleType.UNSIGNED);
        out.length(map.size());
        for (OrderedCursor at = map.read().cursor(KeyBound.START); at.next();) {
            string(out, at.key(view));
            string(out, at.value(view));
        }
        out.length(ModuleType.END);
    }

    private static void string(RdbWriter out, Bytes string) {
        out.length(ModuleType.STRING);
        out.string(string);
    }

    /**
     * What stands behind the number of the type.
     *
     * @throws RdbFormatException if it is broken
     */
    static OrderedMapValue read(RdbReader in, ValueLimits limits) {
        Bytes key = new Bytes();
        Bytes value = new Bytes();
        String name = string(in, key).utf8();
        KeyOrder order = limits.orders().named(name);
        if (order == null) {
            throw new RdbFormatException("the order of keys '" + name + "' is not known");
        }
        expect(in, ModuleType.UNSIGNED);
        OrderedMapValue map = new OrderedMapValue(order);
        for (long left = in.length(); left > 0; left--) {
            string(in, key);
            string(in, value);
            if (!map.put(key, value)) {
                throw new RdbFormatException("a key of an ordered map comes twice");
            }
        }
        expect(in, ModuleType.END);
        return map;
    }

    /** Tells of a module that is not known. */
    static RdbFormatException unknown(long type) {
        return new RdbFormatException("The RDB file contains module data I can't load: no matching module type '"
                + ModuleType.name(type) + "'");
    }

    private static Bytes string(RdbReader in, Bytes view) {
        expect(in, ModuleType.STRING);
        return in.string(view);
    }

    private static void expect(RdbReader in, int what) {
        if (in.length() != what) {
            throw new RdbFormatException("an ordered map is broken");
        }
    }
}
