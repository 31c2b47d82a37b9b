package io.quarkiverse.kvs.dynamodb.partiql;

/** What a statement that changes an item replies. The names are those of {@code ReturnValues}. */
public enum Returning {
    NONE,
    ALL_OLD,
    ALL_NEW,
    UPDATED_OLD,
    UPDATED_NEW
}
