package io.quarkiverse.kvs.cluster.raft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries on the disk: they are there when the files are opened again, and what is damaged is noticed. */
class EntryFilesTest {

    /** Small, so that there are several files. */
    private static final long SEGMENT = 200;

    @TempDir
    Path directory;
    private EntryFiles files;

    @BeforeEach
    void open() throws IOException {
        files = new EntryFiles(directory, 0, SEGMENT);
    }

    private void openAgain(long committed) throws IOException {
        files.close();
        files = new EntryFiles(directory, committed, SEGMENT);
    }

    private static LogEntry entry(long term, String text) {
        return new LogEntry(term, text.getBytes(UTF_8));
    }

    private void append(long term, String... texts) throws IOException {
        LogEntries entries = new LogEntries();
        for (String text : texts) {
            entries.add(entry(term, text));
        }
        files.append(entries);
    }

    private String text(long index) throws IOException {
        LogEntry entry = files.read(index);
        return entry == null ? null
                : entry.command() == null ? entry.term() + ":" : entry.term() + ":" + new String(entry.command(), UTF_8);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }

    @Test
    void areThereWhenOpenedAgain() throws IOException {
        assertThat(files.first()).isZero();
        assertThat(files.last()).isZero();
        append(1, "a", "b");
        append(2, "c");
        assertThat(text(3)).isEqualTo("2:c");
        openAgain(3);
        assertThat(files.first()).isEqualTo(1);
        assertThat(files.last()).isEqualTo(3);
        assertThat(text(1)).isEqualTo("1:a");
        assertThat(text(2)).isEqualTo("1:b");
        assertThat(text(3)).isEqualTo("2:c");
        assertThat(files.read(4)).isNull();
        files.append(new LogEntries().add(new LogEntry(3, "internal".getBytes(UTF_8), 0, 8, true)));
        openAgain(4);
        assertThat(files.read(4).internal()).isTrue();
        assertThat(files.read(3).internal()).isFalse();
    }

