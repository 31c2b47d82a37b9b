package io.quarkiverse.kvs.dynamodb.expression.legacy;

import java.util.List;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What a request without expressions asks of one attribute. QueryFilter, ScanFilter and KeyConditions have the first two,
 * Expected has all.
 *
 * @param operator {@code ComparisonOperator}, such as "EQ"; null if it is not given
 * @param values {@code AttributeValueList}; null if it is not given
 * @param value {@code Value}; null if it is not given
 * @param exists {@code Exists}; null if it is not given
 */
public record LegacyCondition(String operator, List<AttributeValue> values, AttributeValue value, Boolean exists) {

    /** A condition as filters have it. */
    public LegacyCondition(String operator, List<AttributeValue> values) {
        this(operator, values, null, null);
    }
}
