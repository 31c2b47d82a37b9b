package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** MessagePack to values. */
final class MessageUnpacker {

    /** Values that the C library can have on its stack: it bounds both the results and how deep they nest. */
    private static final int STACK = 8000;
    private static final int ORDINARY_DEPTH = 500;

    private final LuaState state;
    private final byte[] bytes;
    private int at;
    private int stack = 1;
    private int depth;

    MessageUnpacker(LuaState state, LuaString text, int offset) {
        this.state = state;
        this.bytes = text.bytes();
        this.at = offset;
    }

    int left() {
        return bytes.length - at;
    }

    int position() {
        return at;
    }

    /** Reads one value; a result stays on the stack. */
    Object unpack() {
        Object value = value();
        stack++;
        return value;
    }

    private void need(long count) {
        if (left() < count) {
            throw state.error("Missing bytes in input.");
        }
    }

    /** An integer of some bytes behind the first one, which goes, too. */
    private long big(int count) {
        need(1 + count);
        long value = 0;
        for (int i = 1; i <= count; i++) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        at += 1 + count;
        return value;
    }

    private Object value() {
        need(1);
        state.work(1);
        if (stack + 1 > STACK) {
            throw state.error("stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)");
        }
        int type = bytes[at] & 0xff;
        switch (type) {
            case 0xcc:
                return LuaNumbers.box((double) big(1));
            case 0xcd:
                return LuaNumbers.box((double) big(2));
            case 0xce:
                return LuaNumbers.box((double) big(4));
            case 0xcf:
            case 0xd3:
                return LuaNumbers.box((double) big(8));
            case 0xd0:
                return LuaNumbers.box((byte) big(1));
            case 0xd1:
                return LuaNumbers.box((short) big(2));
            case 0xd2:
                return LuaNumbers.box((int) big(4));
            case 0xc0:
                at++;
                return null;
            case 0xc2:
            case 0xc3:
                at++;
                return type == 0xc3;
            case 0xca:
                return LuaNumbers.box(Float.intBitsToFloat((int) big(4)));
            case 0xcb:
                return LuaNumbers.box(Double.longBitsToDouble(big(8)));
            case 0xd9:
                return text(big(1));
            case 0xda:
                return text(big(2));
            case 0xdb:
                return text(big(4));
            case 0xdc:
                return nested(true, big(2));
            case 0xdd:
                return nested(true, big(4));
            case 0xde:
                return nested(false, big(2));
            case 0xdf:
                return nested(false, big(4));
            default:
                return small(type);
        }
    }

    private Object small(int type) {
        if (type < 0x80 || type >= 0xe0) {
            at++;
            return LuaNumbers.box((byte) type);
        }
        if ((type & 0xe0) == 0xa0) {
            at++;
            return text(type & 0x1f);
        }
        if ((type & 0xf0) == 0x90 || (type & 0xf0) == 0x80) {
            at++;
            return nested((type & 0xf0) == 0x90, type & 0xf);
        }
        throw CmsgpackLibrary.bad(state);
    }

    private LuaString text(long length) {
        need(length);
        state.allocate(24 + length);
        LuaString text = LuaString.copyOf(bytes, at, (int) length);
        at += (int) length;
        return text;
    }

    private LuaTable nested(boolean isArray, long length) {
        depth++;
        LuaTable table = depth % ORDINARY_DEPTH == 0 ? state.onLargeStack(() -> table(isArray, length))
                : table(isArray, length);
        depth--;
        return table;
    }

    private LuaTable table(boolean isArray, long length) {
        LuaTable table = state.newTable();
        stack++;
        for (long i = 1; i <= length; i++) {
            Object key;
            if (isArray) {
                stack++;
                key = (double) i;
            } else {
                key = value();
                stack++;
            }
            Object value = value();
            if (key == null || (key instanceof Double && ((Double) key).isNaN())) {
                throw new LuaError(key == null ? "table index is nil" : "table index is NaN");
            }
            table.set(key, value);
            stack--;
        }
        stack--;
        return table;
    }
}
