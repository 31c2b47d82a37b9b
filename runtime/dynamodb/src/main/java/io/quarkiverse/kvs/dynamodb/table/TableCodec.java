package io.quarkiverse.kvs.dynamodb.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemCodec;

/** Descriptions of tables as bytes, as they lie in the store: as items of attributes, so that others can be added later. */
public final class TableCodec {

    /** Of an attribute of a key: whether it is of the partition key. */
    private static final String HASH = "hash";

    private TableCodec() {
    }

    public static byte[] encode(TableDescription table) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        string(item, "name", table.name());
        string(item, "id", table.id());
        item.put("keys", keys(table.keys()));
        List<AttributeValue> attributes = new ArrayList<>();
        table.attributes().forEach(attribute -> attributes.add(attribute(attribute)));
        item.put("attributes", new AttributeValue.L(attributes));
        List<AttributeValue> indexes = new ArrayList<>();
        table.indexes().forEach(index -> indexes.add(index(index)));
        item.put("indexes", new AttributeValue.L(indexes));
        flag(item, "onDemand", table.onDemand());
        flag(item, "billingModeGiven", table.billingModeGiven());
        number(item, "billingModeChangedAt", table.billingModeChangedAt());
        item.put("throughput", throughput(table.throughput()));
        stream(item, "stream", table.stream());
        stream(item, "formerStream", table.formerStream());
        flag(item, "deletionProtection", table.deletionProtection());
        string(item, "tableClass", table.tableClass());
        item.put("told", new AttributeValue.M(table.told()));
        Map<String, AttributeValue> tags = new LinkedHashMap<>();
        table.tags().forEach((key, value) -> tags.put(key, new AttributeValue.S(value)));
        item.put("tags", new AttributeValue.M(tags));
        string(item, "ttl", table.ttl());
        flag(item, "pointInTimeRecovery", table.pointInTimeRecovery());
        number(item, "pointInTimeRecoverySince", table.pointInTimeRecoverySince());
        number(item, "recoveryDays", table.recoveryDays());
        number(item, "createdAt", table.createdAt());
        number(item, "activeAt", table.activeAt());
        flag(item, "updating", table.isUpdating());
        number(item, "goneAt", table.goneAt());
        number(item, "increasedAt", table.increasedAt());
        number(item, "decreasedAt", table.decreasedAt());
        number(item, "decreases", table.decreases());
        return ItemCodec.encode(item);
    }

    public static TableDescription decode(byte[] bytes, int offset) {
        Map<String, AttributeValue> item = ItemCodec.decode(bytes, offset);
        TableDescription.Draft draft = new TableDescription.Draft();
        draft.name = string(item, "name");
        draft.id = string(item, "id");
        draft.keys = keys(item.get("keys"));
        draft.attributes = new ArrayList<>();
        for (AttributeValue each : list(item, "attributes")) {
            draft.attributes.add(attribute(each));
        }
        draft.indexes = new ArrayList<>();
        for (AttributeValue each : list(item, "indexes")) {
            draft.indexes.add(index(map(each)));
        }
        draft.onDemand = flag(item, "onDemand");
        draft.billingModeGiven = flag(item, "billingModeGiven");
        draft.billingModeChangedAt = number(item, "billingModeChangedAt");
        draft.throughput = throughput(item.get("throughput"));
        draft.stream = stream(item, "stream");
        draft.formerStream = stream(item, "formerStream");
        draft.deletionProtection = flag(item, "deletionProtection");
        draft.tableClass = string(item, "tableClass");
        draft.told = map(item.get("told"));
        draft.tags = new LinkedHashMap<>();
        map(item.get("tags")).forEach((key, value) -> draft.tags.put(key, ((AttributeValue.S) value).value()));
        draft.ttl = string(item, "ttl");
        draft.pointInTimeRecovery = flag(item, "pointInTimeRecovery");
        draft.pointInTimeRecoverySince = number(item, "pointInTimeRecoverySince");
        draft.recoveryDays = number(item, "recoveryDays");
        draft.createdAt = number(item, "createdAt");
        draft.activeAt = number(item, "activeAt");
        draft.updating = flag(item, "updating");
        draft.goneAt = number(item, "goneAt");
        draft.increasedAt = number(item, "increasedAt");
        draft.decreasedAt = number(item, "decreasedAt");
        draft.decreases = number(item, "decreases");
        return draft.done();
    }

    // Parts

    private static AttributeValue keys(KeySchema keys) {
        List<AttributeValue> parts = new ArrayList<>();
        for (KeyAttribute attribute : keys.attributes()) {
            AttributeValue.M part = attribute(attribute);
            if (keys.isHash(attribute)) {
                flag(part.values(), HASH, true);
            }
            parts.add(part);
        }
        return new AttributeValue.L(parts);
    }

    private static KeySchema keys(AttributeValue value) {
        List<AttributeValue> parts = ((AttributeValue.L) value).values();
        List<KeyAttribute> hashes = new ArrayList<>();
        List<KeyAttribute> ranges = new ArrayList<>();
        for (AttributeValue part : parts) {
            // The first one is of the partition key in any case, and others say if they are.
            boolean hash = hashes.isEmpty() || flag(map(part), HASH);
            (hash ? hashes : ranges).add(attribute(part));
        }
        return new KeySchema(hashes, ranges);
    }

    private static AttributeValue.M attribute(KeyAttribute attribute) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        string(map, "name", attribute.name());
        string(map, "type", attribute.type().name());
        return new AttributeValue.M(map);
    }

    private static KeyAttribute attribute(AttributeValue value) {
        return new KeyAttribute(string(map(value), "name"), AttributeType.named(string(map(value), "type")));
    }

    private static AttributeValue index(IndexDescription index) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        string(map, "name", index.name());
        flag(map, "global", index.global());
        map.put("keys", keys(index.keys()));
        string(map, "projection", index.projection().name());
        List<AttributeValue> included = new ArrayList<>();
        index.included().forEach(name -> included.add(new AttributeValue.S(name)));
        map.put("included", new AttributeValue.L(included));
        map.put("throughput", throughput(index.throughput()));
        number(map, "activeAt", index.activeAt());
        return new AttributeValue.M(map);
    }

    private static IndexDescription index(Map<String, AttributeValue> map) {
        List<String> included = new ArrayList<>();
        list(map, "included").forEach(name -> included.add(((AttributeValue.S) name).value()));
        return new IndexDescription(string(map, "name"), flag(map, "global"), keys(map.get("keys")),
                IndexDescription.Projection.valueOf(string(map, "projection")), included,
                throughput(map.get("throughput")), number(map, "activeAt"));
    }

    private static AttributeValue throughput(Throughput throughput) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        number(map, "read", throughput.read());
        number(map, "write", throughput.write());
        return new AttributeValue.M(map);
    }

    private static Throughput throughput(AttributeValue value) {
        return new Throughput(number(map(value), "read"), number(map(value), "write"));
    }

    private static void stream(Map<String, AttributeValue> item, String name, StreamDescription stream) {
        if (stream != null) {
            Map<String, AttributeValue> map = new LinkedHashMap<>();
            string(map, "view", stream.view().name());
            string(map, "label", stream.label());
            item.put(name, new AttributeValue.M(map));
        }
    }

    private static StreamDescription stream(Map<String, AttributeValue> item, String name) {
        if (!item.containsKey(name)) {
            return null;
        }
        Map<String, AttributeValue> map = map(item.get(name));
        return new StreamDescription(StreamDescription.View.valueOf(string(map, "view")), string(map, "label"));
    }

    // Values

    private static void string(Map<String, AttributeValue> item, String name, String value) {
        if (value != null) {
            item.put(name, new AttributeValue.S(value));
        }
    }

    private static String string(Map<String, AttributeValue> item, String name) {
        return item.get(name) instanceof AttributeValue.S string ? string.value() : null;
    }

    private static void flag(Map<String, AttributeValue> item, String name, boolean value) {
        item.put(name, AttributeValue.Bool.of(value));
    }

    private static boolean flag(Map<String, AttributeValue> item, String name) {
        return item.get(name) instanceof AttributeValue.Bool flag && flag.value();
    }

    private static void number(Map<String, AttributeValue> item, String name, long value) {
        item.put(name, new AttributeValue.N(new BigDecimal(value)));
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return item.get(name) instanceof AttributeValue.N number ? number.value().longValue() : 0;
    }

    private static List<AttributeValue> list(Map<String, AttributeValue> item, String name) {
        return item.get(name) instanceof AttributeValue.L list ? list.values() : List.of();
    }

    private static Map<String, AttributeValue> map(AttributeValue value) {
        return value instanceof AttributeValue.M map ? map.values() : Map.of();
    }
}
