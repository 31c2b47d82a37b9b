package io.quarkiverse.kvs.dynamodb.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.OrderedMapEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemCodec;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;
import io.quarkiverse.kvs.dynamodb.value.KeyEncoding;

/**
 * The items of some tables while the gate is open for them: others see all that is done here, or nothing of it. Nothing
 * is taken back: what may have to be refused is checked before the first change.
 * <p>
 * For the thread that the gate is open for.
 */
public final class Change {

    private static final byte[] SET = "OM.SET".getBytes(US_ASCII);
    private static final byte[] DEL = "OM.DEL".getBytes(US_ASCII);
    private static final byte[] DELETE = "DEL".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};
    private static final BigDecimal LATEST = new BigDecimal(1L << 40);

    private final Gate gate;
    private final Keyspace keyspace;
    private final Bytes keyView = new Bytes();
    private final Bytes valueView = new Bytes();
    /** The maps that are edited here. */
    private final List<Edited> edited = new ArrayList<>(4);

    private record Edited(MapKey key, OrderedMapEdit map) {
    }

    Change(Gate gate, int database) {
        this.gate = gate;
        keyspace = gate.database(database);
    }

    /** The instant of all that is done here, in milliseconds since 1970. */
    public long now() {
        return gate.now();
    }

    /** The item of a key, which is the caller's own; null if there is none. */
    public Map<String, AttributeValue> get(Table table, byte[] key) {
        Bytes value = value(table.items(), key);
        return value == null ? null : ItemCodec.decode(value.array(), value.offset());
    }

    private Bytes value(MapKey map, byte[] key) {
        ReadableOrderedMap held = keyspace.read().orderedMap(map.key());
        return held == null ? null : held.read().get(keyView.show(key), valueView);
    }

    /**
     * Puts an item in the place of another one, or of none.
     *
     * @param before what {@link #get} has given
     */
    public void put(Table table, byte[] key, Map<String, AttributeValue> before, Map<String, AttributeValue> item) {
        if (item.equals(before)) {
            return;
        }
        set(table.items(), key, ItemCodec.encode(item));
        changed(table, key, before, item, false);
    }

    /** @param before what {@link #get} has given */
    public void delete(Table table, byte[] key, Map<String, AttributeValue> before) {
        if (before != null) {
            remove(table.items(), key);
            changed(table, key, before, null, false);
        }
    }

    /** An item is deleted because its time is over. */
    void expire(Table table, byte[] key, Map<String, AttributeValue> before) {
        remove(table.items(), key);
        changed(table, key, before, null, true);
    }

    private void changed(Table table, byte[] key, Map<String, AttributeValue> before, Map<String, AttributeValue> after,
            boolean expired) {
        table.add((after == null ? 0 : ItemSize.of(after)) - (before == null ? 0L : ItemSize.of(before)));
        for (Table.IndexMap index : table.indexes()) {
            move(index.key(), indexKey(index, before, key), indexKey(index, after, key));
        }
        TableDescription description = table.description();
        if (description.ttl() != null) {
            move(table.expiry(), expiryKey(description.ttl(), before, key), expiryKey(description.ttl(), after, key));
        }
        if (description.stream() != null) {
            Map<String, AttributeValue> keys = description.keys().attributesOf(before == null ? after : before);
            StreamRecord record = new StreamRecord(table.nextSequence(now()), now(), keys, before, after, expired);
            set(table.stream(), record.key(), record.encode());
        }
    }

    private void move(MapKey map, byte[] from, byte[] to) {
        if (Arrays.equals(from, to)) {
            return;
        }
        if (from != null) {
            remove(map, from);
        }
        if (to != null) {
            set(map, to, NOTHING);
        }
    }

    /** Puts an item that is there into an index that has been added. */
    void index(Table.IndexMap index, byte[] key, Map<String, AttributeValue> item) {
        move(index.key(), null, indexKey(index, item, key));
    }

    /** Notes when an item that is there expires, after that has been asked for. */
    void expiry(Table table, String attribute, byte[] key, Map<String, AttributeValue> item) {
        move(table.expiry(), null, expiryKey(attribute, item, key));
    }

    private static byte[] indexKey(Table.IndexMap index, Map<String, AttributeValue> item, byte[] key) {
        byte[] prefix = item == null ? null : index.description().keys().keyOf(item);
        return prefix == null ? null : KeyEncoding.concat(prefix, key);
    }

    /** The second at which it expires, and its key; null if it does not. */
    private static byte[] expiryKey(String attribute, Map<String, AttributeValue> item, byte[] key) {
        if (item == null || !(item.get(attribute) instanceof AttributeValue.N number) || number.value().signum() < 0
                || number.value().compareTo(LATEST) > 0) {
            return null;
        }
        return KeyEncoding.concat(StreamRecord.key(number.value().longValue()), key);
    }

    // Maps

    void set(MapKey map, byte[] key, byte[] value) {
        edit(map).put(keyView.show(key), valueView.show(value));
        if (gate.isLogged()) {
            gate.effect(keyspace.database(), SET, map.name(), key, value);
        }
    }

    void remove(MapKey map, byte[] key) {
        edit(map).remove(keyView.show(key));
        if (gate.isLogged()) {
            gate.effect(keyspace.database(), DEL, map.name(), key);
        }
    }

    /** Removes a whole map. */
    void drop(MapKey map) {
        if (keyspace.edit().delete(map.key()) && gate.isLogged()) {
            gate.effect(keyspace.database(), DELETE, map.name());
        }
    }

    private OrderedMapEdit edit(MapKey key) {
        for (Edited each : edited) {
            if (each.key == key) {
                return each.map;
            }
        }
        OrderedMapEdit map = keyspace.edit().orderedMapOrNew(key.key());
        edited.add(new Edited(key, map));
        return map;
    }

    /** A map without entries does not stay. */
    void end() {
        gate.end();
        for (Edited each : edited) {
            if (each.map.read().isEmpty()) {
                keyspace.edit().delete(each.key.key());
            }
        }
        gate.end();
    }
}
