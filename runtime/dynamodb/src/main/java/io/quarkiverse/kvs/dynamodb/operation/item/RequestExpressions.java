package io.quarkiverse.kvs.dynamodb.operation.item;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.Condition;
import io.quarkiverse.kvs.dynamodb.expression.Conditions;
import io.quarkiverse.kvs.dynamodb.expression.ExpressionKind;
import io.quarkiverse.kvs.dynamodb.expression.ExpressionParameters;
import io.quarkiverse.kvs.dynamodb.expression.KeyConditions;
import io.quarkiverse.kvs.dynamodb.expression.Placeholders;
import io.quarkiverse.kvs.dynamodb.expression.Projection;
import io.quarkiverse.kvs.dynamodb.expression.UpdateExpression;
import io.quarkiverse.kvs.dynamodb.expression.legacy.LegacyCondition;
import io.quarkiverse.kvs.dynamodb.expression.legacy.LegacyConditions;
import io.quarkiverse.kvs.dynamodb.expression.legacy.LegacyUpdate;
import io.quarkiverse.kvs.dynamodb.expression.legacy.LegacyUpdates;
import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.InvalidAttribute;
import io.quarkiverse.kvs.dynamodb.table.TableDescription;

/**
 * The expressions of one request, or the older parameters in their place. Each is read when it is first asked for;
 * {@link #done} says that all have been. For one thread.
 */
final class RequestExpressions {

    private static final List<String> NAMES_OF_EXPRESSIONS = List.of("ProjectionExpression", "FilterExpression",
            "UpdateExpression", "ConditionExpression", "KeyConditionExpression");

    /** What becomes of placeholders that no expression uses: not the same in all operations of the service. */
    private enum Unused {
        ERROR(""),
        ERROR_DETECTED("1 validation error detected: "),
        /** An error only if there are expressions that could have used them. */
        ERROR_IN_EXPRESSIONS("");

        private final String prefix;

