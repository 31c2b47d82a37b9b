package io.quarkiverse.kvs.dynamodb.expression;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;

/** The kinds of expressions, by the names of the parameters that hold them: errors begin with these. */
public enum ExpressionKind {
    CONDITION("ConditionExpression"),
    FILTER("FilterExpression"),
    KEY_CONDITION("KeyConditionExpression"),
    UPDATE("UpdateExpression"),
    PROJECTION("ProjectionExpression");

    private final String parameter;

    ExpressionKind(String parameter) {
        this.parameter = parameter;
    }

    /** The name of the parameter of a request. */
    public String parameter() {
        return parameter;
    }

    /** An error of an expression of this kind. */
    DynamoDbException error(String text) {
        return DynamoDbException.validation("Invalid " + parameter + ": " + text);
    }
}
