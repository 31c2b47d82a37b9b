package io.quarkiverse.kvs.dynamodb.expression;

/** A part of a {@link DocumentPath}. */
public sealed interface PathElement {

    /** The name of an attribute, or of an element of a map. */
    record Name(String name) implements PathElement {
        @Override
        public String toString() {
            return name;
        }
    }

    /** An element of a list. */
    record Index(int index) implements PathElement {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }
}
