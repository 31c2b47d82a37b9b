package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.lua.LuaHostFunction;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** The library {@code string}, and the metatable of strings. There is no bytecode, so {@code dump} refuses every function. */
public final class StringLibrary {

    private static final String SPECIAL = "^$*+?.([%-";
    private static final int MOST_BYTES = 8000;

    private StringLibrary() {
    }

    public static void open(LuaState state) {
        // The size and the order of the C library, so that next walks it in the same order.
        LuaTable string = new LuaTable(0, 15);
        state.globals().set("string", string);
        Library.register(string, "byte", StringLibrary::bytes);
        Library.register(string, "char", StringLibrary::chars);
        Library.register(string, "dump", a -> {
            a.checkFunction(1);
            throw a.state().error("unable to dump given function");
        });
        Library.register(string, "find", a -> find(a, true));
        Library.register(string, "format", StringFormat::format);
        LuaHostFunction gmatch = new LuaHostFunction("gmatch", StringLibrary::gmatch);
        string.set("gfind", gmatch);
        string.set("gmatch", gmatch);
        Library.register(string, "gsub", StringLibrary::gsub);
        Library.register(string, "len", a -> LuaNumbers.box(a.checkString(1).length()));
        Library.register(string, "lower", a -> changed(a, 'A', 'Z', 32));
        Library.register(string, "match", a -> find(a, false));
        Library.register(string, "rep", StringLibrary::rep);
        Library.register(string, "reverse", StringLibrary::reverse);
        Library.register(string, "sub", StringLibrary::sub);
        Library.register(string, "upper", a -> changed(a, 'a', 'z', -32));
        LuaTable metatable = new LuaTable();
        metatable.set("__index", string);
        state.setStringMetatable(metatable);
    }

    /** A position: from the end if negative; 0 if before the first. */
    private static long position(long position, long length) {
        long absolute = position < 0 ? position + length + 1 : position;
        return Math.max(0, absolute);
    }

    private static LuaString made(LuaState state, byte[] bytes) {
        state.allocate(24L + bytes.length);
        return LuaString.of(bytes);
    }

