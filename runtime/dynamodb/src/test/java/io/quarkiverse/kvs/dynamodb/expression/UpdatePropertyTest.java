package io.quarkiverse.kvs.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Random updates of random items do what a model does that changes the item in place, with slots for the elements of lists. */
class UpdatePropertyTest {

    private static final int UPDATES = Integer.getInteger("kvs.dynamodb.updates", 5_000);
    private static final long SEED = Long.getLong("kvs.dynamodb.seed", 1);

    /** An update cannot be applied. */
    private static final class ImpossibleException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A value that can be changed: a map of names, or of indexes, or a value as a whole. */
    private static final class Node {
        private AttributeValue whole;
        private Map<String, Node> names;
        private TreeMap<Integer, Node> indexes;

        private Node(AttributeValue value) {
            if (value instanceof AttributeValue.M map) {
                names = new LinkedHashMap<>();
                map.values().forEach((name, child) -> names.put(name, new Node(child)));
            } else if (value instanceof AttributeValue.L list) {
                indexes = new TreeMap<>();
                for (int i = 0; i < list.values().size(); i++) {
                    indexes.put(i, new Node(list.values().get(i)));
                }
            } else {
                whole = value;
            }
        }

        private AttributeValue value() {
            if (names != null) {
                Map<String, AttributeValue> map = new LinkedHashMap<>();
                names.forEach((name, child) -> map.put(name, child.value()));
                return new AttributeValue.M(map);
            }
            return indexes == null ? whole : new AttributeValue.L(indexes.values().stream().map(Node::value).toList());
        }

        /** What is there, by a name or by the digits of an index. */
        private Map<Object, Node> children(String step) {
            Map<?, Node> children = Character.isDigit(step.charAt(0)) ? indexes : names;
            if (children == null) {
                throw new ImpossibleException();
            }
            @SuppressWarnings("unchecked")
            Map<Object, Node> all = (Map<Object, Node>) children;
            return all;
        }

        private static Object key(String step) {
            return Character.isDigit(step.charAt(0)) ? (Object) Integer.valueOf(step) : step;
        }
    }

    private final Map<String, AttributeValue> values = new LinkedHashMap<>();
    private Random random;
    private RandomItems items;
    private Node original;
    private Node changed;

    @Test
    void updatesDoWhatTheyMean() {
        int possible = 0;
        for (long seed = SEED; seed < SEED + UPDATES; seed++) {
            random = new Random(seed);
            items = new RandomItems(random);
            values.clear();
            Map<String, AttributeValue> item = items.item();
            original = new Node(new AttributeValue.M(item));
            changed = new Node(new AttributeValue.M(item));
            boolean expected = true;
            Map<String, List<String>> clauses = new LinkedHashMap<>();
            for (List<String> path : apartPaths()) {
                String clause = List.of("SET", "SET", "SET", "REMOVE", "ADD", "DELETE").get(random.nextInt(6));
                StringBuilder text = new StringBuilder(text(path));
                try {
                    change(clause, path, text);
                } catch (ImpossibleException e) {
                    expected = false;
                }
                clauses.computeIfAbsent(clause, c -> new ArrayList<>()).add(text.toString());
            }
            StringBuilder text = new StringBuilder();
            clauses.forEach(
                    (clause, actions) -> text.append(clause).append(' ').append(String.join(", ", actions)).append(' '));
            Placeholders placeholders = new Placeholders(null, values.isEmpty() ? null : values);
            UpdateExpression update = UpdateExpression.parse(text.toString(), placeholders);
            placeholders.requireAllUsed();
            AttributeValue after = null;
            try {
                after = new AttributeValue.M(update.apply(item));
            } catch (DynamoDbException e) {
                assertThat(expected).as("seed %d: %s of %s with %s: %s", seed, text, item, values, e.getMessage()).isFalse();
            }
            if (after != null) {
                assertThat(after).as("seed %d: %s of %s with %s", seed, text, item, values)
                        .isEqualTo(expected ? changed.value() : null);
                possible++;
            }
        }
        assertThat(possible).isBetween(UPDATES / 10, UPDATES * 9 / 10);
    }

    /** Paths that are neither within each other nor take for a list what another one takes for a map. */
    private List<List<String>> apartPaths() {
        List<List<String>> paths = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            List<String> path = new ArrayList<>();
            path.add(RandomItems.NAMES.get(random.nextInt(RandomItems.NAMES.size())));
            Node node = original.names.get(path.get(0));
            while (random.nextInt(5) > 0 && (node != null || random.nextInt(10) == 0)) {
                boolean index = node != null && node.names == null && (node.indexes != null || random.nextBoolean());
                path.add(index ? "" + random.nextInt(5) : RandomItems.NAMES.get(random.nextInt(RandomItems.NAMES.size())));
                Map<?, Node> children = node == null ? null : (index ? node.indexes : node.names);
                node = children == null ? null : children.get(Node.key(path.get(path.size() - 1)));
            }
            if (paths.stream().allMatch(other -> areApart(path, other))) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static boolean areApart(List<String> one, List<String> two) {
        for (int i = 0; i < one.size() && i < two.size(); i++) {
            if (!one.get(i).equals(two.get(i))) {
                return Character.isDigit(one.get(i).charAt(0)) == Character.isDigit(two.get(i).charAt(0));
            }
        }
        return false;
    }

    private static String text(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String step : path) {
            text.append(Character.isDigit(step.charAt(0)) ? "[" + step + "]" : (text.length() == 0 ? step : "." + step));
        }
        return text.toString();
    }