        Unused(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Input input;
    private final Set<String> members;
    private final Unused unused;
    private final boolean hasExpressions;
    private Placeholders placeholders;
    private Condition condition;
    private Condition filter;
    private Projection projection;
    private UpdateExpression update;
    private KeyConditions keys;

    /**
     * @param members the parameters that the operation has, of the kinds that matter here
     * @param older those that are not expressions, in the order in which errors name them
     */
    private RequestExpressions(Input input, Set<String> members, List<String> older, List<String> withValues,
            Unused unused) {
        this.input = input;
        this.members = members;
        this.unused = unused;
        List<String> expressions = new ArrayList<>();
        for (String name : NAMES_OF_EXPRESSIONS) {
            if (members.contains(name) && input.has(name)) {
                expressions.add(name);
            }
        }
        hasExpressions = !expressions.isEmpty();
        if (unused == Unused.ERROR_IN_EXPRESSIONS && !hasExpressions) {
            return;
        }
        List<String> others = older.stream().filter(input::has).toList();
        boolean values = members.contains("ExpressionAttributeValues") && input.has("ExpressionAttributeValues");
        ExpressionParameters.check(expressions, others, input.has("ExpressionAttributeNames"), values, withValues);
    }

    /** Of PutItem, DeleteItem, and of UpdateItem if it updates. */
    static RequestExpressions ofWrite(Input input, boolean updates) {
        return updates
                ? new RequestExpressions(input,
                        Set.of("ConditionExpression", "UpdateExpression", "ExpressionAttributeValues", "Expected",
                                "AttributeUpdates"),
                        List.of("AttributeUpdates", "Expected", "ConditionalOperator"),
                        List.of("UpdateExpression", "ConditionExpression"), Unused.ERROR)
                : new RequestExpressions(input, Set.of("ConditionExpression", "ExpressionAttributeValues", "Expected"),
                        List.of("Expected", "ConditionalOperator"), List.of("ConditionExpression"), Unused.ERROR_DETECTED);
    }

    /** Of GetItem, and of a part of BatchGetItem. */
    static RequestExpressions ofRead(Input input) {
        return new RequestExpressions(input, Set.of("ProjectionExpression", "AttributesToGet"), List.of("AttributesToGet"),
                List.of(), Unused.ERROR);
    }

    static RequestExpressions ofTransactGet(Input input) {
        return new RequestExpressions(input, Set.of("ProjectionExpression"), List.of(), List.of(),
                Unused.ERROR_IN_EXPRESSIONS);
    }

    static RequestExpressions ofTransactWrite(Input input, boolean updates) {
        return updates
                ? new RequestExpressions(input,
                        Set.of("ConditionExpression", "UpdateExpression", "ExpressionAttributeValues"), List.of(),
                        List.of("UpdateExpression", "ConditionExpression"), Unused.ERROR_IN_EXPRESSIONS)
                : new RequestExpressions(input, Set.of("ConditionExpression", "ExpressionAttributeValues"), List.of(),
                        List.of("ConditionExpression"), Unused.ERROR_IN_EXPRESSIONS);
    }

    static RequestExpressions ofScan(Input input) {
        return new RequestExpressions(input,
                Set.of("ProjectionExpression", "FilterExpression", "ExpressionAttributeValues", "AttributesToGet",
                        "ScanFilter"),
                List.of("AttributesToGet", "ScanFilter", "ConditionalOperator"), List.of("FilterExpression"),
                Unused.ERROR);
    }

    static RequestExpressions ofQuery(Input input) {
        return new RequestExpressions(input,
                Set.of("ProjectionExpression", "FilterExpression", "KeyConditionExpression", "ExpressionAttributeValues",
                        "AttributesToGet", "QueryFilter", "KeyConditions"),
                List.of("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"),
                List.of("FilterExpression", "KeyConditionExpression"), Unused.ERROR);
    }

    /** Whether a request wants to see the item for which its condition is not true. */
    static boolean tellsItem(Input input) {
        return "ALL_OLD".equals(input.string("ReturnValuesOnConditionCheckFailure"));
    }

    private Placeholders placeholders() {
        if (placeholders == null) {
            placeholders = new Placeholders(input.stringMap("ExpressionAttributeNames"),
                    members.contains("ExpressionAttributeValues")
                            ? input.item("ExpressionAttributeValues", InvalidAttribute.OF_EXPRESSION)
                            : null);
        }
        return placeholders;
    }

    private boolean has(String name) {
        return members.contains(name) && input.has(name);
    }

    /** What must be true of an item that is to be changed; null for nothing. */
    Condition condition() {
        if (condition == null && has("ConditionExpression")) {
            condition = Conditions.parse(ExpressionKind.CONDITION, input.string("ConditionExpression"), placeholders());
        } else if (condition == null && has("Expected")) {
            condition = LegacyConditions.expected(conditions("Expected"), input.string("ConditionalOperator"));
        } else if (condition == null && members.contains("Expected") && input.has("ConditionalOperator")) {
            throw DynamoDbException.validation("One or more parameter values were invalid: ConditionalOperator cannot be used "
                    + "without Filter or Expected");
        }
        return condition;
    }

    /** What must be true of items that are read; null for nothing. */
    Condition filter() {
        String older = members.contains("QueryFilter") ? "QueryFilter" : "ScanFilter";
        if (filter == null && has("FilterExpression")) {
            filter = Conditions.parse(ExpressionKind.FILTER, input.string("FilterExpression"), placeholders());
        } else if (filter == null && has(older)) {
            filter = LegacyConditions.filter(conditions(older), input.string("ConditionalOperator"));
        } else if (filter == null && input.has("ConditionalOperator")) {
            throw DynamoDbException.validation("One or more parameter values were invalid: ConditionalOperator cannot be used "
                    + "without Filter or Expected");
        }
        return filter;
    }

    /** What of an item is wanted; null for all of it. */
    Projection projection() {
        if (projection == null && has("ProjectionExpression")) {
            projection = Projection.parse(input.string("ProjectionExpression"), placeholders());
        } else if (projection == null && has("AttributesToGet")) {
            projection = Projection.ofNames(input.strings("AttributesToGet"));
        }
        return projection;
    }

    /** What is to be changed in an item; null for nothing. */
    UpdateExpression update() {
        if (update == null && has("UpdateExpression")) {
            update = UpdateExpression.parse(input.string("UpdateExpression"), placeholders());
        } else if (update == null && has("AttributeUpdates")) {
            Map<String, LegacyUpdate> updates = new LinkedHashMap<>();
            input.structureMap("AttributeUpdates").forEach(
                    (name, of) -> updates.put(name, new LegacyUpdate(of.string("Action"), of.value("Value"))));
            update = LegacyUpdates.update(updates);
        }
        return update;
    }

    /** What a query asks of keys. */
    KeyConditions keys() {
        if (keys == null && has("KeyConditionExpression")) {
            keys = KeyConditions.parse(input.string("KeyConditionExpression"), placeholders());
        } else if (keys == null && has("KeyConditions")) {
            keys = LegacyConditions.keys(conditions("KeyConditions"));
        } else if (keys == null) {
            throw DynamoDbException.validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }
        return keys;
    }

    private Map<String, LegacyCondition> conditions(String name) {
        Map<String, LegacyCondition> conditions = new LinkedHashMap<>();
        boolean expected = name.equals("Expected");
        input.structureMap(name).forEach((attribute, of) -> conditions.put(attribute,
                new LegacyCondition(of.string("ComparisonOperator"), of.values("AttributeValueList"),
                        expected ? of.value("Value") : null, expected ? of.bool("Exists") : null)));
        return conditions;
    }

    /** @throws DynamoDbException a ValidationException, if a placeholder is used nowhere */
    void done() {
        boolean ignored = unused == Unused.ERROR_IN_EXPRESSIONS && !hasExpressions;
        if (!ignored && (input.has("ExpressionAttributeNames") || has("ExpressionAttributeValues"))) {
            placeholders().requireAllUsed(unused.prefix);
        }
    }

    /** Keys are scalars: expressions cannot look into them. */
    void requireScalar(TableDescription table) {
        Set<String> nested = new LinkedHashSet<>();
        if (projection != null) {
            nested.addAll(projection.nestedNames());
        }
        if (condition != null) {
            nested.addAll(condition.nestedNames());
        }
        if (filter != null) {
            nested.addAll(filter.nestedNames());
        }
        if (update != null) {
            nested.addAll(update.nestedNames());
        }
        ItemKeys.requireScalar(table, nested);
    }

    /** The texts of the expressions with what their placeholders stand for: what distinguishes two requests. */
    List<Object> texts() {
        List<Object> texts = new ArrayList<>();
        for (String name : NAMES_OF_EXPRESSIONS) {
            texts.add(has(name) ? input.string(name) : "");
        }
        texts.add(input.has("ExpressionAttributeNames") ? input.stringMap("ExpressionAttributeNames") : Map.of());
        texts.add(has("ExpressionAttributeValues") ? input.item("ExpressionAttributeValues") : Map.of());
        return texts;
    }
}
