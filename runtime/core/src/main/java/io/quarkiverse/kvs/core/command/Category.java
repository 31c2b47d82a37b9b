package io.quarkiverse.kvs.core.command;

import java.util.Locale;

/** The categories of commands that Redis's access control lists know, in their order. */
public enum Category {
    KEYSPACE,
    READ,
    WRITE,
    SET,
    SORTEDSET,
    LIST,
    HASH,
    STRING,
    BITMAP,
    HYPERLOGLOG,
    GEO,
    STREAM,
    PUBSUB,
    ADMIN,
    FAST,
    SLOW,
    BLOCKING,
    DANGEROUS,
    CONNECTION,
    TRANSACTION,
    SCRIPTING;

    /** The category of a name, in any case, or null. */
    public static Category of(String name) {
        for (Category category : values()) {
            if (category.name().equalsIgnoreCase(name)) {
                return category;
            }
        }
        return null;
    }

    /** As rules name it: {@code @read}. */
    public String text() {
        return "@" + name().toLowerCase(Locale.ROOT);
    }
}
