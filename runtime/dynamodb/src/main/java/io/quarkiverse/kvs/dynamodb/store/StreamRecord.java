package io.quarkiverse.kvs.dynamodb.store;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.ItemCodec;

/**
 * A change of an item, as a stream tells of it.
 *
 * @param at milliseconds since 1970
 * @param before what the item was; null if there was none
 * @param after what it is; null if there is none any more
 * @param expired whether the item is gone because its time was over
 */
public record StreamRecord(long sequence, long at, Map<String, AttributeValue> keys, Map<String, AttributeValue> before,
        Map<String, AttributeValue> after, boolean expired) {

    private static final long SEQUENCES_PER_MILLISECOND = 1_000_000;

    /** INSERT, MODIFY or REMOVE. */
    public String event() {
        return before == null ? "INSERT" : after == null ? "REMOVE" : "MODIFY";
    }

    /** The number that a record of an instant, in milliseconds since 1970, has at least. */
    public static long firstSequence(long instant) {
        return instant * SEQUENCES_PER_MILLISECOND;
    }

    byte[] key() {
        return key(sequence);
    }

    /** Big-endian, so that they sort. */
    static byte[] key(long sequence) {
        byte[] key = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            key[i] = (byte) (sequence >>> 56 - 8 * i);
        }
        return key;
    }

    static long sequence(byte[] array, int offset) {
        long sequence = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            sequence = sequence << 8 | array[offset + i] & 0xff;
        }
        return sequence;
    }

    byte[] encode() {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("at", new AttributeValue.N(new BigDecimal(at)));
        item.put("keys", new AttributeValue.M(keys));
        if (before != null) {
            item.put("before", new AttributeValue.M(before));
        }
        if (after != null) {
            item.put("after", new AttributeValue.M(after));
        }
        if (expired) {
            item.put("expired", AttributeValue.Bool.TRUE);
        }
        return ItemCodec.encode(item);
    }

    static StreamRecord decode(long sequence, byte[] bytes, int offset) {
        Map<String, AttributeValue> item = ItemCodec.decode(bytes, offset);
        return new StreamRecord(sequence, ((AttributeValue.N) item.get("at")).value().longValue(), map(item.get("keys")),
                map(item.get("before")), map(item.get("after")), item.containsKey("expired"));
    }

    private static Map<String, AttributeValue> map(AttributeValue value) {
        return value == null ? null : ((AttributeValue.M) value).values();
    }
}
