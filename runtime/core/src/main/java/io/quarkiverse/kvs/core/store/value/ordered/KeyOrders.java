package io.quarkiverse.kvs.core.store.value.ordered;

import java.util.HashMap;
import java.util.Map;

/** The orders of keys that a store knows by their names: {@link KeyOrder#BYTES}, and perhaps others. Immutable. */
public final class KeyOrders {

    /** No others. */
    public static final KeyOrders BYTES = of();

    private final Map<String, KeyOrder> byName;

    private KeyOrders(Map<String, KeyOrder> byName) {
        this.byName = byName;
    }

    /** Those, beside that of the bytes. One that has its name takes its place. */
    public static KeyOrders of(KeyOrder... more) {
        Map<String, KeyOrder> byName = new HashMap<>();
        byName.put(KeyOrder.BYTES.name(), KeyOrder.BYTES);
        for (KeyOrder order : more) {
            byName.put(order.name(), order);
        }
        return new KeyOrders(Map.copyOf(byName));
    }

    /** The order of a name, or null. */
    public KeyOrder named(String name) {
        return byName.get(name);
    }
}
