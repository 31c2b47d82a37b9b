package io.quarkiverse.kvs.core.lua;

/**
 * Arithmetic, the length and {@code ..}. Numbers pass between these nodes without boxes; strings that look like numbers, and
 * metamethods, take a slower way.
 */
final class ArithmeticNodes {

    private ArithmeticNodes() {
    }

    abstract static class Binary extends Expression {
        final Expression left;
        final Expression right;
        private final Metamethod event;
        private final String leftName;
        private final String rightName;
        private final int site;

        Binary(Metamethod event, Expression left, Expression right, String leftName, String rightName, int site) {
            this.event = event;
            this.left = left;
            this.right = right;
            this.leftName = leftName;
            this.rightName = rightName;
            this.site = site;
        }

        @Override
        final boolean isNumeric() {
            return true;
        }

        @Override
        final Object eval(Frame f) {
            double value = number(f);
            return Double.isNaN(value) && f.isOdd() ? f.takeOdd() : LuaNumbers.box(value);
        }

        /** The left operand is no number. */
        final double leftOdd(Frame f) {
            Object a = f.takeOdd();
            return slow(f, a, right.eval(f));
        }

        /** The right operand is no number. */
        final double rightOdd(Frame f, double a) {
            return slow(f, a, f.takeOdd());
        }

        private double slow(Frame f, Object a, Object b) {
            f.site = site;
            Object result = f.state.arithmetic(event, a, b, leftName, rightName);
            return result instanceof Double ? (Double) result : f.odd(result);
        }
    }

    static final class Add extends Binary {
        Add(Expression left, Expression right, String leftName, String rightName, int site) {
            super(Metamethod.ADD, left, right, leftName, rightName, site);
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                return leftOdd(f);
            }
            double b = number(right, f);
            return Double.isNaN(b) && f.isOdd() ? rightOdd(f, a) : a + b;
        }
    }

    static final class Sub extends Binary {
        Sub(Expression left, Expression right, String leftName, String rightName, int site) {
            super(Metamethod.SUB, left, right, leftName, rightName, site);
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                return leftOdd(f);
            }
            double b = number(right, f);
            return Double.isNaN(b) && f.isOdd() ? rightOdd(f, a) : a - b;
        }
    }

    static final class Mul extends Binary {
        Mul(Expression left, Expression right, String leftName, String rightName, int site) {
            super(Metamethod.MUL, left, right, leftName, rightName, site);
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                return leftOdd(f);
            }
            double b = number(right, f);
            return Double.isNaN(b) && f.isOdd() ? rightOdd(f, a) : a * b;
        }
    }

    static final class Div extends Binary {
        Div(Expression left, Expression right, String leftName, String rightName, int site) {
            super(Metamethod.DIV, left, right, leftName, rightName, site);
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                return leftOdd(f);
            }
            double b = number(right, f);
            return Double.isNaN(b) && f.isOdd() ? rightOdd(f, a) : a / b;
        }
    }

    static final class Mod extends Binary {
        Mod(Expression left, Expression right, String leftName, String rightName, int site) {
            super(Metamethod.MOD, left, right, leftName, rightName, site);
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                return leftOdd(f);
            }
            double b = number(right, f);
            return Double.isNaN(b) && f.isOdd() ? rightOdd(f, a) : Arithmetic.mod(a, b);
        }
    }

    static final class Pow extends Binary {
        Pow(Expression left, Expression right, String leftName, String rightName, int site) {
            super(Metamethod.POW, left, right, leftName, rightName, site);
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                return leftOdd(f);
            }
            double b = number(right, f);
            return Double.isNaN(b) && f.isOdd() ? rightOdd(f, a) : Arithmetic.pow(a, b);
        }
    }

    static final class Minus extends Expression {
        private final Expression operand;
        private final String name;
        private final int site;

        Minus(Expression operand, String name, int site) {
            this.operand = operand;
            this.name = name;
            this.site = site;
        }

        @Override
        boolean isNumeric() {
            return true;
        }

        @Override
        double number(Frame f) {
            double a = number(operand, f);
            if (Double.isNaN(a) && f.isOdd()) {
                Object value = f.takeOdd();
                f.site = site;
                Object result = f.state.arithmetic(Metamethod.UNM, value, value, name, name);
                return result instanceof Double ? (Double) result : f.odd(result);
            }
            return -a;
        }

        @Override
        Object eval(Frame f) {
            double value = number(f);
            return Double.isNaN(value) && f.isOdd() ? f.takeOdd() : LuaNumbers.box(value);
        }
    }

    static final class Length extends Expression {
        private final Expression operand;
        private final String name;
        private final int site;

        Length(Expression operand, String name, int site) {
            this.operand = operand;
            this.name = name;
            this.site = site;
        }

        @Override
        boolean isNumeric() {
            return true;
        }

        @Override
        double number(Frame f) {
            Object value = Expression.eval(operand, f);
            if (value instanceof LuaTable) {
                return ((LuaTable) value).length();
            }
            if (value instanceof LuaString) {
                return ((LuaString) value).bytes.length;
            }
            f.site = site;
            Object result = f.state.lengthOf(value, name);
            return result instanceof Double ? (Double) result : f.odd(result);
        }

        @Override
        Object eval(Frame f) {
            double value = number(f);
            return Double.isNaN(value) && f.isOdd() ? f.takeOdd() : LuaNumbers.box(value);
        }
    }

    static final class Concat extends Expression {
        private final Expression[] operands;
        private final String[] names;
        private final int site;

        Concat(Expression[] operands, String[] names, int site) {
            this.operands = operands;
            this.names = names;
            this.site = site;
        }

        @Override
        Object eval(Frame f) {
            Object[] values = new Object[operands.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Expression.eval(operands[i], f);
            }
            f.site = site;
            return f.state.concat(values, names);
        }
    }
}
