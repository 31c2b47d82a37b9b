package io.quarkiverse.kvs.core.lua;

import java.util.concurrent.Semaphore;

/**
 * The stack of a Java thread that runs a part of a state: the host's own, that of a coroutine, or a large one for deep
 * recursion. Only one of them runs at a time; the others wait.
 */
final class LuaStack {

    /** Bytes that one call of a Java method takes at most, on the average: interpreted, with its operands. */
    private static final int BYTES_PER_CALL = 200;

    /** How many calls of Java methods are on it, and how many may be. */
    int used;
    final int limit;
    /** Whether there is a larger one to go on with. */
    final boolean isSmall;
    /** Lets the thread go on. */
    final Semaphore turn = new Semaphore(0);

    private LuaStack(int limit, boolean isSmall) {
        this.limit = limit;
        this.isSmall = isSmall;
    }

    /** Of a thread of the host: most have 1 MB, of which a part is in use. */
    static LuaStack ofHost() {
        return new LuaStack(400_000 / BYTES_PER_CALL, true);
    }

    /** Of a new thread. */
    static LuaStack ofThread(long bytes, boolean isSmall) {
        return new LuaStack((int) ((bytes - 100_000) / BYTES_PER_CALL), isSmall);
    }
}
