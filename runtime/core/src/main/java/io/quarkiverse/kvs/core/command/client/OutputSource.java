package io.quarkiverse.kvs.core.command.client;

/**
 * Bytes for one connection, which asks for the next ones as soon as the client has taken those before: so what is not taken
 * waits at the source. Methods are called on the connection's thread, and must not wait.
 */
public interface OutputSource {

    /**
     * Goes on to the next bytes, at most so many.
     *
     * @return false if there are none at the moment: the source calls {@link ClientConnection#feed} when there are
     */
    boolean next(int most);

    /** What they are in; it does not change any more. */
    byte[] array();

    /** Where they begin there. */
    int from();

    /** How many they are. */
    int length();

    /** Whether nothing will come any more, so that the connection is to be closed. */
    boolean isOver();
}
