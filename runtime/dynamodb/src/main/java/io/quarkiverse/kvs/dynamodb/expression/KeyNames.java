package io.quarkiverse.kvs.dynamodb.expression;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;

/**
 * The key of a table or of an index, as queries need it.
 *
 * @param range the name of the sort key; null if there is none
 * @param rangeType null if there is no sort key
 */
public record KeyNames(String hash, AttributeType hashType, String range, AttributeType rangeType) {

    /** A key without a sort key. */
    public KeyNames(String hash, AttributeType hashType) {
        this(hash, hashType, null, null);
    }
}