    private static Object bytes(LuaArguments a) {
        LuaString text = a.checkString(1);
        long from = position(a.optInteger(2, 1), text.length());
        long to = position(a.optInteger(3, from), text.length());
        from = Math.max(1, from);
        to = Math.min(to, text.length());
        if (from > to) {
            return LuaResults.NONE;
        }
        if (to - from + 1 + a.count() > MOST_BYTES) {
            throw a.state().error("stack overflow (string slice too long)");
        }
        if (from == to) {
            return LuaNumbers.box(text.at((int) from - 1));
        }
        Object[] values = new Object[(int) (to - from + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = LuaNumbers.box(text.at((int) from - 1 + i));
        }
        return LuaResults.of(values);
    }

    private static Object chars(LuaArguments a) {
        byte[] bytes = new byte[a.count()];
        for (int i = 0; i < bytes.length; i++) {
            int c = a.checkInt(i + 1);
            a.check((c & 0xff) == c, i + 1, "invalid value");
            bytes[i] = (byte) c;
        }
        return made(a.state(), bytes);
    }

    private static Object changed(LuaArguments a, int first, int last, int difference) {
        byte[] bytes = a.checkString(1).toBytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= first && bytes[i] <= last) {
                bytes[i] = (byte) (bytes[i] + difference);
            }
        }
        return made(a.state(), bytes);
    }

    private static Object rep(LuaArguments a) {
        LuaString text = a.checkString(1);
        long times = a.checkInt(2);
        if (times <= 0 || text.length() == 0) {
            return LuaString.EMPTY;
        }
        long length = times * text.length();
        a.state().allocate(24 + length);
        if (length > Integer.MAX_VALUE - 16) {
            throw new LuaError("not enough memory");
        }
        a.state().work((int) (length >> 10));
        byte[] all = new byte[(int) length];
        System.arraycopy(text.bytes(), 0, all, 0, text.length());
        for (int filled = text.length(); filled < all.length; filled *= 2) {
            System.arraycopy(all, 0, all, filled, Math.min(filled, all.length - filled));
            if (filled > all.length / 2) {
                break;
            }
        }
        return LuaString.of(all);
    }

    private static Object reverse(LuaArguments a) {
        LuaString text = a.checkString(1);
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = text.bytes()[bytes.length - 1 - i];
        }
        return made(a.state(), bytes);
    }

    private static Object sub(LuaArguments a) {
        LuaString text = a.checkString(1);
        long from = position(a.checkInteger(2), text.length());
        long to = position(a.optInteger(3, -1), text.length());
        from = Math.max(1, from);
        to = Math.min(to, text.length());
        if (from > to) {
            return LuaString.EMPTY;
        }
        a.state().allocate(24 + to - from);
        return text.substring((int) from - 1, (int) to);
    }

    private static boolean isPlain(LuaString pattern) {
        for (byte b : pattern.bytes()) {
            if (b == 0) {
                return true;
            }
            if (SPECIAL.indexOf(b) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Object find(LuaArguments a, boolean isFind) {
        LuaString text = a.checkString(1);
        LuaString pattern = a.checkString(2);
        long start = position(a.optInteger(3, 1), text.length()) - 1;
        int from = (int) Math.max(0, Math.min(start, text.length()));
        Object plain = a.get(4);
        if (isFind && ((plain != null && plain != Boolean.FALSE) || isPlain(pattern))) {
            int found = indexOf(a.state(), text.bytes(), pattern.bytes(), from);
            return found < 0 ? null : LuaResults.of(LuaNumbers.box(found + 1), LuaNumbers.box(found + pattern.length()));
        }
        Pattern matcher = new Pattern(a.state(), text, pattern);
        boolean isAnchored = matcher.isAnchored();
        do {
            int end = matcher.match(from, isAnchored ? 1 : 0);
            if (end >= 0) {
                if (!isFind) {
                    return matcher.result(from, end);
                }
                Object[] captures = matcher.captures() == 0 ? new Object[0] : matcher.captures(from, end);
                Object[] all = new Object[captures.length + 2];
                all[0] = LuaNumbers.box(from + 1);
                all[1] = LuaNumbers.box(end);
                System.arraycopy(captures, 0, all, 2, captures.length);
                return LuaResults.of(all);
            }
            from++;
        } while (from <= text.length() && !isAnchored);
        return null;
    }

    private static int indexOf(LuaState state, byte[] text, byte[] part, int from) {
        if (part.length == 0) {
            return from;
        }
        int steps = 0;
        for (int i = from; i <= text.length - part.length; i++) {
            int j = 0;
            while (j < part.length && text[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return i;
            }
            steps += j + 1;
            if (steps >= 4096) {
                state.work(steps / 8);
                steps = 0;
            }
        }
        return -1;
    }

    private static Object gmatch(LuaArguments a) {
        LuaString text = a.checkString(1);
        LuaString pattern = a.checkString(2);
        int[] next = { 0 };
        return new LuaHostFunction("gmatch_aux", call -> {
            Pattern matcher = new Pattern(call.state(), text, pattern);
            for (int from = next[0]; from <= text.length(); from++) {
                int end = matcher.match(from, 0);
                if (end >= 0) {
                    next[0] = end == from ? end + 1 : end;
                    return matcher.result(from, end);
                }
            }
            return LuaResults.NONE;
        });
    }

    private static Object gsub(LuaArguments a) {
        LuaString text = a.checkString(1);
        LuaString pattern = a.checkString(2);
        Object replacement = a.get(3);
        if (replacement instanceof Double) {
            replacement = LuaNumbers.toLuaString((Double) replacement);
        }
        // Looked at in this order.
        int most = a.optInt(4, text.length() + 1);
        a.check(replacement instanceof LuaString || replacement instanceof LuaFunction || replacement instanceof LuaTable, 3,
                "string/function/table expected");
        Pattern matcher = new Pattern(a.state(), text, pattern);
        boolean isAnchored = matcher.isAnchored();
        ByteBuffer out = new ByteBuffer(a.state(), text.length() + 16);
        int count = 0;
        int from = 0;
        while (count < most) {
            int end = matcher.match(from, isAnchored ? 1 : 0);
            if (end >= 0) {
                count++;
                replace(a.state(), out, matcher, replacement, text, from, end);
            }
            if (end >= 0 && end > from) {
                from = end;
            } else if (from < text.length()) {
                out.add(text.bytes()[from++]);
            } else {
                break;
            }
            if (isAnchored) {
                break;
            }
        }
        if (from < text.length()) {
            out.add(text.bytes(), from, text.length() - from);
        }
        return LuaResults.of(out.toLuaString(), LuaNumbers.box(count));
    }

    private static void replace(LuaState state, ByteBuffer out, Pattern matcher, Object replacement, LuaString text, int from,
            int end) {
        if (replacement instanceof LuaString) {
            expand(out, matcher, (LuaString) replacement, text, from, end);
            return;
        }
        Object value;
        if (replacement instanceof LuaTable) {
            value = state.index(replacement, matcher.capture(0, from, end));
        } else {
            value = LuaResults.first(state.call((LuaFunction) replacement, matcher.captures(from, end)));
        }
        if (value == null || value == Boolean.FALSE) {
            out.add(text.bytes(), from, end - from);
            return;
        }
        LuaString shown = Library.text(value);
        if (shown == null) {
            throw state.error("invalid replacement value (a " + LuaState.typeName(value) + ")");
        }
        out.add(shown);
    }

    private static void expand(ByteBuffer out, Pattern matcher, LuaString replacement, LuaString text, int from, int end) {
        byte[] bytes = replacement.bytes();
        int at = 0;
        while (at < bytes.length) {
            byte b = bytes[at++];
            if (b != '%') {
                out.add(b);
                continue;
            }
            int c = at < bytes.length ? bytes[at] : 0;
            at++;
            if (c < '0' || c > '9') {
                out.add(c);
            } else if (c == '0') {
                out.add(text.bytes(), from, end - from);
            } else {
                out.add(Library.text(matcher.capture(c - '1', from, end)));
            }
        }
    }
}
