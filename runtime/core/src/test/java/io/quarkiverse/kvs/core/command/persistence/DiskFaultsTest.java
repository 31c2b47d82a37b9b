package io.quarkiverse.kvs.core.command.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.core.Thoroughness;
import io.quarkiverse.kvs.core.log.BrokenPromiseException;
import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;

/**
 * A server is started, written to, rewrites its append-only file, saves, switches the file off and on, and is closed. Each of
 * the operations on the disk that this takes fails in turn: once, for good, or because the power goes. After each, a server is
 * started from what is left, and has everything that was acknowledged, and nothing by halves.
 */
class DiskFaultsTest {

    private static final int WAYS_TO_FAIL = 3;

    /** Each of them changes the data, some of them in several places at once. */
    private static final String[][] WRITES = {
            { "SET a 1" },
            { "MSET b 1 c 1 d 1" },
            { "INCR a", "RPUSH list x y z", "SADD set m" },
            { "SELECT 3", "SET other 1", "SELECT 0", "SET e 1" },
            { "HSET hash f 1 g 2" },
            { "RPUSH list 1 2 3" },
            { "INCR a" },
            { "MSET b 2 c 2 d 2" },
            { "DEL b c" },
            { "ZADD zset 1 one 2 two" },
            { "INCRBY a 10", "LPOP list", "SET f 1" },
            { "RENAME f g" },
            { "APPEND g tail" } };

    /** The data after each number of writes. */
    private static final List<String> DIGESTS = digests();

    private static List<String> digests() {
        try (KeptServer server = new KeptServer(new FailingDisk(), null, "")) {
            List<String> digests = new ArrayList<>();
            digests.add(server.digest());
            for (String[] write : WRITES) {
                server.call(write);
                digests.add(server.digest());
            }
            return digests;
        }
    }

    /** One run. */
    private static final class Scenario {

        private final FailingDisk disk;
        private final FsyncPolicy policy;
        private int done;
        /** So many writes are known to last. */
        private int kept;
        private boolean recorded = true;
        private KeptServer server;

        Scenario(FailingDisk disk, FsyncPolicy policy) {
            this.disk = disk;
            this.policy = policy;
        }

        void run() {
            server = new KeptServer(disk, policy, "");
            try {
                if (server.state().persistence().failure() == null) {
                    writeAndMore();
                }
            } finally {
                server.close();
            }
            if (!disk.isCut() && server.state().persistence().failure() == null && disk.openFiles() > 0) {
                throw new AssertionError(disk.openFiles() + " files are open: " + disk.openNames());
            }
        }

        private void writeAndMore() {
            if (write(3)) {
                rewrite();
                if (write(3)) {
                    server.call("SAVE");
                    if (write(2)) {
                        recorded = false;
                        server.call("CONFIG SET appendonly no");
                        write(1);
                        if (server.call("CONFIG SET appendonly yes").startsWith("+")) {
                            recorded = true;
                            kept = done;
                            if (write(2)) {
                                rewrite();
                                rewrite();
                                write(2);
                            }
                        }
                    }
                }
            }
        }

        private void rewrite() {
            server.call("BGREWRITEAOF");
            until(() -> !server.state().persistence().isRewriting());
        }

        /** @return false if nothing can be written any more */
        private boolean write(int times) {
            for (int i = 0; i < times; i++) {
                String reply = server.call(WRITES[done]);
                if (reply.contains("MISCONF")) {
                    return false;
                }
                done++;
                if (recorded && policy == FsyncPolicy.ALWAYS) {
                    if (!lasts()) {
                        return false;
                    }
                    kept = done;
                }
            }
            return true;
        }

        /** Waits until what was written lasts, unless it never will. */
        private boolean lasts() {
            long record = server.state().changes().sequence();
            boolean[] over = new boolean[2];
            server.state().changes().whenPromised(record, () -> end(over, true), why -> end(over, false));
            int[] failed = { 0 };
            until(() -> {
                synchronized (over) {
                    return over[0] || disk.isCut()
                            || server.state().persistence().failure() != null && (disk.isBroken() || failed[0]++ > 300);
                }
            });
            synchronized (over) {
                return over[1];
            }
        }

