package io.quarkiverse.kvs.core.store.value;

/**
 * The registers of a sparse {@link HyperLogLog} are more or fewer than there should be: a command on strings wrote over them.
 */
public final class CorruptedHyperLogLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final CorruptedHyperLogLogException INSTANCE = new CorruptedHyperLogLogException();

    private CorruptedHyperLogLogException() {
        super("corrupted HyperLogLog", null, false, false);
    }
}
