package io.quarkiverse.kvs.dynamodb.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Items as bytes, as they lie in the store: the number of attributes, then for each its name, its type in one byte, and its
 * value.
 * Numbers and lengths are of seven bits a byte, the lowest first; the highest bit says that more follow.
 */
public final class ItemCodec {

    private static final int FIRST_SIZE = 128;
    private static final byte[] NOTHING = {};

    private ItemCodec() {
    }

    public static byte[] encode(Map<String, AttributeValue> item) {
        Writer writer = new Writer();
        writer.attributes(item);
        return Arrays.copyOf(writer.bytes, writer.length);
    }

    /** Reads what {@link #encode} made, from a place of an array. The item is the caller's own. */
    public static Map<String, AttributeValue> decode(byte[] bytes, int offset) {
        return new Reader(bytes, offset).attributes();
    }

    private static final class Writer {

        private byte[] bytes = new byte[FIRST_SIZE];
        private int length;

        void attributes(Map<String, AttributeValue> item) {
            number(item.size());
            for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
                string(attribute.getKey());
                value(attribute.getValue());
            }
        }

        private void value(AttributeValue value) {
            room(1);
            bytes[length++] = (byte) value.type().ordinal();
            if (value instanceof AttributeValue.S string) {
                string(string.value());
            } else if (value instanceof AttributeValue.N number) {
                decimal(number.value());
            } else if (value instanceof AttributeValue.B binary) {
                bytes(binary.value().bytes());
            } else if (value instanceof AttributeValue.M map) {
                attributes(map.values());
            } else if (value instanceof AttributeValue.L list) {
                number(list.values().size());
                list.values().forEach(this::value);
            } else if (value instanceof AttributeValue.Bool bool) {
                number(bool.value() ? 1 : 0);
            } else {
                set(value);
            }
        }

        private void set(AttributeValue value) {
            if (value instanceof AttributeValue.SS strings) {
                number(strings.values().size());
                strings.values().forEach(this::string);
            } else if (value instanceof AttributeValue.NS numbers) {
                number(numbers.values().size());
                numbers.values().forEach(this::decimal);
            } else if (value instanceof AttributeValue.BS binaries) {
                number(binaries.values().size());
                binaries.values().forEach(each -> bytes(each.bytes()));
            }
        }

        /** The scale, from -125 to 168, and then the digits as a number of their own. */
        private void decimal(BigDecimal decimal) {
            number(decimal.scale() + Numbers.HIGHEST);
            bytes(decimal.signum() == 0 ? NOTHING : decimal.unscaledValue().toByteArray());
        }

        private void string(String string) {
            // Mostly ASCII: its bytes are its characters, and need no array of their own.
            int count = string.length();
            int start = length;
            number(count);
            room(count);
            for (int i = 0; i < count; i++) {
                char c = string.charAt(i);
                if (c >= 0x80) {
                    length = start;
                    bytes(string.getBytes(UTF_8));
                    return;
                }
                bytes[length++] = (byte) c;
            }
        }

        private void bytes(byte[] some) {
            number(some.length);
            room(some.length);
            System.arraycopy(some, 0, bytes, length, some.length);
            length += some.length;
        }

        private void number(int number) {
            room(5);
            int left = number;
            while (left >= 0x80) {
                bytes[length++] = (byte) (left | 0x80);
                left >>>= 7;
            }
            bytes[length++] = (byte) left;
        }

        private void room(int more) {
            if (bytes.length - length < more) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
            }
        }
    }

    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes, int offset) {
            this.bytes = bytes;
            at = offset;
        }

        Map<String, AttributeValue> attributes() {
            int count = number();
            Map<String, AttributeValue> item = new LinkedHashMap<>(count + (count >> 1) + 1);
            for (int i = 0; i < count; i++) {
                item.put(string(), value());
            }
            return item;
        }

        private AttributeValue value() {
            AttributeType type = AttributeType.of(bytes[at++]);
            switch (type) {
                case S:
                    return new AttributeValue.S(string());
                case N:
                    return new AttributeValue.N(decimal());
                case B:
                    return new AttributeValue.B(binary());
                case M:
                    return new AttributeValue.M(attributes());
                case L:
                    return list();
                case BOOL:
                    return AttributeValue.Bool.of(number() == 1);
                case NULL:
                    return AttributeValue.Null.INSTANCE;
                default:
                    return set(type);
            }
        }

        private AttributeValue list() {
            int count = number();
            List<AttributeValue> list = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                list.add(value());
            }
            return new AttributeValue.L(list);
        }

        private AttributeValue set(AttributeType type) {
            int count = number();
            if (type == AttributeType.SS) {
                Set<String> strings = new LinkedHashSet<>(2 * count);
                for (int i = 0; i < count; i++) {
                    strings.add(string());
                }
                return new AttributeValue.SS(strings);
            }
            if (type == AttributeType.NS) {
                Set<BigDecimal> numbers = new LinkedHashSet<>(2 * count);
                for (int i = 0; i < count; i++) {
                    numbers.add(decimal());
                }
                return new AttributeValue.NS(numbers);
            }
            Set<Binary> binaries = new LinkedHashSet<>(2 * count);
            for (int i = 0; i < count; i++) {
                binaries.add(binary());
            }
            return new AttributeValue.BS(binaries);
        }

        private BigDecimal decimal() {
            int scale = number() - Numbers.HIGHEST;
            int length = number();
            if (length == 0) {
                return BigDecimal.ZERO;
            }
            BigInteger unscaled = new BigInteger(bytes, at, length);
            at += length;
            return new BigDecimal(unscaled, scale);
        }

        private Binary binary() {
            int length = number();
            Binary binary = new Binary(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
            return binary;
        }

        private String string() {
            int length = number();
            String string = new String(bytes, at, length, UTF_8);
            at += length;
            return string;
        }

        private int number() {
            int number = 0;
            for (int shift = 0;; shift += 7) {
                int next = bytes[at++];
                number |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
