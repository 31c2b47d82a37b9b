package io.quarkiverse.kvs.dynamodb.json;

import java.util.Collection;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Values of a request as errors show them: as Java's own texts of the service's objects. Long ones are cut. */
final class Shown {

    /** The most characters: the longest text that has a bound of its own, and some more. */
    private static final int LONGEST = 40_000;

    private final StringBuilder text = new StringBuilder();

    private Shown() {
    }

    static String of(Object value) {
        Shown shown = new Shown();
        shown.append(value);
        if (shown.text.length() > LONGEST) {
            shown.text.setLength(LONGEST);
        }
        return shown.text.toString();
    }

    private boolean isFull() {
        return text.length() > LONGEST;
    }

    private void append(Object value) {
        if (value instanceof Collection<?> values) {
            String between = "[";
            for (Object each : values) {
                if (isFull()) {
                    return;
                }
                text.append(between);
                append(each);
                between = ", ";
            }
            text.append(values.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            appendMap(map);
        } else if (value instanceof Input input) {
            appendStructure(input);
        } else if (value instanceof Attributes attributes) {
            appendMap(attributes.values());
        } else if (value instanceof Attribute || value instanceof AttributeValue) {
            text.append(Shape.VALUE.javaName()).append('@').append(Integer.toHexString(value.hashCode()));
        } else {
            text.append(value);
        }
    }

    private void appendMap(Map<?, ?> map) {
        String between = "{";
        for (Map.Entry<?, ?> each : map.entrySet()) {
            if (isFull()) {
                return;
            }
            text.append(between).append(each.getKey()).append('=');
            append(each.getValue());
            between = ", ";
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void appendStructure(Input input) {
        text.append(input.shape().name());
        String between = "(";
        int position = 0;
        for (Shape.Member member : input.shape().members()) {
            if (isFull()) {
                return;
            }
            text.append(between).append(member.shown()).append('=');
            append(input.at(position++));
            between = ", ";
        }
        text.append(position == 0 ? "()" : ")");
    }
}
