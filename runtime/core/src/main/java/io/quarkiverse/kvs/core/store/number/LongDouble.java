package io.quarkiverse.kvs.core.store.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Numbers as the {@code long double} of C has them on x86: a significand of 64 bits. INCRBYFLOAT and HINCRBYFLOAT
 * calculate with these, which is why they know that 0.1 and 0.2 are 0.3. Infinity is told by {@link #isInfinite}
 * only.
 */
public final class LongDouble {

    private static final int SIGNIFICAND = 64;
    /** Numbers beyond 2 to this power are infinite. */
    private static final int MAX_EXPONENT = 16_384;
    /** The same in powers of ten, roughly: nothing larger, or smaller, is worth calculating with. */
    private static final int MAX_DECIMAL_EXPONENT = 4_951;
    /** As many digits behind the point as Redis writes. */
    private static final int DECIMALS = 17;
    private static final int MAX_LENGTH = 5 * 1024;

    private static final LongDouble INFINITE = new LongDouble(null);

    /** Null for infinity. */
    private final BigDecimal value;

    private LongDouble(BigDecimal value) {
        this.value = value;
    }

    /**
     * Reads a number: decimal, hexadecimal, or {@code inf}.
     *
     * @throws NumberFormatException if it is none, or none that fits
     */
    public static LongDouble parse(Bytes text) {
        String digits = text.latin1();
        if (digits.isEmpty() || digits.length() >= MAX_LENGTH) {
            throw new NumberFormatException("not a number");
        }
        if (FloatingPoint.isInfinity(digits)) {
            return INFINITE;
        }
        if (FloatingPoint.isHexadecimal(digits)) {
            return finite(new BigDecimal(FloatingPoint.parse(text)));
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c > '9' && c != 'e' && c != 'E') {
                throw new NumberFormatException("not a number");
            }
        }
        return finite(new BigDecimal(digits));
    }

    private static LongDouble finite(BigDecimal exact) {
        if (exact.signum() != 0 && Math.abs((long) exact.precision() - exact.scale()) > MAX_DECIMAL_EXPONENT) {
            throw new NumberFormatException("out of range");
        }
        LongDouble number = new LongDouble(round(exact));
        if (number.isInfinite()) {
            throw new NumberFormatException("out of range");
        }
        return number;
    }

    public LongDouble plus(LongDouble other) {
        return isInfinite() || other.isInfinite() ? INFINITE : new LongDouble(round(value.add(other.value)));
    }

    /**
     * This number times a factor, rounded up to an integer; the smallest long in the place of what is no long,
     * as on x86.
     */
    public long timesRoundedUp(int factor) {
        if (isInfinite()) {
            return Long.MIN_VALUE;
        }
        BigDecimal product = round(value.multiply(BigDecimal.valueOf(factor))).setScale(0, RoundingMode.CEILING);
        return product.unscaledValue().bitLength() < Long.SIZE ? product.longValue() : Long.MIN_VALUE;
    }

    public boolean isInfinite() {
        return value == null || value.abs().toBigInteger().bitLength() > MAX_EXPONENT;
    }

    /** With at most 17 digits behind the point, and no zeros at the end. */
    @Override
    public String toString() {
        BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** The nearest number with a significand of 64 bits. */
    private static BigDecimal round(BigDecimal exact) {
        if (exact.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // The power of two by which the number becomes an integer of 64 bits.
        int shift = SIGNIFICAND - binaryDigits(exact.abs());
        BigDecimal scaled = shift >= 0 ? exact.multiply(power(shift)) : divide(exact, -shift);
        BigDecimal significand = scaled.setScale(0, RoundingMode.HALF_EVEN);
        return shift >= 0 ? divide(significand, shift) : significand.multiply(power(-shift));
    }

    /** How many binary digits stand in front of the point; zero or negative for what is less than one half. */
    private static int binaryDigits(BigDecimal positive) {
        BigInteger whole = positive.toBigInteger();
        if (whole.signum() > 0) {
            return whole.bitLength();
        }
        int estimate = (int) Math.floor((positive.precision() - positive.scale()) * 3.3219280948873626) - 4;
        int digits = estimate;
        while (positive.compareTo(divide(BigDecimal.ONE, -digits)) >= 0) {
            digits++;
        }
        return digits;
    }

    private static BigDecimal power(int exponent) {
        return new BigDecimal(BigInteger.ONE.shiftLeft(exponent));
    }

    /** Exactly: dividing by two adds at most one decimal digit. */
    private static BigDecimal divide(BigDecimal number, int powerOfTwo) {
        return powerOfTwo <= 0 ? number.multiply(power(-powerOfTwo)) : number.divide(power(powerOfTwo));
    }
}