        private static void end(boolean[] over, boolean kept) {
            synchronized (over) {
                over[0] = true;
                over[1] = kept;
            }
        }
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void withoutFaults() {
        for (FsyncPolicy policy : FsyncPolicy.values()) {
            FailingDisk disk = new FailingDisk();
            Scenario scenario = new Scenario(disk, policy);
            scenario.run();
            assertThat(disk.openFiles()).isZero();
            assertThat(scenario.done).isEqualTo(13);
            // Also without the operating system.
            restart(disk.afterPowerCut(FailingDisk.Bytes.NONE, FailingDisk.Names.NONE), policy, scenario.done, scenario.done);
        }
    }

    @TestFactory
    Stream<DynamicTest> eachOperationFailsOnce() {
        return operations(FsyncPolicy.ALWAYS, 0).mapToObj(operation -> DynamicTest.dynamicTest("operation " + operation, () -> {
            FailingDisk disk = new FailingDisk();
            disk.fail(operation, FailingDisk.Fault.ONCE);
            Scenario scenario = new Scenario(disk, FsyncPolicy.ALWAYS);
            try {
                scenario.run();
            } catch (PersistenceException e) {
                // It could not be started.
            }
            disk.repair();
            restart(disk.afterPowerCut(FailingDisk.Bytes.ALL, FailingDisk.Names.ALL), FsyncPolicy.ALWAYS, scenario.kept,
                    scenario.done);
            restart(disk.afterPowerCut(FailingDisk.Bytes.NONE, FailingDisk.Names.NONE), FsyncPolicy.ALWAYS, scenario.kept,
                    scenario.done);
        }));
    }