    @Test
    void areReadInAnyOrder() throws IOException {
        for (int i = 1; i <= 500; i++) {
            append(1, "entry " + i);
        }
        assertThat(segments()).hasSizeGreaterThan(5);
        openAgain(500);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            int index = random.nextInt(1, 501);
            assertThat(text(index)).isEqualTo("1:entry " + index);
        }
        for (int i = 1; i <= 500; i++) {
            assertThat(text(i)).isEqualTo("1:entry " + i);
        }
    }

    @Test
    void areCutOffAtTheEndAndForgottenInFront() throws IOException {
        for (int i = 1; i <= 50; i++) {
            append(1, "entry " + i);
        }
        files.cut(31);
        append(2, "other");
        openAgain(0);
        assertThat(files.last()).isEqualTo(31);
        assertThat(text(30)).isEqualTo("1:entry 30");
        assertThat(text(31)).isEqualTo("2:other");
        files.forget(20);
        assertThat(files.first()).isBetween(2L, 20L);
        assertThat(files.read(files.first() - 1)).isNull();
        long first = files.first();
        openAgain(31);
        assertThat(files.first()).isEqualTo(first);
        assertThat(text(first)).isEqualTo("1:entry " + first);
        files.cut(first);
        assertThat(files.last()).isEqualTo(first - 1);
        append(3, "again");
        assertThat(text(first)).isEqualTo("3:again");
    }

    @Test
    void beginAnew() throws IOException {
        for (int i = 1; i <= 30; i++) {
            append(1, "entry " + i);
        }
        for (long index : new long[] { 1000, 1001, 1001, 900, 17 }) {
            files.begin(index, 7);
            // It is only there for its term.
            assertThat(files.first()).isEqualTo(index + 1);
            assertThat(files.last()).isEqualTo(index);
            assertThat(text(index)).isEqualTo("7:");
            assertThat(files.read(index - 1)).isNull();
            append(8, "next");
            openAgain(index);
            assertThat(files.first()).isEqualTo(index + 1);
            assertThat(text(index + 1)).isEqualTo("8:next");
            assertThat(segments()).hasSize(1);
        }
    }

    @Test
    void theFileThatIsWrittenHasRoomAtItsEnd() throws IOException {
        append(1, "a");
        Path first = segments().get(0);
        long length = Files.size(first);
        assertThat(length).isGreaterThan(100_000);
        append(1, "b");
        assertThat(Files.size(first)).isEqualTo(length);
        byte[] notClosed = Files.readAllBytes(first);
        for (int i = 0; segments().size() == 1; i++) {
            append(1, "entry " + i);
        }
        assertThat(Files.size(first)).isLessThan(2 * SEGMENT);
        files.close();
        Files.delete(segments().get(1));
        Files.write(first, notClosed);
        files = new EntryFiles(directory, 2, SEGMENT);
        assertThat(files.last()).isEqualTo(2);
        assertThat(Files.size(first)).isLessThan(SEGMENT);
        files.cut(2);
        append(2, "other");
        assertThat(files.last()).isEqualTo(2);
        assertThat(text(2)).isEqualTo("2:other");
    }

    /** The machine may have stopped at any byte of what was written last. */
    @Test
    void whatIsTornIsCutOff() throws IOException {
        append(1, "a", "b");
        openAgain(2);
        long whole = Files.size(segments().get(0));
        append(2, "something longer", "c");
        files.close();
        Path file = segments().get(0);
        byte[] all = Files.readAllBytes(file);
        for (int length = (int) whole; length < all.length; length++) {
            for (boolean zeros : new boolean[] { false, true }) {
                Files.write(file, zeros ? Arrays.copyOf(Arrays.copyOf(all, length), all.length) : Arrays.copyOf(all, length));
                files = new EntryFiles(directory, 2, SEGMENT);
                assertThat(files.last()).isBetween(2L, 3L);
                assertThat(text(2)).isEqualTo("1:b");
                long last = files.last();
                append(3, "d");
                assertThat(text(last + 1)).isEqualTo("3:d");
                files.close();
            }
        }
        for (int length = 0; length < whole; length++) {
            Files.write(file, Arrays.copyOf(all, length));
            assertThatThrownBy(() -> new EntryFiles(directory, 2, SEGMENT)).isInstanceOf(IOException.class)
                    .hasMessageContaining("lacks entries that were committed: 2 were")
                    .hasMessageContaining("delete its directory");
            Files.write(file, all);
        }
    }

    /** Each bit of a file that is followed by another one, and each one in front of what was committed. */
    @Test
    void whatIsDamagedIsNoticed() throws IOException {
        for (int i = 1; i <= 30; i++) {
            append(1, "entry " + i);
        }
        files.close();
        Path file = segments().get(1);
        byte[] all = Files.readAllBytes(file);
        for (int i = 0; i < all.length * 8; i += 3) {
            byte[] damaged = all.clone();
            damaged[i / 8] ^= (byte) (1 << i % 8);
            Files.write(file, damaged);
            assertThatThrownBy(() -> new EntryFiles(directory, 0, SEGMENT)).as("bit %d", i).isInstanceOf(IOException.class)
                    .hasMessageContaining(file.getFileName().toString());
        }
        Files.write(file, all);
        files = new EntryFiles(directory, 30, SEGMENT);
        assertThat(files.last()).isEqualTo(30);
    }

    /** Wherever the machine stops while the log begins anew, either log is there, and not a mixture. */
    @Test
    void stoppingWhileItBeginsAnew() throws IOException {
        for (int i = 1; i <= 30; i++) {
            append(1, "entry " + i);
        }
        files.close();
        List<byte[]> before = new ArrayList<>();
        List<Path> paths = segments();
        for (Path path : paths) {
            before.add(Files.readAllBytes(path));
        }
        files = new EntryFiles(directory, 30, SEGMENT);
        files.begin(1000, 7);
        files.close();
        Path anew = segments().get(0);
        byte[] header = Files.readAllBytes(anew);
        for (int length = 0; length <= header.length; length++) {
            for (int left = 0; left <= paths.size(); left++) {
                for (Path each : segments()) {
                    Files.delete(each);
                }
                if (length < header.length && left < paths.size()) {
                    continue;
                }
                // Those in front are deleted first.
                for (int i = paths.size() - left; i < paths.size(); i++) {
                    Files.write(paths.get(i), before.get(i));
                }
                Files.write(anew, Arrays.copyOf(header, length));
                files = new EntryFiles(directory, 30, SEGMENT);
                assertThat(files.last()).isEqualTo(length == header.length ? 1000 : 30);
                assertThat(text(files.last())).isEqualTo(length == header.length ? "7:" : "1:entry 30");
                files.close();
            }
        }
    }
}
