package io.quarkiverse.kvs.core.lua.lib;

import java.util.function.IntBinaryOperator;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;

/** The library {@code bit} (Lua BitOp): operations on 32 bits. */
public final class BitLibrary {

    /** Added to a number, it leaves the integer part in the lower bits of the mantissa. */
    private static final double SHIFT = 6755399441055744.0;

    private BitLibrary() {
    }

    public static void open(LuaState state) {
        LuaTable bit = Library.open(state, "bit");
        Library.register(bit, "tobit", a -> LuaNumbers.box(bits(a, 1)));
        Library.register(bit, "bnot", a -> LuaNumbers.box(~bits(a, 1)));
        all(bit, "band", (x, y) -> x & y);
        all(bit, "bor", (x, y) -> x | y);
        all(bit, "bxor", (x, y) -> x ^ y);
        shift(bit, "lshift", (x, n) -> x << n);
        shift(bit, "rshift", (x, n) -> x >>> n);
        shift(bit, "arshift", (x, n) -> x >> n);
        shift(bit, "rol", Integer::rotateLeft);
        shift(bit, "ror", Integer::rotateRight);
        Library.register(bit, "bswap", a -> LuaNumbers.box(Integer.reverseBytes(bits(a, 1))));
        Library.register(bit, "tohex", BitLibrary::toHex);
    }

    private static int bits(LuaArguments a, int n) {
        return (int) Double.doubleToRawLongBits(a.checkNumber(n) + SHIFT);
    }

    private static void all(LuaTable bit, String name, IntBinaryOperator operator) {
        Library.register(bit, name, a -> {
            int result = bits(a, 1);
            for (int i = a.count(); i > 1; i--) {
                result = operator.applyAsInt(result, bits(a, i));
            }
            return LuaNumbers.box(result);
        });
    }

    private static void shift(LuaTable bit, String name, IntBinaryOperator operator) {
        Library.register(bit, name, a -> {
            int x = bits(a, 1);
            return LuaNumbers.box(operator.applyAsInt(x, bits(a, 2) & 31));
        });
    }

    private static Object toHex(LuaArguments a) {
        int x = bits(a, 1);
        int digits = a.count() < 2 ? 8 : bits(a, 2);
        boolean upper = digits < 0;
        digits = Math.min(8, upper ? digits == Integer.MIN_VALUE ? 8 : -digits : digits);
        String all = String.format(upper ? "%08X" : "%08x", x);
        return LuaString.of(all.substring(8 - digits));
    }
}
