package io.quarkiverse.kvs.runtime.inprocess;

/** Nothing was done, because another thread keeps the keys for long and the caller must not wait for them. */
public final class KeysHeldException extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final KeysHeldException INSTANCE = new KeysHeldException();

    private KeysHeldException() {
        super("another thread works with these keys", null, false, false);
    }
}
