package io.quarkiverse.kvs.core.store.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Numbers with a fraction as Redis writes and reads them. */
public final class FloatingPoint {

    /** As many significant digits as tell any two doubles apart. */
    private static final MathContext DIGITS = new MathContext(17, RoundingMode.HALF_EVEN);
    private static final int DECIMALS = 17;
    private static final double EXACT_LONG = 1e17;
    /** Integers of so many digits are doubles exactly, and so are powers of ten with as many zeros: {@link #POWERS}. */
    private static final int EXACT_DIGITS = 15;
    private static final double[] POWERS = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14 };

    private FloatingPoint() {
    }

    /**
     * A number with 17 significant digits, as {@code printf("%.17g")} of C writes it: {@code 3}, {@code 0.10000000000000001},
     * {@code 1e+20}, {@code inf}.
     */
    public static String format(double number) {
        if (number == Math.rint(number) && Math.abs(number) < EXACT_LONG) {
            return number == 0 && 1 / number < 0 ? "-0" : Long.toString((long) number);
        }
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        BigDecimal decimal = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < DIGITS.getPrecision()) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        return (decimal.signum() < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /**
     * A number with so many digits behind the point, as {@code printf("%.6f")} of C writes it: {@code 0.333333}, {@code inf}.
     */
    public static String format(double number, int decimals) {
        if (Double.isInfinite(number)) {
            return format(number);
        }
        String digits = new BigDecimal(number).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        return 1 / number < 0 && digits.charAt(0) != '-' ? "-" + digits : digits;
    }

    /** A finite number with up to 17 digits behind the point and no zeros at the end, as Redis writes numbers for people. */
    public static String formatPlainly(double number) {
        BigDecimal rounded = new BigDecimal(number).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /**
     * Reads a number: decimal, hexadecimal, or {@code inf} with or without a sign.
     *
     * @throws NumberFormatException if it is none, or too large, or too small, or {@code nan}
     */
    public static double parse(Bytes text) {
        double plain = parsePlain(text.array(), text.offset(), text.length());
        if (!Double.isNaN(plain)) {
            return plain;
        }
        String digits = text.latin1();
        if (isInfinity(digits)) {
            return infinity(digits);
        }
        double number = finite(digits);
        if (Double.isInfinite(number) || number == 0 && hasDigits(digits)) {
            throw new NumberFormatException("out of range");
        }
        return number;
    }

    /**
     * A number of a few digits, perhaps with a point between them: what most numbers are, and NaN for others. The quotient of
     * two exact numbers is the double that is nearest to theirs, so there is nothing to be rounded by hand.
     */
    private static double parsePlain(byte[] array, int offset, int length) {
        // Digits, a sign, and a point.
        if (length < 1 || length > EXACT_DIGITS + 2) {
            return Double.NaN;
        }
        int end = offset + length;
        int first = array[offset] == '-' ? offset + 1 : offset;
        int point = -1;
        long digits = 0;
        for (int at = first; at < end; at++) {
            byte c = array[at];
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + c - '0';
            } else if (c == '.' && point < 0 && at > first && at + 1 < end) {
                point = at;
            } else {
                return Double.NaN;
            }
        }
        int count = point < 0 ? end - first : end - first - 1;
        if (count < 1 || count > EXACT_DIGITS) {
            return Double.NaN;
        }
        double number = point < 0 ? digits : digits / POWERS[end - point - 1];
        return first > offset ? -number : number;
    }

    /**
     * Reads a number as {@code strtod} of C does, which is how Redis reads the ends of ranges: after blanks, up to a zero byte.
     * Too large a number is infinite, too small a one is 0, and so is no text at all.
     *
     * @throws NumberFormatException if it is none, or {@code nan}
     */
    public static double parseLoosely(Bytes text) {
        String all = text.latin1();
        int end = all.indexOf(0);
        String digits = end < 0 ? all : all.substring(0, end);
        if (digits.isEmpty()) {
            return 0;
        }
        int start = 0;
        while (start < digits.length() && isBlank(digits.charAt(start))) {
            start++;
        }
        digits = digits.substring(start);
        return isInfinity(digits) ? infinity(digits) : finite(digits);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static double infinity(String digits) {
        return digits.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** A number that is no infinity, which it may become by being too large. */
    private static double finite(String digits) {
        boolean hexadecimal = isHexadecimal(digits);
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            // What Java would understand and C does not: blanks around, a letter for the type at the end.
            if (c <= ' ' || c > '9' && !hexadecimal && c != 'e' && c != 'E') {
                throw new NumberFormatException("not a number");
            }
        }
        return Double.parseDouble(hexadecimal && digits.indexOf('p') < 0 && digits.indexOf('P') < 0
                ? digits + "p0"
                : digits);
    }

    /** Whether a number that has become 0 was too small to be anything else. */
    private static boolean hasDigits(String digits) {
        boolean hexadecimal = isHexadecimal(digits);
        for (int i = hexadecimal ? signs(digits) + 2 : 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (hexadecimal ? c == 'p' || c == 'P' : c == 'e' || c == 'E') {
                return false;
            }
            if (Character.digit(c, 16) > 0) {
                return true;
            }
        }
        return false;
    }

    static boolean isInfinity(String digits) {
        String word = digits.substring(signs(digits));
        return word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity");
    }

    static boolean isHexadecimal(String digits) {
        return digits.regionMatches(true, signs(digits), "0x", 0, 2);
    }

    private static int signs(String digits) {
        return digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
    }
}
