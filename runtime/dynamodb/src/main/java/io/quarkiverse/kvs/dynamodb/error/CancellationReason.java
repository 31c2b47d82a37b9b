package io.quarkiverse.kvs.dynamodb.error;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * What became of one part of a transaction that was cancelled.
 *
 * @param code "None" if nothing was wrong with it
 * @param message null if nothing was wrong with it
 * @param item what stood there when its condition failed, if the client wants to know; otherwise null
 */
public record CancellationReason(String code, String message, Map<String, AttributeValue> item) {

    public static final CancellationReason NONE = new CancellationReason("None", null, null);
}
