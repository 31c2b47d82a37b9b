package io.quarkiverse.kvs.core.lua;

/**
 * One call of a function, while it runs: its local variables, and where it is. A frame without a function stands for a
 * function of the host that calls back.
 * <p>
 * A local variable that is a number is kept without a box: {@code objects[slot]} is then {@link #NUMBER}, and the number is in
 * {@code numbers[slot]}. A variable that an inner function uses is a {@link Cell} in {@code objects[slot]}.
 */
final class Frame {

    /** Says that the number is in {@link #numbers}. */
    static final Object NUMBER = new Object();
    /** Stands for nil in {@link #odd}. */
    private static final Object NIL = new Object();

    final LuaState state;
    final LuaClosure function;
    final Object[] objects;
    final double[] numbers;
    Object[] varargs;
    /** Who called. */
    Frame parent;
    /** Which place of the code runs, as far as it was noted: an index into {@link Code#lines}. */
    int site;
    /** Whether the caller is not known any more because of a tail call. */
    boolean tail;
    /** What {@code return} returns. */
    Object result;
    /** The value of an expression that was asked for a number and has none; null otherwise. See {@link Expression#number}. */
    private Object odd;

    Frame(LuaState state, LuaClosure function) {
        this.state = state;
        this.function = function;
        int slots = function.code.slots;
        this.objects = new Object[slots];
        this.numbers = function.code.hasNumbers ? new double[slots] : null;
    }

    /** For a function of the host. */
    Frame(LuaState state, Frame parent) {
        this.state = state;
        this.function = null;
        this.objects = null;
        this.numbers = null;
        this.parent = parent;
    }

    double odd(Object value) {
        odd = value == null ? NIL : value;
        return Double.NaN;
    }

    boolean isOdd() {
        return odd != null;
    }

    Object takeOdd() {
        Object value = odd;
        odd = null;
        return value == NIL ? null : value;
    }

    /** The line that runs; -1 in a function of the host. */
    int line() {
        return function == null ? -1 : function.code.lines[site];
    }
}
