package io.quarkiverse.kvs.core.store.value.ordered;

/** A key and its value are too long together: an array of bytes cannot hold both. The map is as it was. */
public final class EntryTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EntryTooLargeException() {
        super("a key and its value take more than 2 gigabytes together");
    }
}
