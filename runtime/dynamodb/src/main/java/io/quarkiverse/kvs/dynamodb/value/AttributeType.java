package io.quarkiverse.kvs.dynamodb.value;

/** The types of an {@link AttributeValue}, by the names that DynamoDB gives them in JSON. */
public enum AttributeType {
    S,
    N,
    B,
    SS,
    NS,
    BS,
    M,
    L,
    NULL,
    BOOL;

    private static final AttributeType[] ALL = values();

    /** The one of this name; null if there is none. */
    public static AttributeType named(String name) {
        for (AttributeType type : ALL) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    static AttributeType of(int ordinal) {
        return ALL[ordinal];
    }

    /** Whether it is one of the three kinds of sets. */
    public boolean isSet() {
        return this == SS || this == NS || this == BS;
    }

    /** Whether a key, of a table or of an index, may have it. */
    public boolean isScalarKey() {
        return this == S || this == N || this == B;
    }
}
