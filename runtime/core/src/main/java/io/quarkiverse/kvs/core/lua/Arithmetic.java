package io.quarkiverse.kvs.core.lua;

/** The operations on numbers, as C computes them. */
final class Arithmetic {

    private Arithmetic() {
    }

    static double compute(Metamethod event, double a, double b) {
        switch (event) {
            case ADD:
                return a + b;
            case SUB:
                return a - b;
            case MUL:
                return a * b;
            case DIV:
                return a / b;
            case MOD:
                return mod(a, b);
            case POW:
                return pow(a, b);
            case UNM:
                return -a;
            default:
                throw new IllegalArgumentException(event.name());
        }
    }

    /** {@code a - floor(a/b)*b}. */
    static double mod(double a, double b) {
        return a - Math.floor(a / b) * b;
    }

    static double pow(double a, double b) {
        if (b == 2) {
            return a * a;
        }
        // Other than Java, C says that 1 to any power is 1, and -1 to an infinite one.
        if (a == 1 || (a == -1 && Double.isInfinite(b))) {
            return 1;
        }
        if (Double.isNaN(a) && Double.doubleToRawLongBits(a) < 0 && Math.abs(b % 2) == 1) {
            // As glibc does it; the sign shows when it is printed.
            return -a;
        }
        return Math.pow(a, b);
    }
}
