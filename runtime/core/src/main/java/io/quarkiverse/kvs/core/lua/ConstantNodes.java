package io.quarkiverse.kvs.core.lua;

/** Constants, and functions made of code. */
final class ConstantNodes {

    private ConstantNodes() {
    }

    /** Nil, a boolean or a string. */
    static final class Constant extends Expression {
        final Object value;

        Constant(Object value) {
            this.value = value;
        }

        @Override
        Object eval(Frame f) {
            return value;
        }
    }

    static final class Num extends Expression {
        final double number;
        private final Double boxed;

        Num(double number) {
            this.number = number;
            this.boxed = LuaNumbers.box(number);
        }

        @Override
        Object eval(Frame f) {
            return boxed;
        }

        @Override
        double number(Frame f) {
            return number;
        }

        @Override
        boolean test(Frame f) {
            return true;
        }

        @Override
        boolean isNumeric() {
            return true;
        }
    }

    /** {@code ...} */
    static final class Varargs extends Expression {
        @Override
        Object eval(Frame f) {
            return f.varargs.length == 0 ? null : f.varargs[0];
        }

        @Override
        Object evalAll(Frame f) {
            return LuaResults.of(f.varargs);
        }
    }

    static final class MakeClosure extends Expression {
        private final Code code;

        MakeClosure(Code code) {
            this.code = code;
        }

        @Override
        Object eval(Frame f) {
            int[] from = code.upvalues;
            f.state.memory.allocate(40 + 4L * from.length);
            Cell[] cells = new Cell[from.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = from[i] >= 0 ? (Cell) f.objects[from[i]] : f.function.upvalues[-1 - from[i]];
            }
            return new LuaClosure(code, cells, f.function.environment);
        }
    }

    /** Parentheses: they leave one value. */
    static final class First extends Expression {
        private final Expression inner;

        First(Expression inner) {
            this.inner = inner;
        }

        @Override
        Object eval(Frame f) {
            return inner.eval(f);
        }
    }
}
