package io.quarkiverse.kvs.core.lua.lib;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

import io.quarkiverse.kvs.core.lua.LuaArguments;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaResults;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaTable;

/**
 * The library {@code math}. {@code random} is that of Redis: {@code lrand48}, which
 * draws the same numbers in each new state until {@code randomseed} or the host ({@link #seed}) sets others.
 */
public final class MathLibrary {

    private static final String RANDOM = "random";

    private MathLibrary() {
    }

    public static void open(LuaState state) {
        LuaTable math = Library.open(state, "math");
        unary(math, "abs", Math::abs);
        unary(math, "acos", positiveNan(Math::acos));
        unary(math, "asin", positiveNan(Math::asin));
        unary(math, "atan", Math::atan);
        binary(math, "atan2", Math::atan2);
        unary(math, "ceil", Math::ceil);
        unary(math, "cos", Math::cos);
        unary(math, "cosh", Math::cosh);
        unary(math, "deg", x -> x / (Math.PI / 180.0));
        unary(math, "exp", Math::exp);
        unary(math, "floor", Math::floor);
        binary(math, "fmod", (x, y) -> x % y);
        math.set("mod", math.get("fmod"));
        Library.register(math, "frexp", MathLibrary::frexp);
        Library.register(math, "ldexp", a -> {
            int exponent = a.checkInt(2);
            return LuaNumbers.box(scale(a.checkNumber(1), exponent));
        });
        unary(math, "log", Math::log);
        unary(math, "log10", positiveNan(Math::log10));
        Library.register(math, "max", a -> {
            double max = a.checkNumber(1);
            for (int i = 2; i <= a.count(); i++) {
                double next = a.checkNumber(i);
                max = next > max ? next : max;
            }
            return LuaNumbers.box(max);
        });
        Library.register(math, "min", a -> {
            double min = a.checkNumber(1);
            for (int i = 2; i <= a.count(); i++) {
                double next = a.checkNumber(i);
                min = next < min ? next : min;
            }
            return LuaNumbers.box(min);
        });
        Library.register(math, "modf", MathLibrary::modf);
        binary(math, "pow", LuaNumbers::power);
        unary(math, "rad", x -> x * (Math.PI / 180.0));
        unary(math, "sin", Math::sin);
        unary(math, "sinh", Math::sinh);
        unary(math, "sqrt", Math::sqrt);
        unary(math, "tan", Math::tan);
        unary(math, "tanh", Math::tanh);
        math.set("huge", Double.POSITIVE_INFINITY);
        math.set("pi", Math.PI);
        Random random = new Random();
        state.setAttribute(RANDOM, random);
        Library.register(math, "random", random::random);
        Library.register(math, "randomseed", a -> {
            random.seed(a.checkInt(1));
            return LuaResults.NONE;
        });
    }

    /**
     * Sets the seed of {@code math.random}. Redis 7.0 begins with the same numbers in each process, and goes on from script to
     * script.
     */
    public static void seed(LuaState state, int seed) {
        ((Random) state.attribute(RANDOM)).seed(seed);
    }

    private static void unary(LuaTable math, String name, DoubleUnaryOperator operator) {
        Library.register(math, name, a -> LuaNumbers.box(operator.applyAsDouble(a.checkNumber(1))));
    }

    /** Where there is no result, glibc has one without a sign, other than that of an operator of the processor. */
    private static DoubleUnaryOperator positiveNan(DoubleUnaryOperator operator) {
        return x -> {
            double result = operator.applyAsDouble(x);
            return Double.isNaN(result) && !Double.isNaN(x) ? Double.NaN : result;
        };
    }

    /** The second argument is looked at first, as C does it here. */
    private static void binary(LuaTable math, String name, DoubleBinaryOperator operator) {
        Library.register(math, name, a -> {
            double y = a.checkNumber(2);
            return LuaNumbers.box(operator.applyAsDouble(a.checkNumber(1), y));
        });
    }

    private static Object frexp(LuaArguments a) {
        double x = a.checkNumber(1);
        if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return LuaResults.of(x, LuaNumbers.box(0));
        }
        double normal = Math.abs(x) < Double.MIN_NORMAL ? x * 0x1p54 : x;
        int exponent = Math.getExponent(normal) + 1;
        double mantissa = normal / Math.scalb(1.0, exponent - 1) / 2;
        return LuaResults.of(mantissa, LuaNumbers.box(normal == x ? exponent : exponent - 54));
    }

    private static double scale(double x, int exponent) {
        return Math.scalb(x, Math.max(-5000, Math.min(5000, exponent)));
    }

    private static Object modf(LuaArguments a) {
        double x = a.checkNumber(1);
        double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
        double fraction = Double.isInfinite(x) ? Math.copySign(0.0, x) : Math.copySign(x - whole, x);
        return LuaResults.of(LuaNumbers.box(whole), LuaNumbers.box(Double.isNaN(x) ? x : fraction));
    }

    /** {@code lrand48}. */
    private static final class Random {
        private static final double RANGE = Integer.MAX_VALUE;
        private long x = 0x1234_ABCD_330EL;

        void seed(int seed) {
            x = ((seed & 0xffffffffL) << 16) | 0x330E;
        }

        private double next() {
            x = (x * 0x5DEECE66DL + 0xB) & 0xffff_ffff_ffffL;
            long drawn = x >>> 17;
            return drawn % Integer.MAX_VALUE / RANGE;
        }

        Object random(LuaArguments a) {
            double r = next();
            switch (a.count()) {
                case 0:
                    return LuaNumbers.box(r);
                case 1: {
                    int upper = a.checkInt(1);
                    a.check(1 <= upper, 1, "interval is empty");
                    return LuaNumbers.box(Math.floor(r * upper) + 1);
                }
                case 2: {
                    int lower = a.checkInt(1);
                    int upper = a.checkInt(2);
                    a.check(lower <= upper, 2, "interval is empty");
                    // The width overflows in C, too.
                    return LuaNumbers.box(Math.floor(r * (upper - lower + 1)) + lower);
                }
                default:
                    throw a.state().error("wrong number of arguments");
            }
        }
    }
}
