package io.quarkiverse.kvs.dynamodb.expression;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Numbers;

/** Values as errors show them. */
final class ValueText {

    private ValueText() {
    }

    /** A string, a number or bytes, with its type: {@code {S:a}}. */
    static String of(AttributeValue value) {
        if (value instanceof AttributeValue.S string) {
            return "{S:" + string.value() + "}";
        }
        if (value instanceof AttributeValue.N number) {
            return "{N:" + Numbers.text(number.value()) + "}";
        }
        if (value instanceof AttributeValue.B binary) {
            int length = binary.value().length();
            return "{B:java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]}";
        }
        return "{" + value.type().name() + "}";
    }
}
