package io.quarkiverse.kvs.dynamodb.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Binary;

/**
 * Draws a condition twice: as text, with as few parentheses as the precedence of operators allows or with a few more,
 * and as a function in Java that knows nothing of the text.
 */
final class RandomCondition {

    /** What is drawn of a condition: text, meaning, and how strong its operator binds (0: OR, 1: AND, 2: NOT, 3: the rest). */
    record Drawn(String text, Predicate<Map<String, AttributeValue>> meaning, int strength) {
    }

    /** An operand. */
    private record Part(String text, Function<Map<String, AttributeValue>, AttributeValue> value) {
    }

    private final Random random;
    private final RandomItems items;
    final Map<String, AttributeValue> values = new LinkedHashMap<>();
    final Map<String, String> names = new LinkedHashMap<>();

    RandomCondition(Random random) {
        this.random = random;
        this.items = new RandomItems(random);
    }

    Drawn condition(int depth) {
        int kind = depth == 0 ? 3 : random.nextInt(6);
        if (kind == 0 || kind == 1) {
            boolean or = kind == 0;
            List<Drawn> parts = new ArrayList<>();
            for (int i = 2 + random.nextInt(2); i > 0; i--) {
                parts.add(condition(depth - 1));
            }
            StringBuilder text = new StringBuilder();
            for (Drawn part : parts) {
                text.append(text.length() == 0 ? "" : space() + word(or ? "OR" : "AND") + space()).append(within(part, kind));
            }
            return new Drawn(text.toString(), item -> or ? parts.stream().anyMatch(part -> part.meaning.test(item))
                    : parts.stream().allMatch(part -> part.meaning.test(item)), kind);
        }
        if (kind == 2) {
            Drawn part = condition(depth - 1);
            return new Drawn(word("NOT") + space() + within(part, 2), part.meaning.negate(), 2);
        }
        return simple();
    }

    /** In parentheses if they are needed, or sometimes: one pair, since two are an error. */
    private String within(Drawn part, int strength) {
        boolean needed = part.strength < strength || (part.strength == strength && strength < 2);
        return needed || (random.nextInt(5) == 0 && !part.text.startsWith("(")) ? "(" + part.text + ")" : part.text;
    }