    @TestFactory
    Stream<DynamicTest> eachOperationFailsAndAllThatFollow() {
        return operations(FsyncPolicy.ALWAYS, 1).mapToObj(operation -> DynamicTest.dynamicTest("operation " + operation, () -> {
            FailingDisk disk = new FailingDisk();
            disk.fail(operation, FailingDisk.Fault.FOR_GOOD);
            Scenario scenario = new Scenario(disk, FsyncPolicy.ALWAYS);
            try {
                scenario.run();
            } catch (PersistenceException e) {
                // It could not be started.
            }
            for (FailingDisk.Bytes bytes : FailingDisk.Bytes.values()) {
                restart(disk.afterPowerCut(bytes, FailingDisk.Names.ALL), FsyncPolicy.ALWAYS, scenario.kept, scenario.done);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> thePowerGoesAtEachOperation() {
        // With ALWAYS, these are the operations that neither of the two other tests takes.
        return Stream.of(FsyncPolicy.values()).flatMap(policy -> operations(policy, (policy.ordinal() + 2) % WAYS_TO_FAIL)
                .mapToObj(operation -> DynamicTest.dynamicTest(policy + ", operation " + operation, () -> {
                    FailingDisk disk = new FailingDisk();
                    disk.fail(operation, FailingDisk.Fault.POWER_CUT);
                    Scenario scenario = new Scenario(disk, policy);
                    try {
                        scenario.run();
                    } catch (PersistenceException e) {
                        // It could not be started.
                    }
                    for (FailingDisk.Bytes bytes : FailingDisk.Bytes.values()) {
                        for (FailingDisk.Names names : FailingDisk.Names.values()) {
                            restart(disk.afterPowerCut(bytes, names), policy, scenario.kept, scenario.done);
                        }
                    }
                })));
    }

    /**
     * The operations, by their numbers. A build takes every third one for each way to fail, so that each fails in one of the
     * ways. With {@code kvs.thoroughness}, it takes all of them for each way.
     *
     * @param turn from 0 to 2
     */
    private static IntStream operations(FsyncPolicy policy, int turn) {
        FailingDisk disk = new FailingDisk();
        new Scenario(disk, policy).run();
        return IntStream.range(0, disk.operations() + 2)
                .filter(operation -> Thoroughness.isWanted() || operation % WAYS_TO_FAIL == turn);
    }

    /** Starts from what is left: it has at least what was kept, and at most what was done. */
    private static void restart(FailingDisk disk, FsyncPolicy policy, int kept, int done) {
        try (KeptServer server = new KeptServer(disk, policy, "")) {
            assertThat(server.state().persistence().failure()).as(() -> String.join("\n", disk.log())).isNull();
            assertThat(server.digest()).as("at least %d of %d writes", kept, done).isIn(DIGESTS.subList(kept, done + 1));
            server.call("SET again 1");
        }
        try (KeptServer server = new KeptServer(disk, policy, "")) {
            assertThat(server.state().persistence().failure()).isNull();
            assertThat(server.call("GET again")).isEqualTo("$1\r\n1\r\n");
            server.closeAndCheck();
        }
        assertThat(disk.openFiles()).isZero();
    }

    @Test
    void whatCannotBeWrittenIsNotAcknowledgedAtTheEnd() {
        FailingDisk disk = new FailingDisk();
        KeptServer server = new KeptServer(disk, FsyncPolicy.ALWAYS, "");
        disk.failFromNowOn();
        server.call("SET a 1");
        boolean[] kept = new boolean[1];
        String[] broken = new String[1];
        server.state().changes().whenPromised(1, () -> kept[0] = true, why -> broken[0] = why);
        server.close();
        assertThat(kept[0]).isFalse();
        assertThat(broken[0]).contains("No space left on device");
        assertThatThrownBy(() -> server.state().changes().awaitPromise(1))
                .isInstanceOf(BrokenPromiseException.class);
        assertThat(disk.openFiles()).isZero();
    }

    @Test
    void refusesWritesAndPingWhileTheDiskFails() {
        FailingDisk disk = new FailingDisk();
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.EVERYSEC, "")) {
            server.call("SET a 1");
            disk.failFromNowOn();
            server.call("SET a 2");
            until(() -> server.state().persistence().failure() != null);
            String refusal = "-MISCONF Errors writing to the AOF file: No space left on device\r\n";
            assertThat(server.call("SET a 3")).isEqualTo(refusal);
            assertThat(server.call("PING")).isEqualTo(refusal);
            assertThat(server.call("GET a")).isEqualTo("$1\r\n2\r\n");
            assertThat(server.call("SET a 3", "SET b 3")).isEqualTo(refusal);
            disk.repair();
            until(() -> server.state().persistence().failure() == null);
            assertThat(server.call("SET a 4")).isEqualTo("+OK\r\n");
        }
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.EVERYSEC, "")) {
            assertThat(server.call("GET a")).isEqualTo("$1\r\n4\r\n");
        }
    }

    /** With {@code everysec}, what was acknowledged two seconds ago is on the disk: if that hangs, those who write wait. */
    @Test
    void nothingIsAcknowledgedThatAPowerCutTwoSecondsLaterWouldTake() throws Exception {
        FailingDisk disk = new FailingDisk();
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.EVERYSEC, "")) {
            Persistence persistence = server.state().persistence();
            disk.holdSyncs();
            long first = System.nanoTime();
            server.call("SET a 1");
            while (!persistence.isBehind()) {
                persistence.maintain();
                assertThat(System.nanoTime() - first).isLessThan(TimeUnit.SECONDS.toNanos(60));
                Thread.sleep(10);
            }
            assertThat(System.nanoTime() - first).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
            assertThat(server.call("GET a")).isEqualTo("$1\r\n1\r\n");
            AtomicReference<String> reply = new AtomicReference<>();
            Thread writer = new Thread(() -> reply.set(server.call("SET b 1")), "writes");
            writer.start();
            writer.join(200);
            assertThat(reply.get()).isNull();
            disk.release();
            writer.join();
            assertThat(reply.get()).isEqualTo("+OK\r\n");
            assertThat(persistence.isBehind()).isFalse();
        }
    }

