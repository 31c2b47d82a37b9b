package io.quarkiverse.kvs.core.lua.lib;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** The library {@code struct} 0.2: structures of C, on a little-endian machine of 64 bits. */
public final class StructLibrary {

    private static final int MOST_INTEGER = 32;
    private static final int MOST_ALIGNMENT = 8;
    private static final int MOST_RESULTS = 7990;

    private StructLibrary() {
    }

    public static void open(LuaState state) {
        LuaTable struct = Library.open(state, "struct");
        Library.register(struct, "pack", StructLibrary::pack);
        Library.register(struct, "unpack", StructLibrary::unpack);
        Library.register(struct, "size", StructLibrary::size);
    }

    /** A format that is being read. A byte of zero ends it. */
    private static final class Format {
        private final LuaArguments a;
        private final byte[] text;
        private int at;
        private boolean bigEndian;
        private int alignment = 1;
        private int option;
        private long size;

        Format(LuaArguments a) {
            this.a = a;
            this.text = a.checkString(1).bytes();
        }

        private int peek() {
            return at < text.length ? text[at] & 0xff : 0;
        }

        /** Reads the next option, and its size; false at the end. */
        boolean next() {
            a.state().work(1);
            option = peek();
            if (option == 0) {
                return false;
            }
            at++;
            size = optionSize();
            return true;
        }

        private int number(int fallback) {
            if (peek() < '0' || peek() > '9') {
                return fallback;
            }
            long number = 0;
            while (peek() >= '0' && peek() <= '9') {
                number = number * 10 + peek() - '0';
                if (number > Integer.MAX_VALUE) {
                    throw a.state().error("integral size overflow");
                }
                at++;
            }
            return (int) number;
        }

        private int optionSize() {
            switch (option) {
                case 'B':
                case 'b':
                case 'x':
                    return 1;
                case 'H':
                case 'h':
                    return 2;
                case 'L':
                case 'l':
                case 'T':
                case 'd':
                    return 8;
                case 'f':
                    return 4;
                case 'c':
                    return number(1);
                case 'i':
                case 'I': {
                    int size = number(4);
                    if (size > MOST_INTEGER) {
                        throw a.state().error("integral size " + size + " is larger than limit of " + MOST_INTEGER);
                    }
                    return size;
                }
                default:
                    return 0;
            }
        }

        /** Bytes that have to go before the option at a position. */
        int padding(long position) {
            if (size == 0 || option == 'c') {
                return 0;
            }
            long unit = Math.min(size, alignment);
            return (int) ((unit - (position & (unit - 1))) & (unit - 1));
        }

        void control() {
            switch (option) {
                case ' ':
                    return;
                case '>':
                    bigEndian = true;
                    return;
                case '<':
                    bigEndian = false;
                    return;
                case '!': {
                    int given = number(MOST_ALIGNMENT);
                    if (given <= 0 || (given & (given - 1)) != 0) {
                        throw a.state().error("alignment " + given + " is not a power of 2");
                    }
                    alignment = given;
                    return;
                }
                default:
                    throw a.error(1, "invalid format option '" + (char) option + "'");
            }
        }
    }

    /** As C casts on x86-64. */
    private static long unsigned(double number) {
        return number >= 0x1p63 ? LuaNumbers.toLong(number - 0x1p63) ^ Long.MIN_VALUE : LuaNumbers.toLong(number);
    }

    private static void integer(ByteBuffer out, long value, int size, boolean bigEndian) {
        for (int i = 0; i < size; i++) {
            int index = bigEndian ? size - 1 - i : i;
            out.add(index < 8 ? (int) (value >>> (8 * index)) : 0);
        }
    }

    private static Object pack(LuaArguments given) {
        // The C library puts a nil behind the arguments.
        LuaArguments a = given.with(null);
        Format format = new Format(a);
        ByteBuffer out = new ByteBuffer(a.state(), 64);
        int n = 2;
        long total = 0;
        while (format.next()) {
            int padding = format.padding(total);
            total += padding;
            out.addRepeated(0, padding);
            int size = (int) format.size;
            switch (format.option) {
                case 'b':
                case 'B':
                case 'h':
                case 'H':
                case 'l':
                case 'L':
                case 'T':
                case 'i':
                case 'I':
                    integer(out, unsigned(a.checkNumber(n++)), size, format.bigEndian);
                    break;
                case 'x':
                    out.add(0);
                    break;
                case 'f':
                    integer(out, Float.floatToRawIntBits((float) a.checkNumber(n++)), size, format.bigEndian);
                    break;
                case 'd':
                    integer(out, Double.doubleToRawLongBits(a.checkNumber(n++)), size, format.bigEndian);
                    break;
                case 'c':
                case 's': {
                    LuaString text = a.checkString(n++);
                    size = size == 0 ? text.length() : size;
                    a.check(text.length() >= size, n, "string too short");
                    out.add(text.bytes(), 0, size);
                    if (format.option == 's') {
                        out.add(0);
                        size++;
                    }
                    break;
                }
                default:
                    format.control();
            }
            total += size;
        }
        return out.toLuaString();
    }

