package io.quarkiverse.kvs.core.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that have room at their end while they are written. */
class DiskDirectoryTest {

    private static final String INCREMENT = "appendonly.aof.1.incr.aof";
    private static final byte[] RECORD = "*1\r\n$4\r\nPING\r\n".getBytes(US_ASCII);

    @TempDir
    Path path;

    private Path file(String name) {
        return path.resolve(name);
    }

    private static void write(LogDirectory.WritableFile to, byte[] bytes, long at, boolean synced) throws IOException {
        if (synced) {
            to.syncFollows(bytes.length);
        }
        to.write(ByteBuffer.wrap(bytes), at);
        if (synced) {
            to.sync();
        }
    }

    @Test
    void smallRecordsThatAreSyncedHaveRoomBehindThem() throws IOException {
        try (LogDirectory.WritableFile file = DiskDirectory.withRoom(path).write(INCREMENT)) {
            write(file, RECORD, 0, true);
            long length = Files.size(file(INCREMENT));
            assertThat(length).isGreaterThan(100_000);
            write(file, RECORD, RECORD.length, true);
            assertThat(Files.size(file(INCREMENT))).isEqualTo(length);
        }
        assertThat(file(INCREMENT)).hasSize(2L * RECORD.length);
    }

    @Test
    void whatIsNotSyncedAtOnceOrIsLargeEndsTheFile() throws IOException {
        byte[] large = new byte[5000];
        try (LogDirectory.WritableFile file = DiskDirectory.withRoom(path).write(INCREMENT)) {
            write(file, RECORD, 0, true);
            write(file, RECORD, RECORD.length, false);
            assertThat(file(INCREMENT)).hasSize(2L * RECORD.length);
            write(file, RECORD, 2L * RECORD.length, true);
            write(file, large, 3L * RECORD.length, true);
            assertThat(file(INCREMENT)).hasSize(3L * RECORD.length + large.length);
            file.truncate(RECORD.length);
            assertThat(file(INCREMENT)).hasSize(RECORD.length);
        }
        assertThat(file(INCREMENT)).hasBinaryContent(RECORD);
    }

    @Test
    void otherFilesAndOtherDirectoriesHaveNone() throws IOException {
        hasNone(DiskDirectory.withRoom(path), "temp-rewriteaof-bg.aof");
        hasNone(new DiskDirectory(path), INCREMENT);
    }

    private void hasNone(DiskDirectory directory, String name) throws IOException {
        try (LogDirectory.WritableFile file = directory.write(name)) {
            write(file, RECORD, 0, true);
            assertThat(file(name)).hasSize(RECORD.length);
        }
    }

    @Test
    void roomIsCutOffAfterACrash() throws IOException {
        byte[] left = new byte[1_000_000];
        System.arraycopy(RECORD, 0, left, 300_000 - RECORD.length, RECORD.length);
        Files.write(file(INCREMENT), left);
        Files.write(file("appendonly.aof.2.incr.aof"), new byte[700_000]);
        Files.write(file("appendonly.aof.1.base.rdb"), left);
        new DiskDirectory(path).recover();
        assertThat(file(INCREMENT)).hasSize(left.length);
        DiskDirectory.withRoom(path).recover();
        assertThat(file(INCREMENT)).hasSize(300_000);
        assertThat(file("appendonly.aof.2.incr.aof")).isEmptyFile();
        assertThat(file("appendonly.aof.1.base.rdb")).hasSize(left.length);
        DiskDirectory.withRoom(path.resolve("none")).recover();
    }
}