    @Test
    void noRefusalIsLeftWhenTheFileIsSwitchedOff() {
        FailingDisk disk = new FailingDisk();
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.EVERYSEC, "")) {
            disk.failFromNowOn();
            server.call("SET a 2");
            until(() -> server.state().persistence().failure() != null);
            assertThat(server.call("CONFIG SET appendonly no")).isEqualTo("+OK\r\n");
            assertThat(server.call("SET a 3")).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void asSnapshotsFail() {
        FailingDisk disk = new FailingDisk();
        try (KeptServer server = new KeptServer(disk, null, "3600 1")) {
            server.call("SET a 1");
            disk.failFromNowOn();
            assertThat(server.call("SAVE")).isEqualTo("-ERR\r\n");
            assertThat(server.call("SET a 2")).startsWith("-MISCONF Redis is configured to save RDB snapshots");
            assertThat(server.call("CONFIG SET stop-writes-on-bgsave-error no")).isEqualTo("+OK\r\n");
            assertThat(server.call("SET a 2")).isEqualTo("+OK\r\n");
            disk.repair();
            assertThat(server.call("SAVE")).isEqualTo("+OK\r\n");
            disk.failFromNowOn();
        }
        disk.repair();
        try (KeptServer server = new KeptServer(disk, null, "")) {
            assertThat(server.call("GET a")).isEqualTo("$1\r\n2\r\n");
        }
    }

    @Test
    void shutdownSaves() {
        FailingDisk disk = new FailingDisk();
        boolean[] shutdown = new boolean[1];
        try (KeptServer server = new KeptServer(disk, null, "3600 1")) {
            server.onShutdown(() -> shutdown[0] = true);
            server.call("SET a 1");
            disk.failFromNowOn();
            assertThat(server.call("SHUTDOWN")).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.\r\n");
            assertThat(shutdown[0]).isFalse();
            assertThat(server.call("SHUTDOWN FORCE")).isEmpty();
            assertThat(shutdown[0]).isTrue();
            disk.repair();
            shutdown[0] = false;
            assertThat(server.call("SHUTDOWN SAVE")).isEmpty();
            assertThat(shutdown[0]).isTrue();
            assertThat(disk.directory("data").exists("dump.rdb")).isTrue();
            server.call("SET a 2");
            assertThat(server.call("SHUTDOWN NOSAVE")).isEmpty();
        }
        try (KeptServer server = new KeptServer(disk, null, "")) {
            assertThat(server.call("GET a")).isEqualTo("$1\r\n1\r\n");
        }
    }

    @TestFactory
    Stream<DynamicTest> thePowerGoesAtEachOperationOfSnapshots() {
        return IntStream.range(0, 20).mapToObj(operation -> DynamicTest.dynamicTest("operation " + operation, () -> {
            FailingDisk disk = new FailingDisk();
            disk.fail(operation, FailingDisk.Fault.POWER_CUT);
            int saved = 0;
            int done = 0;
            try (KeptServer server = new KeptServer(disk, null, "")) {
                while (done < 6) {
                    server.call(WRITES[done++]);
                    server.call(WRITES[done++]);
                    saved = server.call("SAVE").equals("+OK\r\n") ? done : saved;
                }
            }
            for (FailingDisk.Bytes bytes : FailingDisk.Bytes.values()) {
                for (FailingDisk.Names names : FailingDisk.Names.values()) {
                    try (KeptServer server = new KeptServer(disk.afterPowerCut(bytes, names), null, "")) {
                        assertThat(server.digest()).isIn(DIGESTS.subList(saved, done + 1));
                    }
                }
            }
        }));
    }
}
