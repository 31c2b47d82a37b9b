package io.quarkiverse.kvs.dynamodb.value;

import java.math.BigDecimal;
import java.math.MathContext;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;

/**
 * The numbers of DynamoDB: zero, and those from 1E-130 up to 9.9999999999999999999999999999999999999E+125, of either sign, of
 * up to 38 significant digits (developer guide, "Supported data types and naming rules"). One has no zeros at its end, so that
 * equal numbers are equal objects.
 */
public final class Numbers {

    /** The most significant digits. */
    public static final int DIGITS = 38;
    /** The exponent of the first digit of the largest numbers. */
    static final int HIGHEST = 125;
    /** The exponent of the first digit of the smallest ones. */
    static final int LOWEST = -130;
    /** Longer texts have more digits than could count, unless they are zeros. */
    private static final int LONGEST = 1_000;

    private Numbers() {
    }

    /**
     * Reads a number as clients write it.
     *
     * @throws DynamoDbException a ValidationException with the words of DynamoDB, if it is none
     */
    public static BigDecimal parse(String text) {
        if (text.isEmpty()) {
            throw DynamoDbException.validation("The parameter cannot be converted to a numeric value");
        }
        if (text.length() > LONGEST) {
            throw notANumber(text.substring(0, 100));
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw outOfRangeOrNone(text);
        }
        return normal(number);
    }

    private static DynamoDbException notANumber(String text) {
        return DynamoDbException.validation("The parameter cannot be converted to a numeric value: " + text);
    }

    /** Exponents that are beyond those of Java are beyond those of DynamoDB. */
    private static DynamoDbException outOfRangeOrNone(String text) {
        if (text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)[eE][+]?\\d+")) {
            return overflow();
        }
        if (text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)[eE]-\\d+")) {
            return underflow();
        }
        return notANumber(text);
    }

    /**
     * A number without zeros at its end.
     *
     * @throws DynamoDbException a ValidationException, if it is too large, too small, or has too many digits
     */
    public static BigDecimal normal(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int exponent = exponent(number);
        if (exponent > HIGHEST) {
            throw overflow();
        }
        if (exponent < LOWEST) {
            throw underflow();
        }
        BigDecimal normal = number.stripTrailingZeros();
        if (normal.precision() > DIGITS) {
            throw DynamoDbException.validation("Attempting to store more than 38 significant digits in a Number");
        }
        return normal;
    }

    /** The sum, as an update expression has it. */
    public static BigDecimal add(BigDecimal first, BigDecimal second) {
        return normal(sum(first, second));
    }

    /** The difference, as an update expression has it. */
    public static BigDecimal subtract(BigDecimal first, BigDecimal second) {
        return normal(sum(first, second.negate()));
    }

    /** Numbers far apart have hundreds of digits between them; what is beyond the 38 makes the sum one of too many. */
    private static BigDecimal sum(BigDecimal first, BigDecimal second) {
        return first.add(second, MathContext.UNLIMITED);
    }

    /** The number in the form in which DynamoDB replies: without an exponent. */
    public static String text(BigDecimal number) {
        return number.toPlainString();
    }

    /** The bytes that DynamoDB counts for a number: one for two digits, one more, and one for the sign. */
    public static int size(BigDecimal number) {
        if (number.signum() == 0) {
            return 1;
        }
        int digits = number.precision();
        // Digits stand in pairs around the point: an odd place at each end takes a byte of its own.
        boolean shifted = digits % 2 == 0 && exponent(number) % 2 == 0;
        return 1 + (digits + 1) / 2 + (shifted ? 1 : 0) + (number.signum() < 0 ? 1 : 0);
    }

    /** The exponent of the first digit, where that stands in front of the point. */
    static int exponent(BigDecimal number) {
        long exponent = (long) number.precision() - number.scale() - 1;
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, exponent));
    }

    private static DynamoDbException overflow() {
        return DynamoDbException.validation(
                "Number overflow. Attempting to store a number with magnitude larger than supported range");
    }

    private static DynamoDbException underflow() {
        return DynamoDbException.validation(
                "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    }
}
