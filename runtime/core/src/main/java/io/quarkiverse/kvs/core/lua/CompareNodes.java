package io.quarkiverse.kvs.core.lua;

/** Comparison, {@code and}, {@code or} and {@code not}. */
final class CompareNodes {

    private CompareNodes() {
    }

    abstract static class Logical extends Expression {
        @Override
        final Object eval(Frame f) {
            return test(f) ? Boolean.TRUE : Boolean.FALSE;
        }
    }

    /** {@code <} and {@code >}. */
    static final class Less extends Logical {
        private final Expression left;
        private final Expression right;
        private final boolean isSwapped;
        private final int site;

        Less(Expression left, Expression right, boolean isSwapped, int site) {
            this.left = left;
            this.right = right;
            this.isSwapped = isSwapped;
            this.site = site;
        }

        @Override
        boolean test(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                Object odd = f.takeOdd();
                return slow(f, odd, right.eval(f));
            }
            double b = number(right, f);
            if (Double.isNaN(b) && f.isOdd()) {
                return slow(f, a, f.takeOdd());
            }
            return isSwapped ? b < a : a < b;
        }

        private boolean slow(Frame f, Object a, Object b) {
            f.site = site;
            return isSwapped ? f.state.less(b, a) : f.state.less(a, b);
        }
    }

    /** {@code <=} and {@code >=}. */
    static final class LessOrEqual extends Logical {
        private final Expression left;
        private final Expression right;
        private final boolean isSwapped;
        private final int site;

        LessOrEqual(Expression left, Expression right, boolean isSwapped, int site) {
            this.left = left;
            this.right = right;
            this.isSwapped = isSwapped;
            this.site = site;
        }

        @Override
        boolean test(Frame f) {
            double a = number(left, f);
            if (Double.isNaN(a) && f.isOdd()) {
                Object odd = f.takeOdd();
                return slow(f, odd, right.eval(f));
            }
            double b = number(right, f);
            if (Double.isNaN(b) && f.isOdd()) {
                return slow(f, a, f.takeOdd());
            }
            return isSwapped ? b <= a : a <= b;
        }

        private boolean slow(Frame f, Object a, Object b) {
            f.site = site;
            return isSwapped ? f.state.lessOrEqual(b, a) : f.state.lessOrEqual(a, b);
        }
    }

    /** {@code ==} and {@code ~=}. */
    static final class Equal extends Logical {
        private final Expression left;
        private final Expression right;
        private final boolean isNegated;
        private final int site;

        Equal(Expression left, Expression right, boolean isNegated, int site) {
            this.left = left;
            this.right = right;
            this.isNegated = isNegated;
            this.site = site;
        }

        @Override
        boolean test(Frame f) {
            if (left.isNumeric() || right.isNumeric()) {
                double a = number(left, f);
                if (Double.isNaN(a) && f.isOdd()) {
                    Object odd = f.takeOdd();
                    return slow(f, odd, right.eval(f));
                }
                double b = number(right, f);
                if (Double.isNaN(b) && f.isOdd()) {
                    return slow(f, a, f.takeOdd());
                }
                return (a == b) != isNegated;
            }
            Object a = Expression.eval(left, f);
            Object b = Expression.eval(right, f);
            return slow(f, a, b);
        }

        private boolean slow(Frame f, Object a, Object b) {
            if (LuaState.rawEquals(a, b)) {
                return !isNegated;
            }
            if (a instanceof LuaTable && b instanceof LuaTable) {
                f.site = site;
                return f.state.equal(a, b) != isNegated;
            }
            return isNegated;
        }
    }

    static final class Not extends Logical {
        private final Expression operand;

        Not(Expression operand) {
            this.operand = operand;
        }

        @Override
        boolean test(Frame f) {
            return !operand.test(f);
        }
    }

    static final class And extends Expression {
        private final Expression left;
        private final Expression right;

        And(Expression left, Expression right) {
            this.left = left;
            this.right = right;
        }

        @Override
        Object eval(Frame f) {
            Object value = Expression.eval(left, f);
            return value == null || value == Boolean.FALSE ? value : right.eval(f);
        }

        @Override
        boolean test(Frame f) {
            return left.test(f) && right.test(f);
        }
    }

    static final class Or extends Expression {
        private final Expression left;
        private final Expression right;

        Or(Expression left, Expression right) {
            this.left = left;
            this.right = right;
        }

        @Override
        Object eval(Frame f) {
            Object value = Expression.eval(left, f);
            return value == null || value == Boolean.FALSE ? right.eval(f) : value;
        }

        @Override
        boolean test(Frame f) {
            return left.test(f) || right.test(f);
        }
    }
}
