package io.quarkiverse.kvs.dynamodb.value;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The bytes of an item as DynamoDB counts them (developer guide, "DynamoDB item sizes and formats"): names and values, and a
 * few bytes for what a list or a map needs besides. What items cost, and what is too large, follows from it.
 */
public final class ItemSize {

    /** The largest item that can be stored. */
    public static final int LARGEST = 400 * 1024;

    /** What a list or a map takes besides its elements, and what each of these takes besides itself. */
    private static final int DOCUMENT = 3;
    private static final int ELEMENT = 1;

    private ItemSize() {
    }

    /** Of a whole item. */
    public static int of(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            size += utf8(attribute.getKey()) + of(attribute.getValue());
        }
        return size;
    }

    /** Of one value, without its name. */
    public static int of(AttributeValue value) {
        if (value instanceof AttributeValue.S string) {
            return utf8(string.value());
        }
        if (value instanceof AttributeValue.N number) {
            return Numbers.size(number.value());
        }
        if (value instanceof AttributeValue.B binary) {
            return binary.value().length();
        }
        if (value instanceof AttributeValue.L list) {
            int size = DOCUMENT;
            for (AttributeValue each : list.values()) {
                size += ELEMENT + of(each);
            }
            return size;
        }
        if (value instanceof AttributeValue.M map) {
            return DOCUMENT + map.values().size() * ELEMENT + of(map.values());
        }
        return ofSetOrFlag(value);
    }

    private static int ofSetOrFlag(AttributeValue value) {
        int size = 0;
        if (value instanceof AttributeValue.SS strings) {
            for (String each : strings.values()) {
                size += utf8(each);
            }
            return size;
        }
        if (value instanceof AttributeValue.NS numbers) {
            for (BigDecimal each : numbers.values()) {
                size += Numbers.size(each);
            }
            return size;
        }
        if (value instanceof AttributeValue.BS binaries) {
            for (Binary each : binaries.values()) {
                size += each.length();
            }
            return size;
        }
        return 1;
    }

    /** The bytes of a string in UTF-8. */
    public static int utf8(String string) {
        int size = 0;
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c < 0x80) {
                size++;
            } else if (c < 0x800) {
                size += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(i + 1))) {
                size += 4;
                i++;
            } else {
                size += 3;
            }
        }
        return size;
    }
}
