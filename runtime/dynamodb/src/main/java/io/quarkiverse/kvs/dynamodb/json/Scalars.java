package io.quarkiverse.kvs.dynamodb.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.Binary;

/**
 * Reads what has no parts, and says what DynamoDB says if something else stands there. The parser is at the value's first
 * token.
 */
final class Scalars {

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    /** Numbers of more digits are not expanded. */
    private static final int DIGITS = 40;

    private Scalars() {
    }

    static String string(JsonParser from) throws IOException {
        if (from.currentToken() == JsonToken.VALUE_STRING) {
            return wellFormed(from.getText());
        }
        throw unexpected(from, "String");
    }

    /** The name of the member at which the parser is. */
    static String name(JsonParser from) throws IOException {
        return wellFormed(from.currentName());
    }

    /** Halves of characters, which JSON can write and UTF-8 cannot, become question marks, as they do in Java's own UTF-8. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    /** Digits after the point are dropped; what is too large for the type is the largest of it. */
    static Long whole(JsonParser from, Shape.Whole shape) throws IOException {
        String name = shape.bits() == 32 ? "Integer" : "Long";
        if (from.currentToken() == JsonToken.VALUE_STRING) {
            throw DynamoDbException.serialization("STRING_VALUE cannot be converted to " + name);
        }
        if (from.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return saturated(from.getBigIntegerValue(), shape);
        }
        if (from.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            return saturated(floor(from.getText()), shape);
        }
        throw unexpected(from, name);
    }

    private static BigInteger floor(String text) {
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            // It is a number, but its exponent is beyond those of Java.
            return text.matches(".*[eE]-.*") ? BigInteger.ZERO : text.startsWith("-") ? LEAST : MOST;
        }
        long digits = (long) number.precision() - number.scale();
        if (digits > DIGITS) {
            return number.signum() < 0 ? LEAST : MOST;
        }
        if (digits <= 0) {
            return number.signum() < 0 ? BigInteger.ONE.negate() : BigInteger.ZERO;
        }
        return number.setScale(0, RoundingMode.FLOOR).toBigInteger();
    }

    private static Long saturated(BigInteger number, Shape.Whole shape) {
        long value = number.max(LEAST).min(MOST).longValue();
        return shape.bits() == 32 ? Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)) : value;
    }

    /** Some strings count as true or false, too. */
    static Boolean flag(JsonParser from) throws IOException {
        switch (from.currentToken()) {
            case VALUE_TRUE:
                return Boolean.TRUE;
            case VALUE_FALSE:
                return Boolean.FALSE;
            case VALUE_STRING:
                return flag(from.getText());
            default:
                throw unexpected(from, "Boolean");
        }
    }

    private static Boolean flag(String text) {
        switch (text.toUpperCase(Locale.ROOT)) {
            case "TRUE":
            case "1":
            case "YES":
                return Boolean.TRUE;
            case "FALSE":
            case "0":
            case "NO":
                return Boolean.FALSE;
            default:
                throw DynamoDbException.serialization("Unexpected token received from parser");
        }
    }

    static Binary binary(JsonParser from) throws IOException {
        switch (from.currentToken()) {
            case VALUE_STRING:
                return binary(from.getText());
            case START_ARRAY:
                throw DynamoDbException.serialization("Unrecognized collection type class java.nio.ByteBuffer");
            case START_OBJECT:
                throw structureFound();
            default:
                throw DynamoDbException.serialization("only base-64-encoded strings are convertible to bytes");
        }
    }

    private static Binary binary(String text) {
        if (text.length() % 4 != 0) {
            throw DynamoDbException.serialization(
                    "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw lastCharacter();
        }
        if (!lastOf(text).equals(lastOf(Base64.getEncoder().encodeToString(last(bytes))))) {
            throw lastCharacter();
        }
        return new Binary(bytes);
    }

    /** The bytes of the last four characters. */
    private static byte[] last(byte[] bytes) {
        int from = bytes.length == 0 ? 0 : (bytes.length - 1) / 3 * 3;
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static String lastOf(String text) {
        return text.substring(Math.max(0, text.length() - 4));
    }

    private static DynamoDbException lastCharacter() {
        return DynamoDbException.serialization("Invalid last non-pad Base64 character dectected");
    }

    static DynamoDbException structureFound() {
        return DynamoDbException.serialization("Start of structure or map found where not expected");
    }

    private static DynamoDbException unexpected(JsonParser from, String name) {
        switch (from.currentToken()) {
            case START_ARRAY:
                return DynamoDbException.serialization("Unrecognized collection type class java.lang." + name);
            case START_OBJECT:
                return structureFound();
            case VALUE_NUMBER_INT:
                return converted("NUMBER_VALUE", name);
            case VALUE_NUMBER_FLOAT:
                return converted("DECIMAL_VALUE", name);
            case VALUE_TRUE:
                return converted("TRUE_VALUE", name);
            default:
                return converted("FALSE_VALUE", name);
        }
    }

    private static DynamoDbException converted(String token, String name) {
        return DynamoDbException.serialization(token + " cannot be converted to " + name);
    }
}
