package io.quarkiverse.kvs.core.lua.lib;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;

/** Bytes that a library puts together. What it grows by is counted as memory of the state. */
final class ByteBuffer {

    private final LuaState state;
    private byte[] bytes;
    private int length;

    ByteBuffer(LuaState state, int capacity) {
        this.state = state;
        this.bytes = new byte[Math.max(16, capacity)];
    }

    int length() {
        return length;
    }

    void setLength(int length) {
        this.length = length;
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            long needed = Math.max(2L * bytes.length, (long) length + more);
            state.allocate(needed);
            state.work(length >> 10);
            if (needed > Integer.MAX_VALUE - 16) {
                throw state.error("string length overflow");
            }
            bytes = Arrays.copyOf(bytes, (int) needed);
        }
    }

    ByteBuffer add(int b) {
        if (length == bytes.length) {
            room(1);
        }
        bytes[length++] = (byte) b;
        return this;
    }

    ByteBuffer add(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        return this;
    }

    ByteBuffer add(LuaString text) {
        return add(text.bytes(), 0, text.length());
    }

    /** Characters U+0000 to U+00FF as bytes. */
    ByteBuffer add(String latin1) {
        byte[] text = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return add(text, 0, text.length);
    }

    ByteBuffer addRepeated(int b, int times) {
        room(Math.max(0, times));
        for (int i = 0; i < times; i++) {
            bytes[length++] = (byte) b;
        }
        return this;
    }

    LuaString toLuaString() {
        return LuaString.copyOf(bytes, 0, length);
    }
}
