package io.quarkiverse.kvs.runtime.protocol;

import io.quarkiverse.kvs.runtime.store.Bytes;

/**
 * How a command answers: what the reply is, not how a dialect spells it.
 * <p>
 * Between {@link #begin} and {@link #end} a command writes one reply: one of the single ones, or {@link #array} followed by as
 * many single ones as announced. An instance belongs to one thread.
 */
public interface ReplyWriter {

    /** A new reply starts. */
    void begin();

    /** The reply is complete. */
    void end();

    /** Takes back what was written since {@link #begin}: an error is to follow in its place. */
    void rewind();

    /** A short status such as {@code OK}; one line. */
    void simple(String status);

    /** A value. */
    void bulk(Bytes value);

    /** So many replies follow, which together are one. */
    void array(int count);

    /**
     * An error; characters are bytes ({@link Bytes#latin1()}), and a line break among them becomes a blank, as in Redis.
     */
    void error(String message);

    default void ok() {
        simple("OK");
    }
}
