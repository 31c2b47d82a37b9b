package io.quarkiverse.kvs.core.store;

import java.util.List;

/** Takes the record of each closing of the gate that has changed something: the log. */
@FunctionalInterface
public interface ChangeSink {

    /**
     * Takes a record. Called by the thread that closes the gate, while it holds the locks of all segments concerned: so records
     * that touch the same segment come in the order in which they happened. Must not wait.
     *
     * @param instant milliseconds since 1970
     * @param effects what was done, in its order; all of it at once or not at all
     * @return the number of the record, higher than that of every earlier one
     */
    long append(long instant, List<Effect> effects);

    /**
     * A caller has read here, and changed nothing. Called like {@link #append}.
     *
     * @param last the number of the last record that concerns what was read
     * @param reader for whom: see {@link Gate#actor}
     * @return the number of the record that the reply is to wait for: that one, or one behind it
     */
    default long seen(long last, Object reader) {
        return last;
    }
}
