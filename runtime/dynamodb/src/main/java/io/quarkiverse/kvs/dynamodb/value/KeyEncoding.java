package io.quarkiverse.kvs.dynamodb.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Keys of items as bytes whose unsigned order is that of DynamoDB. The page "Keys of DynamoDB items" is the specification.
 * <p>
 * A key is the encoded partition key, made so by {@link #partition}, and behind it the encoded sort key, {@link #sort}, if the
 * table has one.
 */
public final class KeyEncoding {

    /** Behind each sort key; nothing that is less can stand within one. */
    private static final byte END = 0x01;
    private static final byte ESCAPE = 0x00;
    private static final byte ESCAPED_ZERO = (byte) 0xff;

    private static final byte NEGATIVE = 0x01;
    private static final byte ZERO = 0x02;
    private static final byte POSITIVE = 0x03;

    /** How many bytes the hash has that keys begin with. */
    public static final int HASH_BYTES = 4;

    private KeyEncoding() {
    }

    /** The partition key: the hash of its bytes, their number, and themselves. */
    public static byte[] partition(AttributeValue value) {
        return partition(plain(value));
    }

    /** The same of several values: their bytes are those of sort keys, one behind the other, if there is more than one. */
    public static byte[] partition(List<AttributeValue> values) {
        if (values.size() == 1) {
            return partition(values.get(0));
        }
        byte[] all = {};
        for (AttributeValue value : values) {
            all = concat(all, sort(value));
        }
        return partition(all);
    }

    private static byte[] partition(byte[] bytes) {
        int prefix = bytes.length < 0x80 ? 1 : 2;
        byte[] key = new byte[HASH_BYTES + prefix + bytes.length];
        int hash = hash(bytes);
        for (int i = 0; i < HASH_BYTES; i++) {
            key[i] = (byte) (hash >>> 24 - 8 * i);
        }
        // Four values of at most 2048 bytes, which may take twice as many: fifteen bits are enough.
        if (prefix == 1) {
            key[HASH_BYTES] = (byte) bytes.length;
        } else {
            key[HASH_BYTES] = (byte) (0x80 | bytes.length >> 8);
            key[HASH_BYTES + 1] = (byte) bytes.length;
        }
        System.arraycopy(bytes, 0, key, HASH_BYTES + prefix, bytes.length);
        return key;
    }

    /** How many bytes the partition key has that a key begins with. */
    public static int partitionLength(byte[] key) {
        int first = key[HASH_BYTES] & 0xff;
        return first < 0x80 ? HASH_BYTES + 1 + first : HASH_BYTES + 2 + ((first & 0x7f) << 8 | key[HASH_BYTES + 1] & 0xff);
    }

    /** The sort key, so that its bytes are in its order, and no sort key begins with another one. */
    public static byte[] sort(AttributeValue value) {
        if (value instanceof AttributeValue.N number) {
            return number(number.value());
        }
        byte[] bytes = plain(value);
        byte[] escaped = escape(bytes, 2);
        escaped[escaped.length - 2] = ESCAPE;
        escaped[escaped.length - 1] = END;
        return escaped;
    }

    /** What all sort keys begin with that begin with a string, or with bytes. */
    public static byte[] sortPrefix(AttributeValue prefix) {
        return escape(plain(prefix), 0);
    }

    /** How many bytes the sort key has that stands at a place of a key. */
    public static int sortLength(byte[] key, int at, AttributeType type) {
        int end = at;
        if (type == AttributeType.N) {
            if (key[at] == ZERO) {
                return 1;
            }
            byte last = key[at] == POSITIVE ? 0 : (byte) 0xff;
            end += 2;
            while (key[end] != last) {
                end++;
            }
            return end + 1 - at;
        }
        while (key[end] != ESCAPE || key[end + 1] != END) {
            end += key[end] == ESCAPE ? 2 : 1;
        }
        return end + 2 - at;
    }

    private static byte[] escape(byte[] bytes, int more) {
        int zeros = 0;
        for (byte b : bytes) {
            if (b == 0) {
                zeros++;
            }
        }
        byte[] escaped = new byte[bytes.length + zeros + more];
        int at = 0;
        for (byte b : bytes) {
            escaped[at++] = b;
            if (b == 0) {
                escaped[at++] = ESCAPED_ZERO;
            }
        }
        return escaped;
    }

    private static byte[] plain(AttributeValue value) {
        if (value instanceof AttributeValue.S string) {
            return string.value().getBytes(UTF_8);
        }
        if (value instanceof AttributeValue.B binary) {
            return binary.value().bytes();
        }
        return number(((AttributeValue.N) value).value());
    }

    /**
     * A sign, the exponent, two digits to a byte, and an end that is less than any digits. Of negative numbers all but the sign
     * is inverted.
     */
    static byte[] number(BigDecimal number) {
        int sign = number.signum();
        if (sign == 0) {
            return new byte[] { ZERO };
        }
        String digits = number.unscaledValue().abs().toString();
        byte[] key = new byte[3 + (digits.length() + 1) / 2];
        key[0] = sign > 0 ? POSITIVE : NEGATIVE;
        key[1] = (byte) (Numbers.exponent(number) - Numbers.LOWEST);
        int at = 2;
        for (int i = 0; i < digits.length(); i += 2) {
            int second = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
            key[at++] = (byte) (10 * (digits.charAt(i) - '0') + second + 1);
        }
        if (sign < 0) {
            for (int i = 1; i < key.length; i++) {
                key[i] = (byte) ~key[i];
            }
        }
        return key;
    }

    /** Two keys, one behind the other. */
    public static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** FNV-1a, and then mixed, so that keys that are nearly alike lie far apart. */
    private static int hash(byte[] bytes) {
        int hash = 0x811c9dc5;
        for (byte b : bytes) {
            hash = (hash ^ b & 0xff) * 0x01000193;
        }
        hash = (hash ^ hash >>> 16) * 0x85ebca6b;
        hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }
}
