package io.quarkiverse.kvs.core.command.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.core.command.server.MemoryBounds;
import io.quarkiverse.kvs.core.command.server.PersistenceSettings;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.DiskDirectory;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.log.LogDirectory;
import io.quarkiverse.kvs.core.store.Store;

/** Beginning to keep data in a directory, and ending it, also before it has begun. */
class PersistenceStartTest {

    @TempDir
    Path directory;

    private ServerState server(Path where) {
        return server(where, System::nanoTime);
    }

    private ServerState server(Path where, LongSupplier nanoTime) {
        Settings.Initial defaults = Settings.Initial.defaults();
        return new ServerState(new Store(1), new Settings(new Settings.Initial(defaults.limits(), defaults.maxClients(),
                defaults.replyBacklog(), 0, "", 1, "localhost", true, MemoryBounds.NONE,
                PersistenceSettings.Initial.OFF.withAppendOnly(where, FsyncPolicy.ALWAYS))), System::currentTimeMillis,
                nanoTime);
    }

    @Test
    void aDirectoryInUseIsRefusedUntilItIsGivenBack() {
        Persistence first = server(directory).persistence();
        Persistence second = server(directory).persistence();
        first.start(false, () -> {
        });
        assertThatThrownBy(() -> second.start(false, () -> {
        })).isInstanceOf(PersistenceException.class).hasMessage("Data cannot be kept in " + directory
                + ": it is in use by process " + ProcessHandle.current().pid() + ", which is this one");
        first.awaitLoaded();
        first.close();
        second.start(false, () -> {
        });
        second.awaitLoaded();
        assertThat(second.failure()).isNull();
        second.close();
    }

    @Test
    void whatIsNoDirectoryIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> server(file).persistence().start(false, () -> {
        })).hasMessage("Data cannot be kept in " + file + ": " + file + ": not a directory");
        assertThatThrownBy(() -> server(file.resolve("data")).persistence().start(false, () -> {
        })).hasMessageContaining("Not a directory");
    }

    @Test
    void loadingIsGivenUpAtTheEnd() throws Exception {
        Path parts = Files.createDirectory(directory.resolve("appendonlydir"));
        Files.writeString(parts.resolve("appendonly.aof.manifest"), "file appendonly.aof.1.incr.aof seq 1 type i\n");
        Files.writeString(parts.resolve("appendonly.aof.1.incr.aof"), "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$3\r\n100\r\n");
        SlowDirectory slow = new SlowDirectory(new DiskDirectory(parts));
        ServerState server = server(directory);
        Persistence persistence = server.persistence();
        persistence.use(new DiskDirectory(directory), slow);
        AtomicInteger failures = new AtomicInteger();
        persistence.start(false, failures::incrementAndGet);
        assertThat(persistence.unavailable()).startsWith("LOADING");
        Thread closing = new Thread(persistence::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        slow.goOn.countDown();
        closing.join();
        assertThat(persistence.isNotLoaded()).isTrue();
        assertThat(failures).as("the application is ending anyway").hasValue(0);
        assertThat(parts.resolve("appendonly.aof.1.incr.aof")).as("the file is left as it is").hasSize(29);
    }

    /** Every five seconds; here, each look at the clock takes two. */
    @Test
    void loadingTellsHowFarItIs() throws Exception {
        Path parts = Files.createDirectory(directory.resolve("appendonlydir"));
        Files.writeString(parts.resolve("appendonly.aof.manifest"), "file appendonly.aof.1.incr.aof seq 1 type i\n");
        String command = "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$1000\r\n" + "x".repeat(1000) + "\r\n";
        Files.writeString(parts.resolve("appendonly.aof.1.incr.aof"), command.repeat(5000));
        AtomicLong clock = new AtomicLong();
        Persistence persistence = server(directory, () -> clock.addAndGet(TimeUnit.SECONDS.toNanos(2))).persistence();
        List<String> told = new CopyOnWriteArrayList<>();
        persistence.log(new PersistenceLog() {
            @Override
            public void info(String message) {
                told.add(message);
            }

            @Override
            public void warning(String message, Throwable cause) {
                told.add("warning: " + message);
            }
        });
        persistence.start(false, () -> {
        });
        persistence.awaitLoaded();
        persistence.close();
        assertThat(told.get(0)).matches("Loading the data: 1?[0-9] % of " + command.length() * 5000 + " bytes");
        assertThat(told).hasSizeGreaterThan(3).allMatch(message -> !message.startsWith("warning"));
        assertThat(told.get(told.size() - 1)).startsWith("The data was loaded from " + directory);
    }

    /** Opens the file with changes only when it is told to. */
    private record SlowDirectory(LogDirectory on, CountDownLatch goOn) implements LogDirectory {

        SlowDirectory(LogDirectory on) {
            this(on, new CountDownLatch(1));
        }

        @Override
        public InputStream read(String name) throws IOException {
            if (name.endsWith(".incr.aof")) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return on.read(name);
        }

        @Override
        public String path() {
            return on.path();
        }

        @Override
        public void create() throws IOException {
            on.create();
        }

        @Override
        public List<String> names() throws IOException {
            return on.names();
        }

        @Override
        public boolean exists(String name) {
            return on.exists(name);
        }

        @Override
        public long size(String name) throws IOException {
            return on.size(name);
        }

        @Override
        public WritableFile write(String name) throws IOException {
            return on.write(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            on.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            on.delete(name);
        }

        @Override
        public void sync() throws IOException {
            on.sync();
        }
    }
}
