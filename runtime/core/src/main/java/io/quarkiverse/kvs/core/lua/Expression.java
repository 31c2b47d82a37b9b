package io.quarkiverse.kvs.core.lua;

/** A node of compiled code that has a value. Immutable; what it computes is in the {@link Frame}. */
@SuppressWarnings("AmbiguousMethodReference") // What has two forms is called, and never referred to.
abstract class Expression {

    /** Its value: the first one, if it has several. */
    abstract Object eval(Frame f);

    /** All its values, as a function returns them. */
    Object evalAll(Frame f) {
        return eval(f);
    }

    /**
     * Its value, if that is a number, without a box. For any other value the result is NaN and {@link Frame#isOdd}: the caller
     * then has to {@link Frame#takeOdd take} it.
     */
    double number(Frame f) {
        Object value = eval(f);
        return value instanceof Double ? (Double) value : f.odd(value);
    }

    /** Whether its value is neither nil nor false. */
    boolean test(Frame f) {
        Object value = eval(f);
        return value != null && value != Boolean.FALSE;
    }

    /** Whether {@link #number} is likely to find a number, and cheaper than {@link #eval}. */
    boolean isNumeric() {
        return false;
    }

    /** {@link #number} without a virtual call for the most frequent nodes. */
    static double number(Expression e, Frame f) {
        if (e instanceof LocalNodes.Get) {
            int slot = ((LocalNodes.Get) e).slot;
            Object value = f.objects[slot];
            if (value == Frame.NUMBER) {
                return f.numbers[slot];
            }
            return value instanceof Double ? (Double) value : f.odd(value);
        }
        if (e instanceof ConstantNodes.Num) {
            return ((ConstantNodes.Num) e).number;
        }
        return e.number(f);
    }

    /** {@link #eval} of a {@link #isNumeric numeric} node, with one virtual call. */
    static Object boxed(Expression e, Frame f) {
        double value = e.number(f);
        return Double.isNaN(value) && f.isOdd() ? f.takeOdd() : LuaNumbers.box(value);
    }

    /** {@link #eval} without a virtual call for the most frequent nodes. */
    static Object eval(Expression e, Frame f) {
        if (e instanceof LocalNodes.Get) {
            Object value = f.objects[((LocalNodes.Get) e).slot];
            if (value != Frame.NUMBER) {
                return value;
            }
        } else if (e instanceof ConstantNodes.Constant) {
            return ((ConstantNodes.Constant) e).value;
        }
        return e.eval(f);
    }
}
