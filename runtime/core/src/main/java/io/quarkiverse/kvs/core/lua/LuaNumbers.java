package io.quarkiverse.kvs.core.lua;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers to text and back, as {@code printf} and {@code strtod} of C do it. */
public final class LuaNumbers {

    private static final int SMALLEST = -128;
    private static final Double[] SMALL = new Double[1024 - SMALLEST];
    private static final LuaString[] SMALL_TEXTS = new LuaString[1024];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = (double) (i + SMALLEST);
        }
        for (int i = 0; i < SMALL_TEXTS.length; i++) {
            SMALL_TEXTS[i] = LuaString.of(Integer.toString(i));
        }
    }

    private LuaNumbers() {
    }

    /** A boxed number; small integers are not allocated. */
    public static Double box(double number) {
        int i = (int) number;
        if (i == number && i >= SMALLEST && i < 1024 && (i != 0 || 1 / number > 0)) {
            return SMALL[i - SMALLEST];
        }
        return number;
    }

    /** {@code pow} of C. */
    public static double power(double base, double exponent) {
        return Arithmetic.pow(base, exponent);
    }

    /** As C casts a double to an integer of 64 bits: what does not fit becomes the least integer. */
    public static long toLong(double number) {
        return number >= -0x1p63 && number < 0x1p63 ? (long) number : Long.MIN_VALUE;
    }

    /** As {@code tostring} writes it: {@code %.14g}. */
    public static LuaString toLuaString(double number) {
        int i = (int) number;
        if (i == number && i >= 0 && i < 1024 && (i != 0 || 1 / number > 0)) {
            return SMALL_TEXTS[i];
        }
        return LuaString.of(general(number, 14).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A string or a number as text; null for other values. */
    static LuaString toText(Object value) {
        return value instanceof LuaString ? (LuaString) value
                : value instanceof Double ? toLuaString((Double) value) : null;
    }

    /** {@code %.<precision>g}. */
    public static String general(double number, int precision) {
        if (number == (long) number && Math.abs(number) < 1e14 && precision >= 14) {
            return number == 0 && 1 / number < 0 ? "-0" : Long.toString((long) number);
        }
        return general(number, precision, false);
    }

    /**
     * {@code %g}, without sign for positive numbers.
     *
     * @param keepZeros the flag {@code #}: zeros at the end stay, and the point, too
     */
    public static String general(double number, int precision, boolean keepZeros) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return special(number);
        }
        int digits = Math.max(precision, 1);
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        if (number == 0) {
            return (negative ? "-0" : "0") + (keepZeros ? "." + "0".repeat(digits - 1) : "");
        }
        BigDecimal rounded = new BigDecimal(Math.abs(number)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        StringBuilder text = new StringBuilder(digits + 8);
        if (negative) {
            text.append('-');
        }
        StringBuilder all = new StringBuilder(rounded.unscaledValue().toString());
        while (all.length() < digits) {
            all.append('0');
        }
        if (exponent < -4 || exponent >= digits) {
            text.append(all.charAt(0)).append('.').append(all, 1, all.length());
            trim(text, keepZeros);
            appendExponent(text, exponent);
        } else if (exponent < 0) {
            text.append("0.").append("0".repeat(-exponent - 1)).append(all);
            trim(text, keepZeros);
        } else {
            text.append(all, 0, exponent + 1).append('.').append(all, exponent + 1, all.length());
            trim(text, keepZeros);
        }
        return text.toString();
    }

    private static void trim(StringBuilder text, boolean keepZeros) {
        if (keepZeros) {
            return;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        if (text.charAt(end - 1) == '.') {
            end--;
        }
        text.setLength(end);
    }

    private static void appendExponent(StringBuilder text, int exponent) {
        text.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        if (size < 10) {
            text.append('0');
        }
        text.append(size);
    }

    private static String special(double number) {
        if (Double.isNaN(number)) {
            return Double.doubleToRawLongBits(number) < 0 ? "-nan" : "nan";
        }
        return number > 0 ? "inf" : "-inf";
    }

    /** {@code %.<precision>f}. */
    public static String fixed(double number, int precision, boolean keepPoint) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return special(number);
        }
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        String text = new BigDecimal(Math.abs(number)).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return (negative ? "-" : "") + text + (precision == 0 && keepPoint ? "." : "");
    }

    /** {@code %.<precision>e}. */
    public static String scientific(double number, int precision, boolean keepPoint) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return special(number);
        }
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        StringBuilder text = new StringBuilder();
        int exponent = 0;
        StringBuilder digits;
        if (number == 0) {
            digits = new StringBuilder("0");
        } else {
            BigDecimal rounded = new BigDecimal(Math.abs(number)).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
            exponent = rounded.precision() - rounded.scale() - 1;
            digits = new StringBuilder(rounded.unscaledValue().toString());
        }
        while (digits.length() < precision + 1) {
            digits.append('0');
        }
        if (negative) {
            text.append('-');
        }
        text.append(digits.charAt(0));
        if (precision > 0 || keepPoint) {
            text.append('.').append(digits, 1, digits.length());
        }
        appendExponent(text, exponent);
        return text.toString();
    }

    /** A string as a number, with white space around it; null if it is none. A byte of zero ends the text, as in C. */
    public static Double parse(LuaString text) {
        byte[] bytes = text.bytes;
        if (bytes.length == 0) {
            return null;
        }
        if (bytes.length < 10) {
            int value = 0;
            int i = 0;
            while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
                value = value * 10 + bytes[i++] - '0';
            }
            if (i == bytes.length) {
                return box(value);
            }
        }
        Scan scan = new Scan(bytes, 0);
        double value = scan.number();
        if (scan.end < 0) {
            return null;
        }
        int end = scan.end;
        if (end < bytes.length && (bytes[end] | 0x20) == 'x') {
            // What strtod has not read as hexadecimal: Lua tries once more, as an integer.
            Scan hex = new Scan(bytes, 0);
            Double integer = hex.integer(16);
            if (integer == null) {
                return null;
            }
            value = integer;
            end = hex.end;
        }
        while (end < bytes.length && isSpace(bytes[end])) {
            end++;
        }
        return end < bytes.length && bytes[end] != 0 ? null : (Double) value;
    }

    /** {@code tonumber(text, base)}; null if it is no integer to that base. */
    public static Double parse(LuaString text, int base) {
        Scan scan = new Scan(text.bytes, 0);
        Double value = scan.integer(base);
        if (value == null) {
            return null;
        }
        int end = scan.end;
        while (end < text.bytes.length && isSpace(text.bytes[end])) {
            end++;
        }
        return end < text.bytes.length && text.bytes[end] != 0 ? null : value;
    }

    /** White space of C. */
    static boolean isSpace(byte b) {
        return b == ' ' || (b >= 9 && b <= 13);
    }

    private static int digit(byte b) {
        return b >= '0' && b <= '9' ? b - '0'
                : b >= 'a' && b <= 'z' ? b - 'a' + 10 : b >= 'A' && b <= 'Z' ? b - 'A' + 10 : 99;
    }

    /** {@code strtod} and {@code strtoul}: reads a number at a place, and tells where it ends. */
    public static final class Scan {

        private final byte[] bytes;
        private int at;
        /** Behind the number; -1 if there was none. */
        public int end = -1;

        public Scan(byte[] bytes, int from) {
            this.bytes = bytes;
            this.at = from;
        }

        private int peek(int offset) {
            return at + offset < bytes.length ? bytes[at + offset] : 0;
        }

        private boolean word(String lower) {
            for (int i = 0; i < lower.length(); i++) {
                if ((peek(i) | 0x20) != lower.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        /** {@code strtod}. */
        public double number() {
            while (at < bytes.length && isSpace(bytes[at])) {
                at++;
            }
            boolean negative = peek(0) == '-';
            if (negative || peek(0) == '+') {
                at++;
            }
            double value = word("inf") ? infinity()
                    : word("nan") ? nan()
                            : peek(0) == '0' && (peek(1) | 0x20) == 'x' ? hexadecimal()
                                    : decimal();
            return negative ? -value : value;
        }

        private double infinity() {
            end = at + (word("infinity") ? 8 : 3);
            return Double.POSITIVE_INFINITY;
        }

        private double nan() {
            end = at + 3;
            if (peek(3) == '(') {
                int close = at + 4;
                while (close < bytes.length && (Character.isLetterOrDigit(bytes[close]) || bytes[close] == '_')) {
                    close++;
                }
                if (close < bytes.length && bytes[close] == ')') {
                    end = close + 1;
                }
            }
            return Double.NaN;
        }

        private double decimal() {
            int from = at;
            int digits = 0;
            while (isDigit(peek(0))) {
                at++;
                digits++;
            }
            if (peek(0) == '.') {
                at++;
                while (isDigit(peek(0))) {
                    at++;
                    digits++;
                }
            }
            if (digits == 0) {
                return 0;
            }
            int last = at;
            if ((peek(0) | 0x20) == 'e') {
                int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
                if (isDigit(peek(1 + sign))) {
                    at += 1 + sign;
                    while (isDigit(peek(0))) {
                        at++;
                    }
                    last = at;
                }
            }
            end = last;
            return Double.parseDouble(new String(bytes, from, last - from, StandardCharsets.ISO_8859_1));
        }

        private static boolean isDigit(int b) {
            return b >= '0' && b <= '9';
        }

        private double hexadecimal() {
            end = at + 1;
            int start = at;
            at += 2;
            int exponent = 0;
            int digits = 0;
            boolean point = false;
            StringBuilder all = new StringBuilder();
            while (true) {
                int b = peek(0);
                if (b == '.' && !point) {
                    point = true;
                } else if (at < bytes.length && digit(bytes[at]) < 16) {
                    all.append((char) b);
                    digits++;
                    if (point) {
                        exponent -= 4;
                    }
                } else {
                    break;
                }
                at++;
            }
            if (digits == 0) {
                at = start;
                return 0;
            }
            BigInteger mantissa = new BigInteger(all.toString(), 16);
            end = at;
            if ((peek(0) | 0x20) == 'p') {
                int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
                if (isDigit(peek(1 + sign))) {
                    boolean negative = peek(1) == '-';
                    at += 1 + sign;
                    long power = 0;
                    while (isDigit(peek(0))) {
                        power = Math.min(power * 10 + peek(0) - '0', 1_000_000);
                        at++;
                    }
                    exponent += (int) (negative ? -power : power);
                    end = at;
                }
            }
            return scale(mantissa, exponent);
        }

        private static double scale(BigInteger mantissa, int exponent) {
            if (mantissa.signum() == 0) {
                return 0;
            }
            int excess = mantissa.bitLength() - 64;
            if (excess > 0) {
                boolean sticky = mantissa.getLowestSetBit() < excess;
                mantissa = mantissa.shiftRight(excess);
                if (sticky) {
                    mantissa = mantissa.setBit(0);
                }
                exponent += excess;
            }
            if (exponent > 2_000) {
                return Double.POSITIVE_INFINITY;
            }
            if (exponent < -2_000) {
                return 0;
            }
            BigDecimal exact = exponent >= 0 ? new BigDecimal(mantissa.shiftLeft(exponent))
                    : new BigDecimal(mantissa).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
            return exact.doubleValue();
        }

        /**
         * {@code strtoul}: what is too large becomes the largest, and a minus negates it modulo 2^64. Null if there is none.
         */
        Double integer(int base) {
            while (at < bytes.length && isSpace(bytes[at])) {
                at++;
            }
            boolean negative = peek(0) == '-';
            if (negative || peek(0) == '+') {
                at++;
            }
            if (base == 16 && peek(0) == '0' && (peek(1) | 0x20) == 'x' && at + 2 < bytes.length && digit(bytes[at + 2]) < 16) {
                at += 2;
            }
            int from = at;
            boolean overflow = false;
            long fast = 0;
            while (at < bytes.length && digit(bytes[at]) < base) {
                if (!overflow) {
                    long high = Math.multiplyHigh(fast, base);
                    long low = fast * base;
                    if (fast < 0) {
                        high += base;
                    }
                    long sum = low + digit(bytes[at]);
                    overflow = high != 0 || Long.compareUnsigned(sum, low) < 0;
                    fast = sum;
                }
                at++;
            }
            if (at == from) {
                return null;
            }
            end = at;
            long bits = overflow ? -1 : negative ? -fast : fast;
            return new BigInteger(Long.toUnsignedString(bits)).doubleValue();
        }
    }
}
