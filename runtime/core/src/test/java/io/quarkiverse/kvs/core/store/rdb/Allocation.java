package io.quarkiverse.kvs.core.store.rdb;

import java.lang.management.ManagementFactory;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import com.sun.management.ThreadMXBean;

/**
 * What an act takes on the heap, in bytes, in the thread that calls. The virtual machine counts what it does in that thread by
 * itself as well, and a whole allocation buffer at times, and compiled code allocates less: an act is repeated before it is
 * said to take too much.
 */
final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ATTEMPTS = 20;

    private Allocation() {
    }

    /** Asserts that an act, which can be repeated, allocates less than a number of bytes. */
    static void assertIsLessThan(long bound, ThrowingCallable act, String description, Object... arguments) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least >= bound; attempt++) {
            least = Math.min(least, of(act));
        }
        Assertions.assertThat(least).as(description, arguments).isLessThan(bound);
    }

    private static long of(ThrowingCallable act) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Assertions.assertThatCode(act).doesNotThrowAnyException();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
