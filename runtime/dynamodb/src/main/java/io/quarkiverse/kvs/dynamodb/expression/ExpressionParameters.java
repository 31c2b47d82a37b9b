package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;

/** Which parameters of a request go together: those with expressions and the older ones do not. */
public final class ExpressionParameters {

    private ExpressionParameters() {
    }

    /**
     * Checks which parameters there are. The names are in the order in which errors list them.
     *
     * @param expressions the parameters with expressions that the request has, such as "FilterExpression"
     * @param others the older parameters that the request has, such as "QueryFilter"
     * @param names whether it has {@code ExpressionAttributeNames}
     * @param values whether it has {@code ExpressionAttributeValues}
     * @param withValues the parameters of the operation whose expressions could use values, such as "FilterExpression"; none if
     *        it has no {@code ExpressionAttributeValues}
     * @throws DynamoDbException a ValidationException, if they do not go together
     */
    public static void check(List<String> expressions, List<String> others, boolean names, boolean values,
            List<String> withValues) {
        if (!expressions.isEmpty() && !others.isEmpty()) {
            throw DynamoDbException.validation("Can not use both expression and non-expression parameters in the same request: "
                    + "Non-expression parameters: {" + String.join(", ", others) + "} Expression parameters: {"
                    + String.join(", ", expressions) + "}");
        }
        if (names && expressions.isEmpty()) {
            throw DynamoDbException.validation("ExpressionAttributeNames can only be specified when using expressions");
        }
        if (values && !withValues.isEmpty() && withValues.stream().noneMatch(expressions::contains)) {
            throw DynamoDbException.validation("ExpressionAttributeValues can only be specified when using expressions: "
                    + String.join(" and ", withValues) + (withValues.size() > 1 ? " are null" : " is null"));
        }
    }
}
