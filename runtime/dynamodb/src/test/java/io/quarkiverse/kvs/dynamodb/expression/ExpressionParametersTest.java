package io.quarkiverse.kvs.dynamodb.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class ExpressionParametersTest {

    private static final List<String> WITH_VALUES = List.of("FilterExpression", "KeyConditionExpression");

    private static String error(List<String> expressions, List<String> others, boolean names, boolean values,
            List<String> withValues) {
        return Samples.error(() -> ExpressionParameters.check(expressions, others, names, values, withValues));
    }

    @Test
    void expressionsDoNotGoWithOlderParameters() {
        assertThat(error(List.of("FilterExpression", "ProjectionExpression"), List.of("AttributesToGet", "QueryFilter"), true,
                true,
                WITH_VALUES)).isEqualTo("Can not use both expression and non-expression parameters in the same request: "
                        + "Non-expression parameters: {AttributesToGet, QueryFilter} "
                        + "Expression parameters: {FilterExpression, ProjectionExpression}");
        assertThat(error(List.of(), List.of("QueryFilter"), false, false, WITH_VALUES)).isEqualTo("no error");
        assertThat(error(List.of("FilterExpression"), List.of(), true, true, WITH_VALUES)).isEqualTo("no error");
    }

    @Test
    void placeholdersGoWithExpressions() {
        assertThat(error(List.of(), List.of(), true, false, WITH_VALUES))
                .isEqualTo("ExpressionAttributeNames can only be specified when using expressions");
        assertThat(error(List.of("ProjectionExpression"), List.of(), false, true, WITH_VALUES)).isEqualTo(
                "ExpressionAttributeValues can only be specified when using expressions: FilterExpression and KeyConditionExpression are null");
        assertThat(error(List.of(), List.of(), false, true, List.of("FilterExpression"))).isEqualTo(
                "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null");
    }
}