    private void change(String clause, List<String> path, StringBuilder text) {
        AttributeValue before = found(path);
        AttributeValue after = null;
        ImpossibleException failure = null;
        if (clause.equals("SET")) {
            text.append(" = ");
            try {
                after = operand(text, 2);
            } catch (ImpossibleException e) {
                failure = e;
            }
        } else if (!clause.equals("REMOVE")) {
            boolean number = clause.equals("ADD") && random.nextBoolean();
            AttributeValue value = number ? new AttributeValue.N(new BigDecimal("2.5")) : set(before);
            text.append(' ').append(constant(value));
            if (before != null && before.type() != value.type()) {
                failure = new ImpossibleException();
            } else {
                after = clause.equals("ADD") ? added(before, value) : without(before, value);
            }
        }
        if (failure != null) {
            throw failure;
        }
        Node parent = changed;
        for (String step : path.subList(0, path.size() - 1)) {
            parent = parent.children(step).get(Node.key(step));
            if (parent == null) {
                throw new ImpossibleException();
            }
        }
        String last = path.get(path.size() - 1);
        if (after == null) {
            parent.children(last).remove(Node.key(last));
        } else {
            parent.children(last).put(Node.key(last), new Node(after));
        }
    }

    private AttributeValue found(List<String> path) {
        Node node = original;
        for (String step : path) {
            Map<?, Node> children = Character.isDigit(step.charAt(0)) ? node.indexes : node.names;
            node = children == null ? null : children.get(Node.key(step));
            if (node == null) {
                return null;
            }
        }
        return node.value();
    }

    /** Writes an operand and says what it is; within functions there are no sums. The text is complete even if it cannot be. */
    private AttributeValue operand(StringBuilder text, int depth) {
        int kind = random.nextInt(depth > 0 ? 6 : 2);
        if (kind == 0 || kind == 3) {
            AttributeValue value = items.value(1);
            text.append(constant(value));
            return value;
        }
        if (kind == 1) {
            return read(text);
        }
        if (kind == 2) {
            text.append("if_not_exists(");
            List<String> path = List.of(RandomItems.NAMES.get(random.nextInt(RandomItems.NAMES.size())));
            text.append(text(path)).append(", ");
            AttributeValue value = found(path);
            try {
                AttributeValue otherwise = operand(text, depth - 1);
                return value == null ? otherwise : value;
            } catch (ImpossibleException e) {
                if (value == null) {
                    throw e;
                }
                return value;
            } finally {
                text.append(')');
            }
        }
        boolean lists = kind == 4 || depth < 2;
        boolean minus = random.nextBoolean();
        text.append(lists ? "list_append(" : "");
        AttributeValue left = null;
        ImpossibleException failure = null;
        try {
            left = read(text);
        } catch (ImpossibleException e) {
            failure = e;
        }
        AttributeValue right = lists ? new AttributeValue.L(List.of(items.value(0))) : new AttributeValue.N(BigDecimal.ONE);
        text.append(lists ? ", " : (minus ? " - " : "+")).append(constant(right)).append(lists ? ")" : "");
        if (failure != null || left.type() != right.type()) {
            throw new ImpossibleException();
        }
        if (left instanceof AttributeValue.L list) {
            List<AttributeValue> all = new ArrayList<>(list.values());
            all.addAll(((AttributeValue.L) right).values());
            return new AttributeValue.L(all);
        }
        BigDecimal number = ((AttributeValue.N) left).value();
        return number(minus ? number.subtract(BigDecimal.ONE) : number.add(BigDecimal.ONE));
    }

    private AttributeValue read(StringBuilder text) {
        List<String> path = new ArrayList<>();
        path.add(RandomItems.NAMES.get(random.nextInt(RandomItems.NAMES.size())));
        if (random.nextInt(3) == 0) {
            path.add("" + random.nextInt(3));
        }
        text.append(text(path));
        AttributeValue value = found(path);
        if (value == null) {
            throw new ImpossibleException();
        }
        return value;
    }

    private String constant(AttributeValue value) {
        String name = ":v" + values.size();
        values.put(name, value);
        return name;
    }

    /** Often one that has to do with what is there. */
    private AttributeValue set(AttributeValue before) {
        if (before instanceof AttributeValue.NS || (before instanceof AttributeValue.SS && random.nextInt(3) == 0)) {
            return before;
        }
        return new AttributeValue.SS(Set.of("a", "b" + random.nextInt(2)));
    }

    private static AttributeValue number(BigDecimal number) {
        return new AttributeValue.N(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
    }

    private static AttributeValue added(AttributeValue before, AttributeValue value) {
        if (before == null || (before.equals(value) && !(before instanceof AttributeValue.N))) {
            return value;
        }
        if (before instanceof AttributeValue.N number) {
            return number(number.value().add(((AttributeValue.N) value).value()));
        }
        Set<String> all = new LinkedHashSet<>(((AttributeValue.SS) before).values());
        all.addAll(((AttributeValue.SS) value).values());
        return new AttributeValue.SS(all);
    }

    private static AttributeValue without(AttributeValue before, AttributeValue value) {
        if (before == null || before.equals(value)) {
            return null;
        }
        Set<String> rest = new LinkedHashSet<>(((AttributeValue.SS) before).values());
        rest.removeAll(((AttributeValue.SS) value).values());
        return rest.isEmpty() ? null : new AttributeValue.SS(rest);
    }
}
