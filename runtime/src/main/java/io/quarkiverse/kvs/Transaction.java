package io.quarkiverse.kvs;

/**
 * Commands that will be run together, in the order in which they are added: {@link KeyValueStore#atomically}.
 * <p>
 * For the thread that adds them, until all are added: then an {@link IllegalStateException} is thrown.
 */
public interface Transaction {

    /**
     * Adds any command that {@link KeyValueStore#execute(String...)} could run. It is not run yet, so there is no reply.
     *
     * @param command the name of the command and its arguments, which are encoded as UTF-8
     * @throws IllegalArgumentException if there is no command, or an argument is longer than a value may be
     */
    void execute(String... command);

    /**
     * Adds any command that {@link KeyValueStore#execute(String, byte[], byte[]...)} could run. It is not run yet, so there is
     * no reply.
     *
     * @param command the name of the command
     * @param argument its first argument; arrays are copied
     * @param more its other arguments
     * @throws IllegalArgumentException if an argument is longer than a value may be
     */
    void execute(String command, byte[] argument, byte[]... more);
}
