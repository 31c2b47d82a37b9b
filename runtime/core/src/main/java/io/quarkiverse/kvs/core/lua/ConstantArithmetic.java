package io.quarkiverse.kvs.core.lua;

/** Arithmetic whose right operand is a number that stands in the program: there is nothing to check about it. */
final class ConstantArithmetic {

    private ConstantArithmetic() {
    }

    static final class Add extends ArithmeticNodes.Binary {
        private final double constant;

        Add(Expression left, ConstantNodes.Num right, String leftName, String rightName, int site) {
            super(Metamethod.ADD, left, right, leftName, rightName, site);
            constant = right.number;
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            return Double.isNaN(a) && f.isOdd() ? leftOdd(f) : a + constant;
        }
    }

    static final class Sub extends ArithmeticNodes.Binary {
        private final double constant;

        Sub(Expression left, ConstantNodes.Num right, String leftName, String rightName, int site) {
            super(Metamethod.SUB, left, right, leftName, rightName, site);
            constant = right.number;
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            return Double.isNaN(a) && f.isOdd() ? leftOdd(f) : a - constant;
        }
    }

    static final class Mul extends ArithmeticNodes.Binary {
        private final double constant;

        Mul(Expression left, ConstantNodes.Num right, String leftName, String rightName, int site) {
            super(Metamethod.MUL, left, right, leftName, rightName, site);
            constant = right.number;
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            return Double.isNaN(a) && f.isOdd() ? leftOdd(f) : a * constant;
        }
    }

    static final class Div extends ArithmeticNodes.Binary {
        private final double constant;

        Div(Expression left, ConstantNodes.Num right, String leftName, String rightName, int site) {
            super(Metamethod.DIV, left, right, leftName, rightName, site);
            constant = right.number;
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            return Double.isNaN(a) && f.isOdd() ? leftOdd(f) : a / constant;
        }
    }

    static final class Mod extends ArithmeticNodes.Binary {
        private final double constant;

        Mod(Expression left, ConstantNodes.Num right, String leftName, String rightName, int site) {
            super(Metamethod.MOD, left, right, leftName, rightName, site);
            constant = right.number;
        }

        @Override
        double number(Frame f) {
            double a = number(left, f);
            return Double.isNaN(a) && f.isOdd() ? leftOdd(f) : Arithmetic.mod(a, constant);
        }
    }
}
