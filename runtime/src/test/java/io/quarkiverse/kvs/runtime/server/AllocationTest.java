package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import com.sun.management.ThreadMXBean;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.CommandDecoder;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Store;

/** What a command costs the garbage collector, from the bytes of the request to those of the reply: it must not grow. */
class AllocationTest {

    private static final int ROUNDS = 20_000;
    private static final String VALUE = "0123456789abcdef";
    /** What the measurement itself needs now and then: far below a byte a command. */
    private static final double NOTHING = 0.5;
    /** How long to wait until the compiler has found out what needs no object: some seconds, where it has a processor. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final CommandContext context = new CommandContext(state, new SplittableRandom(1));
    private final Session session = state.clients().inProcess(0);
    private final CommandDecoder decoder = new CommandDecoder(state.settings().limits(), state.commands());
    private final Request request = new Request();
    private final ReplyBuffer replies = new ReplyBuffer();
    private final ReplyWriter reply = ReplyWriter.of(Dialect.RESP2, replies);

    @Test
    void readingAllocatesNothing() {
        run(resp("SET", "key", VALUE));
        assertAllocates(NOTHING, resp("GET", "key"));
        assertAllocates(NOTHING, resp("EXISTS", "key", "other"));
        assertAllocates(NOTHING, resp("STRLEN", "key"));
        assertAllocates(NOTHING, resp("TTL", "key"));
        assertAllocates(NOTHING, resp("MGET", "key", "other", "key"));
    }

    /** A value of the same length is written over the one that is there. */
    @Test
    void overwritingAllocatesNothing() {
        assertAllocates(NOTHING, resp("SET", "key", VALUE));
        assertAllocates(NOTHING, resp("SET", "large", VALUE.repeat(1000)));
        // Shorter, and longer again, within the array that is there.
        assertAllocates(NOTHING, join(resp("SET", "large", VALUE.repeat(800)), resp("SET", "large", VALUE.repeat(900))));
    }

    /** One array for the whole entry: a header of 16 bytes, 5 of our own, the key, the value, the time to live. */
    @Test
    void settingAllocatesTheEntry() {
        byte[] both = join(resp("SET", "key", VALUE), resp("SET", "key", VALUE + VALUE));
        assertAllocates(rounded(16 + 5 + 3 + 16) + rounded(16 + 5 + 3 + 32) + NOTHING, both);
        assertAllocates(rounded(16 + 5 + 8 + 3 + 16) + 32 + NOTHING, resp("SET", "key", VALUE, "EX", "100"));
    }

    @Test
    void countingAllocatesAtMostTheEntry() {
        assertAllocates(8, resp("INCR", "counter"));
    }

    /** Nothing of what is stored: a note of what it took before and of where it stands, the limits of small ones, options. */
    @Test
    void overwritingInALargeCollectionAllocatesNothingThatStays() {
        String longMember = VALUE.repeat(8);
        run(resp("HSET", "hash", longMember, "1"));
        assertAllocates(80 + NOTHING, resp("HSET", "hash", "field", VALUE));
        run(resp("ZADD", "zset", "1", longMember));
        assertAllocates(2 * 96 + NOTHING, join(resp("ZADD", "zset", "1", "member"), resp("ZADD", "zset", "2.5", "member")));
    }

    private static long rounded(long bytes) {
        return bytes + 7 & -8;
    }

    /**
     * Runs commands until they allocate no more than that on the heap, each time: once they are compiled, which takes a busy
     * machine a while.
     */
    private void assertAllocates(double bytesAtMost, byte[] requests) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        double bytes;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                run(requests);
            }
            // What else happens in this thread, such as compilation taking effect, only adds.
            bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
        } while (bytes > bytesAtMost && System.nanoTime() < end);
        assertThat(bytes).isLessThanOrEqualTo(bytesAtMost);
    }

    private void run(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (decoder.decode(bytes, at, bytes.length, request) != CommandDecoder.Result.REQUEST) {
                throw new AssertionError("not a request");
            }
            at += decoder.consumed();
            state.executor().execute(context, session, request, reply, 1);
        }
        if (replies.array()[0] == '-') {
            throw new AssertionError(new String(replies.copy(), US_ASCII));
        }
        replies.clear();
    }

    private static byte[] resp(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(US_ASCII);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
