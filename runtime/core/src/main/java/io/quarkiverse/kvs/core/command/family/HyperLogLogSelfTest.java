package io.quarkiverse.kvs.core.command.family;

import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.HyperLogLog;

/**
 * The command PFSELFTEST: adds ten million elements to a dense {@link HyperLogLog} and to one that starts sparse.
 * At every power of ten, both are to count the same, and to be wrong by no more than six standard errors.
 */
final class HyperLogLogSelfTest {

    private static final long ELEMENTS = 10_000_000;
    private static final double STANDARD_ERROR = 1.04 / Math.sqrt(HyperLogLog.REGISTERS);
    private static final int MAX_ERRORS = 6;

    private final long maxSparse;
    private final long seed;
    private final HyperLogLog dense = HyperLogLog.create();
    private final HyperLogLog sparse = HyperLogLog.create();

    private HyperLogLogSelfTest(long maxSparse, long seed) {
        this.maxSparse = maxSparse;
        this.seed = seed;
        dense.makeDense();
    }

    static void run(CommandContext c) {
        long seed = c.random().nextLong();
        long maxSparse = c.server().settings().hllSparseMaxBytes.value();
        c.replyLater((reply, cancelled) -> {
            String failure = new HyperLogLogSelfTest(maxSparse, seed).failure(cancelled);
            if (failure == null) {
                reply.ok();
            } else {
                reply.error("ERR TESTFAILED " + failure);
            }
        });
    }

    /** What is wrong, or null. */
    private String failure(BooleanSupplier cancelled) {
        RandomGenerator random = new Random(seed);
        byte[] bytes = new byte[Long.BYTES];
        Bytes element = new Bytes().show(bytes);
        String failure = null;
        long checked = 1;
        for (long added = 1; added <= ELEMENTS && failure == null && !cancelled.getAsBoolean(); added++) {
            random.nextBytes(bytes);
            dense.add(element, maxSparse);
            sparse.add(element, maxSparse);
            if (added == checked) {
                failure = failureAfter(added);
                checked *= 10;
            }
        }
        return failure;
    }

    private String failureAfter(long added) {
        if (added < maxSparse / 2 && sparse.isDense()) {
            return "sparse encoding not used";
        }
        if (dense.count() != sparse.count()) {
            return "dense/sparse disagree";
        }
        long error = Math.abs(added - dense.count());
        return error <= Math.ceil(STANDARD_ERROR * MAX_ERRORS * added) ? null
                : "Too big error. card:" + added + " abserr:" + error;
    }
}
