package io.quarkiverse.kvs.core.command.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkiverse.kvs.core.log.FailingDisk;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.it.threads.Await;

/** A record that is waited for is on the disk then, under any policy. */
class SyncedRecordTest {

    @ParameterizedTest
    @EnumSource
    void isThereAfterAPowerCut(FsyncPolicy policy) throws IOException {
        FailingDisk disk = new FailingDisk();
        KeptServer server = new KeptServer(disk, policy, "");
        for (int i = 1; i <= 3; i++) {
            server.call("SET a " + i);
            server.state().persistence().sync(server.state().changes().sequence());
            FailingDisk left = disk.afterPowerCut(FailingDisk.Bytes.NONE, FailingDisk.Names.NONE);
            try (KeptServer restarted = new KeptServer(left, policy, "")) {
                assertThat(restarted.call("GET a")).isEqualTo("$1\r\n" + i + "\r\n");
            }
        }
        // What is there already is not synced once more.
        int syncs = disk.syncs();
        server.state().persistence().sync(1);
        assertThat(disk.syncs()).isEqualTo(syncs);
        server.close();
    }

    /**
     * Records without a caller that waits are collected for a millisecond. Of many attempts, the fastest counts: a busy machine
     * does not slow down all of them.
     */
    @ParameterizedTest
    @EnumSource
    void doesNotWaitForOthersToBeMade(FsyncPolicy policy) throws IOException {
        try (KeptServer server = new KeptServer(new FailingDisk(), policy, "")) {
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < 300; i++) {
                server.call("SET a " + i);
                long start = System.nanoTime();
                server.state().persistence().sync(server.state().changes().sequence());
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
            assertThat(fastest).isLessThan(900_000);
        }
    }

    @Test
    void isNotSaidToBeThereWhileTheDiskFails() throws IOException {
        FailingDisk disk = new FailingDisk();
        try (KeptServer server = new KeptServer(disk, FsyncPolicy.NO, "")) {
            server.call("SET a 1");
            disk.failFromNowOn();
            long record = server.state().changes().sequence();
            assertThatThrownBy(() -> server.state().persistence().sync(record)).isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
            disk.repair();
            Await.until("it is there", () -> server.state().persistence().isSynced(record));
            server.state().persistence().sync(record);
        }
    }

    /** The thread that writes is not woken for the records of others meanwhile: it must be afterwards, whatever happened. */
    @ParameterizedTest
    @EnumSource
    void isMadeAndSyncedInOneCallOrFails(FsyncPolicy policy) throws IOException {
        FailingDisk disk = new FailingDisk();
        try (KeptServer server = new KeptServer(disk, policy, "")) {
            Persistence persistence = server.state().persistence();
            persistence.sync(() -> {
                server.call("SET a 1");
                return server.state().changes().sequence();
            });
            assertThat(persistence.isSynced(server.state().changes().sequence())).isTrue();
            assertThatThrownBy(() -> persistence.sync(() -> {
                server.call("SET a 2");
                throw new IllegalStateException("not made");
            })).isInstanceOf(IllegalStateException.class).hasMessage("not made");
            Await.until("it is written all the same", () -> {
                FailingDisk left = disk.afterPowerCut(FailingDisk.Bytes.ALL, FailingDisk.Names.ALL);
                try (KeptServer restarted = new KeptServer(left, policy, "")) {
                    return restarted.call("GET a").equals("$1\r\n2\r\n");
                }
            });
        }
    }

    /** Callers that write in the place of the thread, or wait for one that does, while others make records. */
    @ParameterizedTest
    @EnumSource
    void isThereForManyCallersAtOnce(FsyncPolicy policy) throws Exception {
        FailingDisk disk = new FailingDisk();
        try (KeptServer server = new KeptServer(disk, policy, "")) {
            List<Callable<Integer>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                String key = "caller:" + caller;
                callers.add(() -> {
                    int missing = 0;
                    for (int i = 1; i <= 200; i++) {
                        String set = "SET " + key + " " + i;
                        long[] record = new long[1];
                        LongSupplier change = () -> {
                            synchronized (server) {
                                server.call(set);
                                return record[0] = server.state().changes().sequence();
                            }
                        };
                        if (i % 2 == 0) {
                            server.state().persistence().sync(change);
                        } else {
                            server.state().persistence().sync(change.getAsLong());
                        }
                        missing += server.state().persistence().isSynced(record[0]) ? 0 : 1;
                    }
                    return missing;
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(callers.size());
            for (Future<Integer> missing : threads.invokeAll(callers, 1, TimeUnit.MINUTES)) {
                assertThat(missing.get()).isZero();
            }
            threads.shutdown();
            try (KeptServer restarted = new KeptServer(
                    disk.afterPowerCut(FailingDisk.Bytes.NONE, FailingDisk.Names.NONE), policy, "")) {
                for (int caller = 0; caller < callers.size(); caller++) {
                    assertThat(restarted.call("GET caller:" + caller)).isEqualTo("$3\r\n200\r\n");
                }
            }
        }
    }

    @Test
    void isNotSaidToBeThereIfItCannotBe() throws InterruptedException {
        FailingDisk disk = new FailingDisk();
        KeptServer server = new KeptServer(disk, FsyncPolicy.NO, "");
        disk.failFromNowOn();
        server.call("SET a 1");
        Throwable[] thrown = new Throwable[1];
        Thread waiting = new Thread(() -> {
            try {
                server.state().persistence().sync(server.state().changes().sequence());
            } catch (IOException e) {
                thrown[0] = e;
            }
        }, "waiting-for-sync");
        waiting.start();
        server.close();
        waiting.join();
        assertThat(thrown[0]).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> server.state().persistence().sync(1)).isInstanceOf(IOException.class)
                .hasMessageContaining("no append-only file");
    }
}
