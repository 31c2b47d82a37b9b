package io.quarkiverse.kvs.core.store.value;

import java.util.Optional;
import java.util.stream.Stream;

/** What a key can hold; TYPE answers its {@link #text()}. */
public enum ValueType {
    STRING("string", new StringDescription()),
    LIST("list", new ListDescription()),
    SET("set", new SetDescription()),
    ZSET("zset", new SortedSetDescription()),
    HASH("hash", new HashDescription()),
    STREAM("stream", new StreamDescription()),
    /** Not Redis's. */
    ORDERED_MAP("orderedmap", new OrderedMapDescription());

    private final String text;
    private final TypeDescription<?> description;

    ValueType(String text, TypeDescription<?> description) {
        this.text = text;
        this.description = description;
    }

    public String text() {
        return text;
    }

    /** What handles values of all types is to know of this one. */
    public TypeDescription<?> description() {
        return description;
    }

    /** The type that TYPE answers so. */
    public static Optional<ValueType> named(String text) {
        return Stream.of(values()).filter(type -> type.text.equals(text)).findAny();
    }
}
