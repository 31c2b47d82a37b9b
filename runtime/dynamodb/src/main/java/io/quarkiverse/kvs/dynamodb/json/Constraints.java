package io.quarkiverse.kvs.dynamodb.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;

/**
 * Checks that a request is within the bounds of its {@link Shape}. DynamoDB lists what is not, up to ten errors in one text,
 * before it looks at what the request means. Attribute values have no bounds here.
 */
public final class Constraints {

    /** No more are listed. */
    private static final int MOST = 10;
    /** The most characters of a name that must be there; an ARN in its place may be longer. */
    private static final int LONGEST_NAME = 255;

    private final List<String> errors = new ArrayList<>();

    private Constraints() {
    }

    /** @throws DynamoDbException a ValidationException, which lists what is wrong */
    public static void check(Input input) {
        checkDemanded(input);
        Constraints constraints = new Constraints();
        constraints.members("", input);
        int count = constraints.errors.size();
        if (count > 0) {
            throw DynamoDbException
                    .validation(count + (count == 1 ? " validation error detected: " : " validation errors detected: ")
                            + String.join("; ", constraints.errors));
        }
    }

    private static void checkDemanded(Input input) {
        List<Shape.Member> members = input.shape().members();
        for (int i = 0; i < members.size(); i++) {
            Shape.Member member = members.get(i);
            if (member.presence() == Shape.Presence.DEMANDED) {
                checkDemanded(member.name(), (Shape.Text) member.shape(), (String) input.at(i));
            }
        }
    }

    private static void checkDemanded(String name, Shape.Text shape, String value) {
        if (value == null) {
            throw DynamoDbException.validation(
                    "The parameter '" + name + "' is required but was not present in the request");
        }
        int longest = value.startsWith("arn:") ? shape.max() : LONGEST_NAME;
        if (value.length() < shape.min() || value.length() > longest) {
            throw DynamoDbException.validation(name + " must be at least " + shape.min()
                    + " characters long and at most " + LONGEST_NAME + " characters long");
        }
    }

    private void members(String path, Input input) {
        List<Shape.Member> members = input.shape().members();
        for (int i = 0; i < members.size(); i++) {
            Shape.Member member = members.get(i);
            String at = path.isEmpty() ? member.shown() : path + member.shown();
            if (input.at(i) != null) {
                any(at, member.shape(), input.at(i));
            } else if (member.presence() != Shape.Presence.OPTIONAL) {
                isNull(at);
            }
        }
    }

    private void any(String path, Shape shape, Object value) {
        if (shape instanceof Shape.Text text) {
            text(path, text, (String) value);
        } else if (shape instanceof Shape.Whole whole) {
            whole(path, whole, (Long) value);
        } else if (shape instanceof Shape.ListOf list) {
            length(path, value, ((Collection<?>) value).size(), list.min(), list.max());
            elements(path, list, (Collection<?>) value);
        } else if (shape instanceof Shape.MapOf map && !map.isItem()) {
            length(path, value, ((Map<?, ?>) value).size(), map.min(), map.max());
            entries(path, map, (Map<?, ?>) value);
        } else if (shape instanceof Shape.Structure) {
            members(path + ".", (Input) value);
        }
    }

    private void text(String path, Shape.Text shape, String value) {
        if (!shape.values().isEmpty() && !shape.values().contains(value)) {
            error(path, value, "Member must satisfy enum value set: " + shape.values());
        }
        if (shape.pattern() != null && !shape.pattern().matcher(value).matches()) {
            error(path, value, "Member must satisfy regular expression pattern: " + shape.shownPattern());
        }
        Shape.Text bounds = shape.boundsOf(value);
        length(path, value, value.length(), bounds.min(), bounds.max());
    }

    private void whole(String path, Shape.Whole shape, long value) {
        if (value < shape.min()) {
            error(path, value, "Member must have value greater than or equal to " + shape.min());
        }
        if (value > shape.max()) {
            error(path, value, "Member must have value less than or equal to " + shape.max());
        }
    }

    private void length(String path, Object value, int length, int min, int max) {
        if (length < min) {
            error(path, value, atLeast(min));
        }
        if (length > max) {
            error(path, value, atMost(max));
        }
    }

    private void elements(String path, Shape.ListOf shape, Collection<?> values) {
        int position = 1;
        for (Object each : values) {
            if (isFull()) {
                return;
            }
            String at = path + "." + position++ + ".member";
            if (each == null) {
                isNull(at);
            } else {
                any(at, shape.element(), each);
            }
        }
    }

    private void entries(String path, Shape.MapOf shape, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            checkKey(path, shape, map, (String) entry.getKey());
            checkLength(path, shape, map, entry.getValue());
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (isFull()) {
                return;
            }
            String at = path + "." + entry.getKey() + ".member";
            if (entry.getValue() == null) {
                isNull(at);
            } else if (shape.value() instanceof Shape.ListOf list) {
                // How long lists in a map may be is an error of the map.
                elements(at, list, (Collection<?>) entry.getValue());
            } else {
                any(at, shape.value(), entry.getValue());
            }
        }
    }

    private void checkKey(String path, Shape.MapOf shape, Map<?, ?> map, String key) {
        Shape.Text allowed = shape.key();
        boolean matches = allowed.pattern() == null || allowed.pattern().matcher(key).matches();
        if (matches && key.length() >= allowed.min() && key.length() <= allowed.max()) {
            return;
        }
        List<String> bounds = new ArrayList<>();
        bounds.add(atMost(allowed.max()));
        bounds.add(atLeast(allowed.min()));
        if (allowed.pattern() != null) {
            bounds.add("Member must satisfy regular expression pattern: " + allowed.shownPattern());
        }
        error(path, map, "Map keys must satisfy constraint: " + bounds);
    }

    private void checkLength(String path, Shape.MapOf shape, Map<?, ?> map, Object value) {
        if (value != null && shape.value() instanceof Shape.ListOf list) {
            int length = ((Collection<?>) value).size();
            if (length < list.min() || length > list.max()) {
                error(path, map, "Map value must satisfy constraint: " + List.of(atMost(list.max()), atLeast(list.min())));
            }
        }
    }

    private static String atLeast(int length) {
        return "Member must have length greater than or equal to " + length;
    }

    private static String atMost(int length) {
        return "Member must have length less than or equal to " + length;
    }

    private boolean isFull() {
        return errors.size() >= MOST;
    }

    private void isNull(String path) {
        if (!isFull()) {
            errors.add("Value null at '" + path + "' failed to satisfy constraint: Member must not be null");
        }
    }

    private void error(String path, Object value, String bound) {
        if (!isFull()) {
            errors.add("Value '" + Shown.of(value) + "' at '" + path + "' failed to satisfy constraint: " + bound);
        }
    }
}