    private static double integer(byte[] data, int at, int size, boolean bigEndian, boolean signed) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (data[bigEndian ? at + i : at + size - 1 - i] & 0xff);
        }
        if (!signed) {
            return value >= 0 ? value : (value >>> 1 | (value & 1)) * 2.0;
        }
        long mask = -1L << (size * 8 - 1);
        return (value & mask) != 0 ? value | mask : value;
    }

    private static Object unpack(LuaArguments a) {
        Format format = new Format(a);
        LuaString text = a.checkString(2);
        byte[] data = text.bytes();
        long at = a.optInteger(3, 1);
        a.check(at != 0, 3, "offset must be 1 or greater");
        at--;
        List<Object> values = new ArrayList<>();
        while (format.next()) {
            at += format.padding(at);
            checkRoom(a, data, at, format.size);
            if (values.size() > MOST_RESULTS) {
                throw a.state().error("stack overflow (too many results)");
            }
            int size = (int) format.size;
            int from = (int) at;
            switch (format.option) {
                case 'b':
                case 'B':
                case 'h':
                case 'H':
                case 'l':
                case 'L':
                case 'T':
                case 'i':
                case 'I':
                    values.add(LuaNumbers.box(integer(data, from, size, format.bigEndian, format.option >= 'a')));
                    break;
                case 'x':
                    break;
                case 'f':
                    values.add(LuaNumbers.box(Float.intBitsToFloat((int) bits(data, from, 4, format.bigEndian))));
                    break;
                case 'd':
                    values.add(LuaNumbers.box(Double.longBitsToDouble(bits(data, from, 8, format.bigEndian))));
                    break;
                case 'c':
                    if (size == 0) {
                        Object last = values.isEmpty() ? null : values.get(values.size() - 1);
                        Double number = last instanceof Double ? (Double) last
                                : last instanceof LuaString ? LuaNumbers.parse((LuaString) last) : null;
                        if (number == null) {
                            throw a.state().error("format 'c0' needs a previous size");
                        }
                        values.remove(values.size() - 1);
                        long length = unsigned(number);
                        checkRoom(a, data, at, length);
                        size = (int) length;
                    }
                    a.state().allocate(24 + size);
                    values.add(LuaString.copyOf(data, from, size));
                    break;
                case 's': {
                    int end = from;
                    while (end < data.length && data[end] != 0) {
                        end++;
                    }
                    if (end >= data.length) {
                        throw a.state().error("unfinished string in data");
                    }
                    a.state().allocate(24 + end - from);
                    values.add(LuaString.copyOf(data, from, end - from));
                    size = end - from + 1;
                    break;
                }
                default:
                    format.control();
            }
            at += size;
        }
        values.add(LuaNumbers.box((double) (at + 1)));
        return LuaResults.of(values.toArray());
    }

    private static void checkRoom(LuaArguments a, byte[] data, long at, long size) {
        a.check(size >= 0 && size <= data.length && at >= 0 && at <= data.length - size, 2, "data string too short");
    }

    private static long bits(byte[] data, int at, int size, boolean bigEndian) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (data[bigEndian ? at + i : at + size - 1 - i] & 0xff);
        }
        return value;
    }

    private static Object size(LuaArguments a) {
        Format format = new Format(a);
        long total = 0;
        while (format.next()) {
            total += format.padding(total);
            if (format.option == 's') {
                throw a.error(1, "option 's' has no fixed size");
            }
            if (format.option == 'c' && format.size == 0) {
                throw a.error(1, "option 'c0' has no fixed size");
            }
            if (!isAlphanumeric(format.option)) {
                format.control();
            }
            total += format.size;
        }
        return LuaNumbers.box((double) total);
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 128);
    }
}
