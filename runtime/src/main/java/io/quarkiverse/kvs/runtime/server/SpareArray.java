package io.quarkiverse.kvs.runtime.server;

/**
 * An array that one connection of an event loop has done with, for the next one that needs room for a large request. A new one
 * would have to be filled with zeros first, and collected later: both cost more than to copy the request into it.
 */
final class SpareArray {

    /** Shorter ones are not worth it. */
    private static final int SHORTEST = 32 * 1024;
    /** An event loop does not keep more than this for requests to come. */
    private static final int LONGEST = 2 * 1024 * 1024;
    /** A request does not get more than so many times what it needs. */
    private static final int WASTE = 4;

    private byte[] array;

    /**
     * @param wanted how many bytes are to go into it
     * @return an array that is long enough, with anything in it, or null
     */
    byte[] take(long wanted) {
        if (array == null || array.length < wanted || array.length / WASTE > wanted) {
            return null;
        }
        byte[] taken = array;
        array = null;
        return taken;
    }

    /** Keeps the array for later; the caller must not use it from now on. */
    void give(byte[] unused) {
        if (unused.length >= SHORTEST && unused.length <= LONGEST) {
            array = unused;
        }
    }
}
