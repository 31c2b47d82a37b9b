package io.quarkiverse.kvs.core.store.rdb;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Goes over the elements that Redis has put side by side into one string, and sees to it that they are sound. */
interface ElementReader {

    /**
     * Shows the next element, in an array that stays as it is.
     *
     * @return whether there is one: if not, all of the string has been read, and is sound
     * @throws RdbFormatException if it is not
     */
    boolean next(Bytes view);
}
