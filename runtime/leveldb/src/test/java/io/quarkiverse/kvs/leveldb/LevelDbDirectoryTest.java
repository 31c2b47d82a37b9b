package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories that LevelDB itself has written, by way of Debian's python3-plyvel, are read. */
class LevelDbDirectoryTest {

    /** Writes entries, removes and replaces some, and prints what there is in the end. */
    private static final String WRITER = """
            import plyvel, random, sys
            directory, entries, compression, compact = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4] == 'true'
            random.seed(7)
            db = plyvel.DB(directory, create_if_missing=True, write_buffer_size=65536,
                           compression=None if compression == 'none' else compression)
            for i in range(entries):
                key = b'key%d' % random.randrange(entries)
                if random.randrange(5) == 0:
                    db.delete(key)
                else:
                    length = 40000 if random.randrange(200) == 0 else random.randrange(200)
                    db.put(key, bytes(random.choice(b'ab') for _ in range(length)))
            if compact:
                db.compact_range()
                db.put(b'last', b'in the log')
            with db.write_batch() as batch:
                batch.put(b'', b'empty')
                batch.put(b'\\xff\\x00', b'')
                batch.delete(b'key1')
            for key, value in db:
                print(key.hex() + '=' + value.hex())
            db.close()
            """;

    @TempDir
    Path parent;

    private static boolean hasPlyvel() {
        try {
            Process process = new ProcessBuilder("/usr/bin/python3", "-c", "import plyvel").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<String, String> write(Path directory, int entries, String compression, boolean compact)
            throws IOException, InterruptedException {
        assumeTrue(hasPlyvel(), "needs a real LevelDB (Debian: python3-plyvel)");
        Path script = Files.writeString(parent.resolve("write.py"), WRITER, UTF_8);
        Path printed = parent.resolve("printed");
        Process process = new ProcessBuilder("/usr/bin/python3", script.toString(), directory.toString(),
                Integer.toString(entries), compression, Boolean.toString(compact)).redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(process.waitFor()).isZero();
        Map<String, String> written = new TreeMap<>();
        for (String line : Files.readAllLines(printed)) {
            int equals = line.indexOf('=');
            written.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return written;
    }

    private static Map<String, String> contents(DB db) {
        Map<String, String> contents = new TreeMap<>();
        for (DBIterator iterator = db.iterator(); iterator.hasNext();) {
            Map.Entry<byte[], byte[]> entry = iterator.next();
            contents.put(HexFormat.of().formatHex(entry.getKey()),
                    HexFormat.of().formatHex(entry.getValue()));
        }
        return contents;
    }

    @ParameterizedTest
    @CsvSource({ "0, snappy, false", "10, snappy, false", "5000, snappy, false", "5000, snappy, true", "5000, none, true" })
    void isImported(int entries, String compression, boolean compact) throws IOException, InterruptedException {
        Path directory = parent.resolve("leveldb");
        Map<String, String> written = write(directory, entries, compression, compact);
        try (DB db = KvsDBFactory.factory.openInMemory(new Options())) {
            assertThat(KvsDBFactory.factory.importFrom(directory.toFile(), new Options(), db)).isEqualTo(written.size());
            assertThat(contents(db)).isEqualTo(written);
        }
        if (entries == 5000) {
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).anyMatch(file -> file.toString().endsWith(".ldb"));
            }
        }
    }

    @Test
    void isNotOpenedAsOneOfOurs() throws IOException, InterruptedException {
        File directory = parent.resolve("leveldb").toFile();
        write(directory.toPath(), 10, "none", false);
        assertThatThrownBy(() -> KvsDBFactory.factory.open(directory, new Options())).isInstanceOf(IOException.class)
                .hasMessageContaining("written by LevelDB itself");
    }

    /** What is broken is told, or the end of a log is missing: nothing else is thrown, and nothing invented. */
    @Test
    void damagedFilesAreRefused() throws IOException, InterruptedException {
        Path directory = parent.resolve("leveldb");
        Map<String, String> written = write(directory, 2000, "snappy", true);
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> file.toString().matches(".*(ldb|log|MANIFEST-[0-9]+)")).toList();
        }
        int refused = 0;
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            try (DB db = KvsDBFactory.factory.openInMemory(new Options())) {
                KvsDBFactory.factory.importFrom(directory.toFile(), new Options(), db);
                assertThat(written.entrySet()).as("%s at %d", file, at).containsAll(contents(db).entrySet());
            } catch (IOException e) {
                refused++;
            }
            Files.write(file, good);
        }
        assertThat(refused).isGreaterThan(30);
    }

    @Test
    void aDirectoryOfSomethingElseIsRefused() {
        try (DB db = KvsDBFactory.factory.openInMemory(new Options())) {
            assertThatThrownBy(() -> KvsDBFactory.factory.importFrom(parent.toFile(), new Options(), db))
                    .isInstanceOf(IOException.class).hasMessageContaining("was not written by LevelDB");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
