package io.quarkiverse.kvs.core.store.value;

/** The two ends of a list: the first element is at its left one. */
public enum ListEnd {
    LEFT,
    RIGHT
}