    private Drawn simple() {
        switch (random.nextInt(9)) {
            case 0: {
                String path = path();
                Function<Map<String, AttributeValue>, AttributeValue> found = lookup(path);
                boolean not = random.nextBoolean();
                return atom((not ? "attribute_not_exists(" : "attribute_exists(") + named(path) + ")",
                        item -> (found.apply(item) == null) == not);
            }
            case 1: {
                Part part = pathPart();
                AttributeType type = AttributeType.values()[random.nextInt(AttributeType.values().length)];
                return atom("attribute_type(" + part.text + "," + space() + constant(new AttributeValue.S(type.name())) + ")",
                        item -> part.value.apply(item) != null && part.value.apply(item).type() == type);
            }
            case 2: {
                Part part = pathPart();
                AttributeValue prefix = ofType(AttributeType.S, AttributeType.B);
                return atom("begins_with(" + part.text + "," + constant(prefix) + ")",
                        item -> begins(part.value.apply(item), prefix));
            }
            case 3: {
                Part part = pathPart();
                AttributeValue element = items.value(1);
                return atom("contains (" + part.text + " ," + constant(element) + ")",
                        item -> holds(part.value.apply(item), element));
            }
            case 4: {
                Part part = pathPart();
                List<AttributeValue> candidates = new ArrayList<>();
                List<String> texts = new ArrayList<>();
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    candidates.add(items.value(1));
                    texts.add(constant(candidates.get(candidates.size() - 1)));
                }
                return atom(part.text + " " + word("IN") + space() + "(" + String.join(",", texts) + ")",
                        item -> candidates.contains(part.value.apply(item)));
            }
            case 5: {
                Part part = pathPart();
                AttributeValue one = ofType(AttributeType.S, AttributeType.N, AttributeType.B);
                AttributeValue two = ofType(one.type());
                AttributeValue low = order(one, two) <= 0 ? one : two;
                AttributeValue high = low == one ? two : one;
                return atom(part.text + " " + word("BETWEEN") + " " + constant(low) + " " + word("AND") + " " + constant(high),
                        item -> ordered(part.value.apply(item), low) && order(part.value.apply(item), low) >= 0
                                && order(part.value.apply(item), high) <= 0);
            }
            default:
                return comparison();
        }
    }

    private Drawn comparison() {
        String sign = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
        Part left = random.nextInt(3) == 0 ? sizePart() : pathPart();
        AttributeValue value = sign.equals("=") || sign.equals("<>") ? items.value(2)
                : ofType(AttributeType.S, AttributeType.N, AttributeType.B);
        Part right = new Part(constant(value), item -> value);
        boolean turned = random.nextInt(4) == 0;
        Part first = turned ? right : left;
        Part second = turned ? left : right;
        return atom(first.text + space() + sign + space() + second.text, item -> {
            AttributeValue a = first.value.apply(item);
            AttributeValue b = second.value.apply(item);
            switch (sign) {
                case "=":
                    return a != null && a.equals(b);
                case "<>":
                    return a == null || !a.equals(b);
                case "<":
                    return ordered(a, b) && order(a, b) < 0;
                case "<=":
                    return ordered(a, b) && order(a, b) <= 0;
                case ">":
                    return ordered(a, b) && order(a, b) > 0;
                default:
                    return ordered(a, b) && order(a, b) >= 0;
            }
        });
    }

    private static Drawn atom(String text, Predicate<Map<String, AttributeValue>> meaning) {
        return new Drawn(text, meaning, 3);
    }

    private AttributeValue ofType(AttributeType... types) {
        while (true) {
            AttributeValue value = items.value(0);
            if (Arrays.asList(types).contains(value.type())) {
                return value;
            }
        }
    }

    private Part pathPart() {
        String path = path();
        String text = named(path);
        return new Part(random.nextInt(6) == 0 ? "(" + text + ")" : text, lookup(path));
    }

    private Part sizePart() {
        String path = path();
        Function<Map<String, AttributeValue>, AttributeValue> found = lookup(path);
        return new Part("size(" + named(path) + ")", item -> {
            AttributeValue value = found.apply(item);
            int size = -1;
            if (value instanceof AttributeValue.S string) {
                size = string.value().length();
            } else if (value instanceof AttributeValue.B binary) {
                size = binary.value().length();
            } else if (value instanceof AttributeValue.M map) {
                size = map.values().size();
            } else if (value != null && elements(value) != null) {
                size = elements(value).size();
            }
            return size < 0 ? null : new AttributeValue.N(BigDecimal.valueOf(size));
        });
    }

    /** A path as words with spaces between them: names and numbers. */
    private String path() {
        StringBuilder path = new StringBuilder(RandomItems.NAMES.get(random.nextInt(RandomItems.NAMES.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            path.append(' ').append(random.nextBoolean() ? "" + random.nextInt(4)
                    : RandomItems.NAMES.get(random.nextInt(RandomItems.NAMES.size())));
        }
        return path.toString();
    }

    /** The path as it is written in expressions, sometimes with placeholders. */
    private String named(String path) {
        StringBuilder text = new StringBuilder();
        for (String word : path.split(" ")) {
            if (Character.isDigit(word.charAt(0))) {
                text.append('[').append(space()).append(word).append(']');
            } else {
                text.append(text.length() == 0 ? "" : ".");
                if (random.nextInt(3) == 0) {
                    names.put("#" + word, word);
                    text.append('#');
                }
                text.append(word);
            }
        }
        return text.toString();
    }

    private static Function<Map<String, AttributeValue>, AttributeValue> lookup(String path) {
        return item -> {
            AttributeValue value = new AttributeValue.M(item);
            for (String word : path.split(" ")) {
                if (Character.isDigit(word.charAt(0))) {
                    int index = Integer.parseInt(word);
                    value = value instanceof AttributeValue.L list && list.values().size() > index ? list.values().get(index)
                            : null;
                } else {
                    value = value instanceof AttributeValue.M map ? map.values().get(word) : null;
                }
            }
            return value;
        };
    }

    private String constant(AttributeValue value) {
        String name = ":v" + values.size();
        values.put(name, value);
        return name;
    }

    private String space() {
        return " ".repeat(1 + random.nextInt(8) / 7);
    }

    private String word(String word) {
        return random.nextBoolean() ? word : word.toLowerCase(Locale.ROOT);
    }

    private static boolean ordered(AttributeValue a, AttributeValue b) {
        return a != null && b != null && a.type() == b.type() && List.of("S", "N", "B").contains(a.type().name());
    }

    private static int order(AttributeValue a, AttributeValue b) {
        if (a instanceof AttributeValue.N number) {
            return number.value().compareTo(((AttributeValue.N) b).value());
        }
        return Arrays.compareUnsigned(bytes(a), bytes(b));
    }

    private static byte[] bytes(AttributeValue value) {
        return value instanceof AttributeValue.S string ? string.value().getBytes(StandardCharsets.UTF_8)
                : ((AttributeValue.B) value).value().bytes();
    }

    private static boolean begins(AttributeValue value, AttributeValue prefix) {
        return value != null && value.type() == prefix.type() && bytes(value).length >= bytes(prefix).length
                && Arrays.equals(Arrays.copyOf(bytes(value), bytes(prefix).length), bytes(prefix));
    }

    private static Collection<?> elements(AttributeValue value) {
        if (value instanceof AttributeValue.SS strings) {
            return strings.values();
        }
        if (value instanceof AttributeValue.NS numbers) {
            return numbers.values();
        }
        if (value instanceof AttributeValue.BS binaries) {
            return binaries.values();
        }
        return value instanceof AttributeValue.L list ? list.values() : null;
    }

    private static boolean holds(AttributeValue value, AttributeValue element) {
        if (value == null) {
            return false;
        }
        if (value instanceof AttributeValue.L list) {
            return list.values().contains(element);
        }
        switch (value.type()) {
            case S:
            case B:
                return value.type() == element.type() && text(bytes(value)).contains(text(bytes(element)));
            case SS:
                return element instanceof AttributeValue.S string && elements(value).contains(string.value());
            case NS:
                return element instanceof AttributeValue.N number && elements(value).contains(number.value());
            case BS:
                return element instanceof AttributeValue.B binary
                        && elements(value).contains(new Binary(binary.value().bytes()));
            default:
                return false;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
