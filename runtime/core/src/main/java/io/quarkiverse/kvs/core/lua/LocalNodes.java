package io.quarkiverse.kvs.core.lua;

/** Local variables, upvalues and globals. */
final class LocalNodes {

    private LocalNodes() {
    }

    static final class Get extends Expression {
        final int slot;

        Get(int slot) {
            this.slot = slot;
        }

        @Override
        Object eval(Frame f) {
            Object value = f.objects[slot];
            if (value == Frame.NUMBER) {
                value = LuaNumbers.box(f.numbers[slot]);
                f.objects[slot] = value;
            }
            return value;
        }

        @Override
        double number(Frame f) {
            Object value = f.objects[slot];
            if (value == Frame.NUMBER) {
                return f.numbers[slot];
            }
            return value instanceof Double ? (Double) value : f.odd(value);
        }

        @Override
        boolean test(Frame f) {
            Object value = f.objects[slot];
            return value != null && value != Boolean.FALSE;
        }
    }

    static final class GetCell extends Expression {
        private final int slot;

        GetCell(int slot) {
            this.slot = slot;
        }

        @Override
        Object eval(Frame f) {
            return ((Cell) f.objects[slot]).value;
        }
    }

    static final class GetUpvalue extends Expression {
        final int index;

        GetUpvalue(int index) {
            this.index = index;
        }

        @Override
        Object eval(Frame f) {
            return f.function.upvalues[index].value;
        }
    }

    static final class GetGlobal extends Expression {
        private final LuaString name;
        private final int site;

        GetGlobal(LuaString name, int site) {
            this.name = name;
            this.site = site;
        }

        @Override
        Object eval(Frame f) {
            LuaTable globals = f.function.environment;
            Object value = globals.get(name);
            if (value == null && globals.metatable() != null) {
                f.site = site;
                value = f.state.index(globals, name, null);
            }
            return value;
        }
    }

    /** An operation on a variable and a value that is computed before the variable is looked at. */
    static final class After extends Expression {
        private final int slot;
        private final Expression value;
        private final Expression operation;

        After(int slot, Expression value, Expression operation) {
            this.slot = slot;
            this.value = value;
            this.operation = operation;
        }

        @Override
        Object eval(Frame f) {
            f.objects[slot] = value.eval(f);
            return operation.eval(f);
        }

        @Override
        double number(Frame f) {
            f.objects[slot] = value.eval(f);
            return operation.number(f);
        }

        @Override
        boolean test(Frame f) {
            f.objects[slot] = value.eval(f);
            return operation.test(f);
        }

        @Override
        boolean isNumeric() {
            return operation.isNumeric();
        }
    }

    /** Stores a value in a place. */
    abstract static class Store {
        abstract void store(Frame f, Object value);
    }

    static final class StoreLocal extends Store {
        final int slot;

        StoreLocal(int slot) {
            this.slot = slot;
        }

        @Override
        void store(Frame f, Object value) {
            f.objects[slot] = value;
        }
    }

    /** A new variable that inner functions use. */
    static final class NewCell extends Store {
        private final int slot;

        NewCell(int slot) {
            this.slot = slot;
        }

        @Override
        void store(Frame f, Object value) {
            f.objects[slot] = new Cell(value);
        }
    }

    static final class StoreCell extends Store {
        private final int slot;

        StoreCell(int slot) {
            this.slot = slot;
        }

        @Override
        void store(Frame f, Object value) {
            ((Cell) f.objects[slot]).value = value;
        }
    }

    static final class StoreUpvalue extends Store {
        private final int index;

        StoreUpvalue(int index) {
            this.index = index;
        }

        @Override
        void store(Frame f, Object value) {
            f.function.upvalues[index].value = value;
        }
    }

    static final class StoreGlobal extends Store {
        private final LuaString name;
        private final int site;

        StoreGlobal(LuaString name, int site) {
            this.name = name;
            this.site = site;
        }

        @Override
        void store(Frame f, Object value) {
            LuaTable globals = f.function.environment;
            if (globals.isReadOnly() || globals.metatable() != null) {
                f.site = site;
                f.state.setIndex(globals, name, value, null);
            } else {
                globals.set(name, value);
            }
        }
    }

    /** {@code variable = expression} for any variable that is not a field. */
    static final class Assign extends Statement {
        private final Store target;
        private final Expression value;

        Assign(Store target, Expression value) {
            this.target = target;
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            target.store(f, value.eval(f));
            return NORMAL;
        }
    }

    static final class SetLocal extends Statement {
        private final int slot;
        private final Expression value;

        SetLocal(int slot, Expression value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            f.objects[slot] = Expression.eval(value, f);
            return NORMAL;
        }
    }

    /** Of an expression that is a number most of the time. */
    static final class SetNumber extends Statement {
        private final int slot;
        private final Expression value;

        SetNumber(int slot, Expression value) {
            this.slot = slot;
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            double number = value.number(f);
            Object[] objects = f.objects;
            if (Double.isNaN(number) && f.isOdd()) {
                objects[slot] = f.takeOdd();
            } else {
                f.numbers[slot] = number;
                if (objects[slot] != Frame.NUMBER) {
                    objects[slot] = Frame.NUMBER;
                }
            }
            return NORMAL;
        }
    }

    /** Of two values that are numbers most of the time, both of which are computed before the variables change. */
    static final class SetTwo extends Statement {
        private final int firstSlot;
        private final Expression firstValue;
        private final int secondSlot;
        private final Expression secondValue;

        SetTwo(int firstSlot, Expression firstValue, int secondSlot, Expression secondValue) {
            this.firstSlot = firstSlot;
            this.firstValue = firstValue;
            this.secondSlot = secondSlot;
            this.secondValue = secondValue;
        }

        @Override
        int exec(Frame f) {
            double first = Expression.number(firstValue, f);
            Object oddFirst = Double.isNaN(first) && f.isOdd() ? f.takeOdd() : Frame.NUMBER;
            double second = Expression.number(secondValue, f);
            Object oddSecond = Double.isNaN(second) && f.isOdd() ? f.takeOdd() : Frame.NUMBER;
            set(f, secondSlot, second, oddSecond);
            set(f, firstSlot, first, oddFirst);
            return NORMAL;
        }

        private static void set(Frame f, int slot, double number, Object odd) {
            f.numbers[slot] = number;
            if (f.objects[slot] != odd) {
                f.objects[slot] = odd;
            }
        }
    }

    /** {@code local a, b, c = ...}: some expressions, of which the last one may give several values. */
    static final class SetSeveral extends Statement {
        private final Store[] targets;
        private final Expression[] values;
        private final boolean isOpen;

        SetSeveral(Store[] targets, Expression[] values, boolean isOpen) {
            this.targets = targets;
            this.values = values;
            this.isOpen = isOpen;
        }

        @Override
        int exec(Frame f) {
            Object[] all = CallNodes.evaluate(values, isOpen, f);
            for (int i = targets.length - 1; i >= 0; i--) {
                targets[i].store(f, i < all.length ? all[i] : null);
            }
            return NORMAL;
        }
    }
}
