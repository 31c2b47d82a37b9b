package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.KeyCondition;
import io.quarkiverse.kvs.dynamodb.expression.KeyConditions;
import io.quarkiverse.kvs.dynamodb.expression.KeyNames;
import io.quarkiverse.kvs.dynamodb.expression.KeyOperator;
import io.quarkiverse.kvs.dynamodb.expression.KeyPredicate;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Which items a statement means. Immutable. */
public final class Where {

    private final Expr expr;
    private final Condition condition;

    Where(Expr expr) {
        this.expr = expr;
        this.condition = ConditionCompiler.condition(expr);
    }

    /** What is true of these items: all of the clause, with what it says of keys. */
    public Condition condition() {
        return condition;
    }

    /**
     * The key of the one item that is meant.
     *
     * @throws DynamoDbException a ValidationException, if the clause does not say what all of the key is equal to
     */
    public Map<String, AttributeValue> key(KeyNames keys) {
        Map<String, AttributeValue> equalities = KeyAnalysis.equalities(expr);
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (String name : keys.names()) {
            AttributeValue value = equalities.get(name);
            if (value == null) {
                throw DynamoDbException
                        .validation("Where clause does not contain a mandatory equality on all key attributes");
            }
            key.put(name, value);
        }
        return key;
    }

    /**
     * What must be read to see all items that are meant: {@link #condition()} is to be asked about each of them. No
     * item is in two of these.
     *
     * @return null if that is the whole table, or index
     * @throws DynamoDbException a ValidationException, if values are not of the types that keys have, or if these are
     *         too many parts
     */
    public List<KeyCondition> partitions(KeyNames keys) {
        Set<Partition> partitions = keys.isCompound() ? null : KeyAnalysis.partitions(expr, keys.hash(), keys.range());
        if (partitions == null) {
            return null;
        }
        Map<AttributeValue, List<KeyPredicate>> byHash = new LinkedHashMap<>();
        partitions
                .forEach(partition -> byHash.computeIfAbsent(partition.hash(), h -> new ArrayList<>()).add(partition.range()));
        List<KeyCondition> conditions = new ArrayList<>();
        byHash.forEach((hash, ranges) -> apart(ranges).forEach(range -> conditions.add(on(keys, hash, range))));
        return conditions;
    }

    /** All of the partition, if parts of it could have something in common. */
    private static List<KeyPredicate> apart(List<KeyPredicate> ranges) {
        boolean apart = ranges.size() == 1
                || ranges.stream().allMatch(range -> range != null && range.operator() == KeyOperator.EQ);
        List<KeyPredicate> all = new ArrayList<>();
        all.add(null);
        return apart ? ranges : all;
    }

    private static KeyCondition on(KeyNames keys, AttributeValue hash, KeyPredicate range) {
        Map<String, KeyPredicate> predicates = new LinkedHashMap<>();
        predicates.put(keys.hash(), new KeyPredicate(KeyOperator.EQ, hash, null));
        if (range != null) {
            predicates.put(keys.range(), range);
        }
        return new KeyConditions(predicates).on(keys);
    }
}
