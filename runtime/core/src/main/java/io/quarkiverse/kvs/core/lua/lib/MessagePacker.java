package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** Values to MessagePack. What it cannot write (functions, tables nested too deeply) is nil. */
final class MessagePacker {

    private static final int MOST_NESTING = 16;

    private final LuaState state;
    private final ByteBuffer out;

    MessagePacker(LuaState state) {
        this.state = state;
        this.out = new ByteBuffer(state, 64);
    }

    LuaString result() {
        return out.toLuaString();
    }

    void pack(Object value, int level) {
        if (value instanceof LuaString) {
            text((LuaString) value);
        } else if (value instanceof Boolean) {
            out.add((Boolean) value ? 0xc3 : 0xc2);
        } else if (value instanceof Double) {
            number((Double) value);
        } else if (value instanceof LuaTable && level < MOST_NESTING) {
            state.work(1);
            table((LuaTable) value, level);
        } else {
            out.add(0xc0);
        }
    }

    private void big(long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.add((int) (value >> shift));
        }
    }

    private void text(LuaString text) {
        int length = text.length();
        if (length < 32) {
            out.add(0xa0 | length);
        } else if (length <= 0xff) {
            out.add(0xd9).add(length);
        } else if (length <= 0xffff) {
            out.add(0xda);
            big(length, 2);
        } else {
            out.add(0xdb);
            big(length, 4);
        }
        out.add(text);
    }

    private void number(double number) {
        long integer = (long) number;
        if (!Double.isInfinite(number) && integer == number && number < 0x1p63) {
            integer(integer);
        } else if (number == (float) number) {
            out.add(0xca);
            big(Float.floatToRawIntBits((float) number), 4);
        } else {
            out.add(0xcb);
            big(Double.doubleToRawLongBits(number), 8);
        }
    }

    private void integer(long n) {
        if (n >= 0) {
            if (n <= 127) {
                out.add((int) n);
            } else if (n <= 0xff) {
                out.add(0xcc).add((int) n);
            } else if (n <= 0xffff) {
                out.add(0xcd);
                big(n, 2);
            } else if (n <= 0xffffffffL) {
                out.add(0xce);
                big(n, 4);
            } else {
                out.add(0xcf);
                big(n, 8);
            }
        } else if (n >= -32) {
            out.add((int) n);
        } else if (n >= -128) {
            out.add(0xd0).add((int) n);
        } else if (n >= -32768) {
            out.add(0xd1);
            big(n, 2);
        } else if (n >= Integer.MIN_VALUE) {
            out.add(0xd2);
            big(n, 4);
        } else {
            out.add(0xd3);
            big(n, 8);
        }
    }

    private void header(int small, int medium, long size) {
        if (size <= 15) {
            out.add(small | (int) size);
        } else if (size <= 65535) {
            out.add(medium);
            big(size, 2);
        } else {
            out.add(medium + 1);
            big(size, 4);
        }
    }

    private void table(LuaTable table, int level) {
        if (isArray(table)) {
            int length = table.length();
            header(0x90, 0xdc, length);
            for (int i = 1; i <= length; i++) {
                pack(table.metatable() == null ? table.get(i) : state.index(table, (double) i), level + 1);
            }
            return;
        }
        int size = 0;
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            size++;
        }
        header(0x80, 0xde, size);
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            pack(table.keyAt(i), level + 1);
            pack(table.valueAt(i), level + 1);
        }
    }

    private static boolean isArray(LuaTable table) {
        int count = 0;
        int max = 0;
        for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
            Object key = table.keyAt(i);
            if (!(key instanceof Double)) {
                return false;
            }
            double index = (Double) key;
            if (!(index > 0) || (int) index != index) {
                return false;
            }
            max = Math.max(max, (int) index);
            count++;
        }
        return max == count;
    }
}
