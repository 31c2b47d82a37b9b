package io.quarkiverse.kvs.dynamodb.expression;

import java.util.Map;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** What an update does to one value. */
public interface Change {

    /**
     * The value afterwards.
     *
     * @param before null if there is none
     * @param item the item before the whole update
     * @return null if there is none any more
     */
    AttributeValue apply(AttributeValue before, Map<String, AttributeValue> item);

    /** The type of the value afterwards; null if that depends on what was there. */
    AttributeType knownType();
}
