package io.quarkiverse.kvs.core.command;

/** What commands are about, as COMMAND DOCS groups them. */
public enum Group {
    BITMAP("bitmap", Category.BITMAP),
    CLUSTER("cluster", null),
    CONNECTION("connection", Category.CONNECTION),
    GENERIC("generic", Category.KEYSPACE),
    GEO("geo", Category.GEO),
    HASH("hash", Category.HASH),
    HYPERLOGLOG("hyperloglog", Category.HYPERLOGLOG),
    LIST("list", Category.LIST),
    /** Of ordered maps: Redis calls what it does not have itself so. */
    MODULE("module", null),
    PUBSUB("pubsub", Category.PUBSUB),
    SCRIPTING("scripting", Category.SCRIPTING),
    SERVER("server", null),
    SET("set", Category.SET),
    SORTED_SET("sorted-set", Category.SORTEDSET),
    STREAM("stream", Category.STREAM),
    STRING("string", Category.STRING),
    TRANSACTIONS("transactions", Category.TRANSACTION);

    private final String text;
    private final Category category;

    Group(String text, Category category) {
        this.text = text;
        this.category = category;
    }

    public String text() {
        return text;
    }

    /** The category that commands of this group belong to, or null. */
    Category category() {
        return category;
    }
}
