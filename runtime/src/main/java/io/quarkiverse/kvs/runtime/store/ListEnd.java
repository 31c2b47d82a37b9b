package io.quarkiverse.kvs.runtime.store;

/** The two ends of a list: the first element is at its left one. */
public enum ListEnd {
    LEFT,
    RIGHT
}
