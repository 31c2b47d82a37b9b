package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Comparator;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.expression.KeyOperator;
import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Finds what a condition says of keys. What it finds may be more than what the condition takes, and never less. */
final class KeyAnalysis {

    /** The most parts of a table that one statement reads. */
    private static final int MOST_PARTITIONS = 50;

    private KeyAnalysis() {
    }

    /**
     * What must be read to see all items for which an expression is true.
     *
     * @param range null if there is no sort key
     * @return null if that is the whole table
     * @throws DynamoDbException a ValidationException, if these are too many parts
     */
    static Set<Partition> partitions(Expr expr, String hash, String range) {
        if (expr instanceof Expr.Or or) {
            Set<Partition> partitions = new LinkedHashSet<>();
            for (Expr condition : or.conditions()) {
                Set<Partition> some = partitions(condition, hash, range);
                if (some == null) {
                    return null;
                }
                some.forEach(partition -> add(partitions, partition));
            }
            return partitions;
        }
        List<Expr> terms = new ArrayList<>();
        flatten(expr, terms);
        List<AttributeValue> hashes = null;
        List<KeyPredicate> ranges = null;
        for (Expr term : terms) {
            hashes = hashes == null ? equalTo(term, hash) : hashes;
            ranges = ranges == null ? ranges(term, range) : ranges;
        }
        if (hashes == null) {
            return terms.stream().filter(Expr.Or.class::isInstance).map(term -> partitions(term, hash, range))
                    .filter(partitions -> partitions != null).findFirst().orElse(null);
        }
        Set<Partition> partitions = new LinkedHashSet<>();
        for (AttributeValue value : hashes) {
            if (ranges == null) {
                add(partitions, new Partition(value, null));
            } else {
                ranges.forEach(predicate -> add(partitions, new Partition(value, predicate)));
            }
        }
        return partitions;
    }

    private static void add(Set<Partition> partitions, Partition partition) {
        partitions.add(partition);
        if (partitions.size() > MOST_PARTITIONS) {
            throw DynamoDbException.validation("Too many decomposed read operations for a given query.");
        }
    }

    /**
     * What attributes are equal to, as far as all of a condition depends on it. Those that are compared twice are not there.
     */
    static Map<String, AttributeValue> equalities(Expr expr) {
        List<Expr> terms = new ArrayList<>();
        flatten(expr, terms);
        Map<String, List<AttributeValue>> found = new TreeMap<>();
        for (Expr term : terms) {
            if (term instanceof Expr.Compare compare && compare.comparator() == Comparator.EQUAL) {
                String name = compare.left() instanceof Expr.Path ? attribute(compare.left()) : attribute(compare.right());
                Expr other = compare.left() instanceof Expr.Path ? compare.right() : compare.left();
                if (name != null && other instanceof Expr.Literal literal) {
                    found.computeIfAbsent(name, n -> new ArrayList<>()).add(literal.value());
                }
            }
        }
        Map<String, AttributeValue> equalities = new TreeMap<>();
        found.forEach((name, values) -> {
            if (values.size() == 1) {
                equalities.put(name, values.get(0));
            }
        });
        return equalities;
    }

    /** The conditions that must all be true. */
    private static void flatten(Expr expr, List<Expr> terms) {
        if (expr instanceof Expr.And and) {
            and.conditions().forEach(condition -> flatten(condition, terms));
        } else {
            terms.add(expr);
        }
    }

    /** The name of a whole attribute; null if it is something else. */
    private static String attribute(Expr expr) {
        DocumentPath path = expr instanceof Expr.Path it ? it.path() : null;
        return path == null || path.isNested() ? null : path.topLevelName();
    }

    /** The values of which an attribute has one; null if the term does not say. */
    private static List<AttributeValue> equalTo(Expr term, String name) {
        List<KeyPredicate> predicates = ranges(term, name);
        return predicates == null || predicates.stream().anyMatch(predicate -> predicate.operator() != KeyOperator.EQ) ? null
                : predicates.stream().map(KeyPredicate::low).toList();
    }

    /** What an attribute must be, as one of these says; null if the term does not say. */
    private static List<KeyPredicate> ranges(Expr term, String name) {
        if (name == null) {
            return null;
        }
        if (term instanceof Expr.Compare compare) {
            boolean mirrored = !name.equals(attribute(compare.left()));
            Expr value = mirrored ? compare.left() : compare.right();
            Expr key = mirrored ? compare.right() : compare.left();
            Comparator comparator = mirrored ? compare.comparator().mirrored() : compare.comparator();
            return name.equals(attribute(key)) && comparator != Comparator.NOT_EQUAL
                    ? one(KeyOperator.of(comparator), value, null)
                    : null;
        }
        if (term instanceof Expr.Between between && name.equals(attribute(between.operand()))) {
            return one(KeyOperator.BETWEEN, between.low(), between.high());
        }
        if (term instanceof Expr.Call call && call.function().equals("begins_with")
                && name.equals(attribute(call.operands().get(0)))) {
            return one(KeyOperator.BEGINS_WITH, call.operands().get(1), null);
        }
        if (term instanceof Expr.In in && name.equals(attribute(in.operand()))
                && in.candidates().stream().allMatch(Expr.Literal.class::isInstance)) {
            return in.candidates().stream().map(candidate -> ((Expr.Literal) candidate).value()).distinct()
                    .map(value -> new KeyPredicate(KeyOperator.EQ, value, null)).toList();
        }
        return null;
    }

    private static List<KeyPredicate> one(KeyOperator operator, Expr low, Expr high) {
        if (!(low instanceof Expr.Literal lowest) || (high != null && !(high instanceof Expr.Literal))) {
            return null;
        }
        AttributeValue highest = high == null ? null : ((Expr.Literal) high).value();
        AttributeType type = lowest.value().type();
        if (highest != null && highest.type() != type) {
            return null;
        }
        return List.of(new KeyPredicate(operator, lowest.value(), highest));
    }
}
