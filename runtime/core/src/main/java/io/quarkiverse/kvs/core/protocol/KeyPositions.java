package io.quarkiverse.kvs.core.protocol;

/** Tells which arguments are keys, for the one question the decoder has about commands: which limit holds. */
@FunctionalInterface
public interface KeyPositions {

    /**
     * @param name the array that holds the name of the command, in any case
     * @param offset where the name starts
     * @param length the length of the name
     * @param argument the number of the argument in question; the name is 0
     * @param count the number of arguments the request has
     */
    boolean isKey(byte[] name, int offset, int length, int argument, int count);
}
