package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBComparator;
import org.iq80.leveldb.DBException;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.Range;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.Snapshot;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of LevelDB expect of its API for Java, and that misuse is an exception and nothing worse. */
class KvsDBTest {

    /** Letters of both cases are the same. */
    private static class IgnoringCase implements DBComparator {

        @Override
        public String name() {
            return "ignoring-case";
        }

        @Override
        public int compare(byte[] one, byte[] other) {
            return new String(one, UTF_8).toLowerCase(Locale.ROOT).compareTo(new String(other, UTF_8).toLowerCase(Locale.ROOT));
        }

        @Override
        public byte[] findShortestSeparator(byte[] start, byte[] limit) {
            return start;
        }

        @Override
        public byte[] findShortSuccessor(byte[] key) {
            return key;
        }
    }

    @TempDir
    Path parent;
    private File directory;
    private DB db;

    private DB open(Options options) throws IOException {
        directory = parent.resolve("db").toFile();
        db = KvsDBFactory.factory.open(directory, options);
        return db;
    }

    private DB open() throws IOException {
        return open(new Options());
    }

    private DB reopen(Options options) throws IOException {
        db.close();
        return open(options);
    }

    @AfterEach
    void close() throws IOException {
        if (db != null) {
            db.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private static String text(Map.Entry<byte[], byte[]> entry) {
        return text(entry.getKey()) + "=" + text(entry.getValue());
    }

    private String get(String key) {
        return text(db.get(bytes(key)));
    }

    private void put(String... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            db.put(bytes(keysAndValues[i]), bytes(keysAndValues[i + 1]));
        }
    }

    private static List<String> all(DBIterator iterator) {
        List<String> entries = new ArrayList<>();
        iterator.forEachRemaining(entry -> entries.add(text(entry)));
        return entries;
    }

    @Test
    void putsGetsAndDeletes() throws IOException {
        open();
        assertThat(get("Tampa")).isNull();
        put("Tampa", "green", "London", "red", "Tampa", "blue", "", "empty", "none", "");
        assertThat(get("Tampa")).isEqualTo("blue");
        assertThat(get("London")).isEqualTo("red");
        assertThat(get("")).isEqualTo("empty");
        assertThat(get("none")).isEmpty();
        db.delete(bytes("London"));
        db.delete(bytes("nothing"));
        assertThat(get("London")).isNull();
        reopen(new Options());
        assertThat(get("London")).isNull();
        assertThat(get("Tampa")).isEqualTo("blue");
        assertThat(all(db.iterator())).containsExactly("=empty", "Tampa=blue", "none=");
    }

    @Test
    void whatWasPutDoesNotChangeWithTheArraysOfTheCaller() throws IOException {
        open();
        byte[] key = bytes("k");
        byte[] value = bytes("v");
        db.put(key, value);
        WriteBatch batch = db.createWriteBatch();
        byte[] other = bytes("o");
        batch.put(other, value);
        key[0] = 'x';
        value[0] = 'x';
        other[0] = 'x';
        db.write(batch);
        db.get(bytes("k"))[0] = 'y';
        assertThat(all(db.iterator())).containsExactly("k=v", "o=x".replace('x', 'v'));
        reopen(new Options());
        assertThat(all(db.iterator())).containsExactly("k=v", "o=v");
        int[] lengths = { 100, 70_000, 300_000 };
        for (int i = 0; i < 150; i++) {
            byte[] large = new byte[lengths[i % lengths.length]];
            db.put(bytes("large" + i), large);
            Arrays.fill(large, (byte) 1);
        }
        reopen(new Options());
        for (int i = 0; i < 150; i++) {
            assertThat(Arrays.equals(db.get(bytes("large" + i)), new byte[lengths[i % lengths.length]])).isTrue();
        }
    }

    @Test
    void anIteratorGoesInBothDirections() throws IOException {
        open();
        put("a", "1", "b", "2", "c", "3", "d", "4");
        try (DBIterator iterator = db.iterator()) {
            iterator.seekToFirst();
            assertThat(iterator.hasPrev()).isFalse();
            assertThatThrownBy(iterator::prev).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(iterator::peekPrev).isInstanceOf(NoSuchElementException.class);
            assertThat(text(iterator.peekNext())).isEqualTo("a=1");
            assertThat(text(iterator.next())).isEqualTo("a=1");
            assertThat(text(iterator.peekPrev())).isEqualTo("a=1");
            assertThat(text(iterator.next())).isEqualTo("b=2");
            assertThat(text(iterator.prev())).isEqualTo("b=2");
            assertThat(text(iterator.peekNext())).isEqualTo("b=2");
            assertThat(text(iterator.prev())).isEqualTo("a=1");
            assertThat(iterator.hasPrev()).isFalse();
            iterator.seek(bytes("bb"));
            assertThat(text(iterator.peekNext())).isEqualTo("c=3");
            assertThat(text(iterator.peekPrev())).isEqualTo("b=2");
            assertThat(text(iterator.next())).isEqualTo("c=3");
            iterator.seek(bytes("c"));
            assertThat(text(iterator.next())).isEqualTo("c=3");
            iterator.seek(bytes("z"));
            assertThat(iterator.hasNext()).isFalse();
            assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(iterator::peekNext).isInstanceOf(NoSuchElementException.class);
            assertThat(text(iterator.prev())).isEqualTo("d=4");
            iterator.seekToLast();
            assertThat(text(iterator.peekNext())).isEqualTo("d=4");
            List<String> backwards = new ArrayList<>();
            while (iterator.hasPrev()) {
                backwards.add(text(iterator.prev()));
            }
            assertThat(backwards).containsExactly("c=3", "b=2", "a=1");
            assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
            iterator.seekToFirst();
            assertThat(all(iterator)).containsExactly("a=1", "b=2", "c=3", "d=4");
        }
    }

    @Test
    void anIteratorOfNothing() throws IOException {
        open();
        DBIterator iterator = db.iterator();
        iterator.seekToLast();
        assertThat(iterator.hasNext()).isFalse();
        assertThat(iterator.hasPrev()).isFalse();
        iterator.seek(bytes("x"));
        assertThat(iterator.hasNext()).isFalse();
    }

    @Test
    void anIteratorSeesOneState() throws IOException {
        open();
        put("a", "1", "b", "2");
        DBIterator iterator = db.iterator();
        put("a", "changed", "c", "3");
        db.delete(bytes("b"));
        assertThat(all(iterator)).containsExactly("a=1", "b=2");
        assertThat(all(db.iterator())).containsExactly("a=changed", "c=3");
    }

    @Test
    void aSnapshotStays() throws IOException {
        open();
        put("a", "1");
        Snapshot snapshot = db.getSnapshot();
        put("a", "2", "b", "2");
        ReadOptions then = new ReadOptions().snapshot(snapshot);
        assertThat(text(db.get(bytes("a"), then))).isEqualTo("1");
        assertThat(db.get(bytes("b"), then)).isNull();
        assertThat(all(db.iterator(then))).containsExactly("a=1");
        assertThat(get("a")).isEqualTo("2");
        snapshot.close();
        assertThatThrownBy(() -> db.get(bytes("a"), then)).isInstanceOf(DBException.class).hasMessageContaining("closed");
        try (DB other = KvsDBFactory.factory.openInMemory(new Options())) {
            ReadOptions foreign = new ReadOptions().snapshot(other.getSnapshot());
            assertThatThrownBy(() -> db.get(bytes("a"), foreign)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aWriteGivesASnapshotIfWanted() throws IOException {
        open();
        assertThat(db.put(bytes("a"), bytes("1"), new WriteOptions())).isNull();
        WriteOptions wanted = new WriteOptions().snapshot(true).sync(true);
        Snapshot first = db.put(bytes("a"), bytes("2"), wanted);
        Snapshot second = db.delete(bytes("a"), wanted);
        WriteBatch batch = db.createWriteBatch().put(bytes("b"), bytes("3"));
        Snapshot third = db.write(batch, wanted);
        assertThat(all(db.iterator(new ReadOptions().snapshot(first)))).containsExactly("a=2");
        assertThat(all(db.iterator(new ReadOptions().snapshot(second)))).isEmpty();
        assertThat(all(db.iterator(new ReadOptions().snapshot(third)))).containsExactly("b=3");
    }

    @Test
    void aBatchIsDoneInItsOrder() throws IOException {
        open();
        put("Denver", "kept", "gone", "x");
        WriteBatch batch = db.createWriteBatch();
        batch.delete(bytes("gone")).put(bytes("Tampa"), bytes("green")).put(bytes("London"), bytes("red"))
                .delete(bytes("London")).put(bytes("Tampa"), bytes("blue"));
        assertThat(get("Tampa")).isNull();
        db.write(batch);
        assertThat(all(db.iterator())).containsExactly("Denver=kept", "Tampa=blue");
        db.write(db.createWriteBatch());
        batch.close();
        assertThatThrownBy(() -> db.write(batch)).isInstanceOf(DBException.class);
        assertThatThrownBy(() -> batch.put(bytes("a"), bytes("b"))).isInstanceOf(DBException.class);
        reopen(new Options());
        assertThat(all(db.iterator())).containsExactly("Denver=kept", "Tampa=blue");
    }

    @Test
    void aLargeBatchIsOneChangeInTheFiles() throws IOException {
        open();
        WriteBatch batch = db.createWriteBatch();
        for (int i = 0; i < 25_000; i++) {
            batch.put(bytes("key" + i), bytes("value" + i));
        }
        db.write(batch);
        reopen(new Options());
        assertThat(all(db.iterator())).hasSize(25_000).contains("key24999=value24999");
    }

    @Test
    void optionsSayWhetherThereIsToBeOne() throws IOException {
        assertThatThrownBy(() -> open(new Options().createIfMissing(false))).isInstanceOf(IOException.class)
                .hasMessageContaining("createIfMissing");
        assertThat(directory).doesNotExist();
        open(new Options().errorIfExists(true));
        assertThatThrownBy(() -> reopen(new Options().errorIfExists(true))).isInstanceOf(IOException.class)
                .hasMessageContaining("errorIfExists");
        open(new Options().createIfMissing(false));
    }

    @Test
    void aDirectoryIsForOneAtATime() throws IOException {
        open();
        put("a", "1");
        assertThatThrownBy(() -> KvsDBFactory.factory.open(directory, new Options())).isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
        assertThatThrownBy(() -> KvsDBFactory.factory.destroy(directory, new Options())).isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
        assertThat(get("a")).isEqualTo("1");
        reopen(new Options());
        assertThat(get("a")).isEqualTo("1");
    }

    @Test
    void destroyingLeavesWhatBelongsToOthers() throws IOException {
        open();
        put("a", "1");
        db.close();
        Path other = directory.toPath().resolve("mine.txt");
        Files.writeString(other, "mine");
        KvsDBFactory.factory.destroy(directory, new Options());
        assertThat(directory.list()).containsExactly("mine.txt");
        Files.delete(other);
        open();
        assertThat(get("a")).isNull();
        db.close();
        KvsDBFactory.factory.destroy(directory, new Options());
        assertThat(directory).doesNotExist();
        KvsDBFactory.factory.destroy(directory, new Options());
    }

    @Test
    void aComparatorOfTheUserDecides() throws IOException {
        Options options = new Options().comparator(new IgnoringCase());
        open(options);
        put("b", "1", "C", "2", "A", "3", "B", "4");
        assertThat(get("c")).isEqualTo("2");
        assertThat(all(db.iterator())).containsExactly("A=3", "B=4", "C=2");
        db.delete(bytes("a"));
        reopen(options);
        assertThat(all(db.iterator())).containsExactly("B=4", "C=2");
        db.compactRange(null, null);
        put("c", "5");
        reopen(options);
        assertThat(all(db.iterator())).containsExactly("B=4", "c=5");
        db.delete(bytes("b"));
        db.delete(bytes("c"));
        put("x", "1", "X", "2");
        reopen(options);
        assertThat(all(db.iterator())).containsExactly("X=2");
        assertThatThrownBy(() -> reopen(new Options())).isInstanceOf(IOException.class).hasMessageContaining("ignoring-case");
        open(options);
    }

    @Test
    void aComparatorThatFailsLosesTheWholeBatch() {
        db = KvsDBFactory.factory.openInMemory(new Options().comparator(new IgnoringCase() {
            @Override
            public int compare(byte[] one, byte[] other) {
                if (text(one).equals("bad") || text(other).equals("bad")) {
                    throw new IllegalStateException("cannot be compared");
                }
                return super.compare(one, other);
            }
        }));
        put("a", "1", "b", "2");
        WriteBatch batch = db.createWriteBatch().put(bytes("A"), bytes("x")).delete(bytes("b")).put(bytes("bad"), bytes("y"));
        assertThatThrownBy(() -> db.write(batch)).isInstanceOf(IllegalStateException.class);
        assertThat(all(db.iterator())).containsExactly("a=1", "b=2");
        put("c", "3");
        assertThat(all(db.iterator())).containsExactly("a=1", "b=2", "c=3");
    }

    @Test
    void theComparatorOfLevelDbIsThatOfTheBytes() throws IOException {
        open();
        put("a", "1");
        reopen(new Options().comparator(new IgnoringCase() {
            @Override
            public String name() {
                return "leveldb.BytewiseComparator";
            }
        }));
        assertThat(get("A")).isNull();
        assertThat(get("a")).isEqualTo("1");
    }

    @Test
    void sizesAndProperties() throws IOException {
        open();
        for (int i = 0; i < 1000; i++) {
            put(String.format("%04d", i), "x".repeat(100));
        }
        long[] sizes = db.getApproximateSizes(new Range(bytes("0000"), bytes("0500")), new Range(bytes("2"), bytes("3")),
                new Range(bytes("0500"), bytes("0000")));
        assertThat(sizes[0]).isBetween(50_000L, 80_000L);
        assertThat(sizes[1]).isZero();
        assertThat(sizes[2]).isZero();
        assertThat(db.getProperty("leveldb.stats")).contains("entries: 1000\n");
        assertThat(db.getProperty("leveldb.num-files-at-level0")).isEqualTo("0");
        assertThat(db.getProperty("leveldb.num-files-at-level7")).isNull();
        assertThat(db.getProperty("leveldb.num-files-at-level")).isNull();
        assertThat(db.getProperty("leveldb.sstables")).isEmpty();
        assertThat(Long.parseLong(db.getProperty("leveldb.approximate-memory-usage"))).isBetween(100_000L, 200_000L);
        assertThat(db.getProperty("no.such.property")).isNull();
    }

    @Test
    void compactingMakesFilesSmaller() throws IOException, InterruptedException {
        open();
        for (int i = 0; i < 2000; i++) {
            db.put(bytes("same"), bytes("value" + i), new WriteOptions().sync(i == 1999));
        }
        long before = bytesOfFiles();
        db.suspendCompactions();
        db.resumeCompactions();
        db.compactRange(bytes("a"), bytes("b"));
        assertThat(bytesOfFiles()).isLessThan(before / 10);
        put("more", "1");
        reopen(new Options());
        assertThat(all(db.iterator())).containsExactly("more=1", "same=value1999");
    }

    private long bytesOfFiles() throws IOException {
        long sum = 0;
        for (File file : new File(directory, "appendonlydir").listFiles()) {
            sum += file.length();
        }
        return sum;
    }

    @Test
    void aRecordThatIsNotCompleteIsDroppedAndTheFilesCanBeRepaired() throws IOException {
        open();
        put("a", "1");
        db.close();
        File[] increments = new File(directory, "appendonlydir").listFiles(file -> file.getName().endsWith(".incr.aof"));
        assertThat(increments).isNotEmpty();
        Files.writeString(increments[0].toPath(), "*4\r\n$6\r\nOM.SET\r\n$2\r\ndb\r\n$1", UTF_8,
                StandardOpenOption.APPEND);
        KvsDBFactory.factory.repair(directory, new Options());
        open();
        assertThat(all(db.iterator())).containsExactly("a=1");
        db.close();
        assertThatThrownBy(() -> KvsDBFactory.factory.repair(parent.resolve("none").toFile(), new Options()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void filesOfADatabaseThatWasNotClosedHaveRoomAtTheirEnd() throws IOException {
        open();
        byte[] zeros = new byte[10];
        db.put(bytes("a"), bytes("1"), new WriteOptions().sync(true));
        db.put(bytes("b"), zeros, new WriteOptions().sync(true));
        File copy = parent.resolve("copy").toFile();
        File files = new File(copy, "appendonlydir");
        assertThat(files.mkdirs()).isTrue();
        long room = 0;
        for (File file : new File(directory, "appendonlydir").listFiles()) {
            Files.copy(file.toPath(), files.toPath().resolve(file.getName()));
            room = Math.max(room, file.length());
        }
        assertThat(room).isGreaterThan(100_000);
        try (DB again = KvsDBFactory.factory.open(copy, new Options())) {
            assertThat(again.get(bytes("a"))).isEqualTo(bytes("1"));
            assertThat(again.get(bytes("b"))).isEqualTo(zeros);
        }
        assertThat(files.listFiles()).allSatisfy(file -> assertThat(file.length()).isLessThan(1000));
    }

    @Test
    void damagedFilesAreToldOf() throws IOException {
        open();
        put("a", "1");
        db.close();
        File[] increments = new File(directory, "appendonlydir").listFiles(file -> file.getName().endsWith(".incr.aof"));
        Files.writeString(increments[0].toPath(), "garbage\r\n*1\r\n", UTF_8, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> open()).isInstanceOf(IOException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void useAfterCloseIsAnException() throws IOException {
        for (boolean durable : new boolean[] { true, false }) {
            DB closed = durable ? open() : KvsDBFactory.factory.openInMemory(new Options());
            closed.put(bytes("a"), bytes("1"));
            DBIterator iterator = closed.iterator();
            Snapshot snapshot = closed.getSnapshot();
            WriteBatch batch = closed.createWriteBatch().put(bytes("b"), bytes("2"));
            DBIterator closedBefore = closed.iterator();
            closedBefore.close();
            assertThatThrownBy(closedBefore::hasNext).isInstanceOf(DBException.class).hasMessageContaining("iterator");
            closed.close();
            closed.close();
            List<ThrowingCallable> calls = List.of(() -> closed.get(bytes("a")), () -> closed.put(bytes("a"), bytes("2")),
                    () -> closed.delete(bytes("a")), () -> closed.write(batch), closed::createWriteBatch, closed::iterator,
                    closed::getSnapshot, () -> closed.getProperty("leveldb.stats"), () -> closed.compactRange(null, null),
                    closed::suspendCompactions, closed::resumeCompactions, () -> closed.getApproximateSizes(),
                    () -> closed.get(bytes("a"), new ReadOptions().snapshot(snapshot)), iterator::hasNext, iterator::next,
                    iterator::hasPrev, iterator::prev, iterator::seekToFirst, iterator::seekToLast,
                    () -> iterator.seek(bytes("a")));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call).isInstanceOf(DBException.class).hasMessageContaining("closed");
            }
            iterator.close();
            snapshot.close();
        }
    }

    @Test
    void memoryHasABound() {
        db = new KvsDB(MapServer.inMemory(ComparatorOrder.of(null), 1_000_000));
        int put = 0;
        try {
            for (; put < 100_000; put++) {
                db.put(bytes("key" + put), new byte[1000]);
            }
        } catch (DBException e) {
            assertThat(e).hasMessageContaining("more than 1000000 bytes of memory");
        }
        assertThat(put).isBetween(800, 1000);
        assertThatThrownBy(() -> db.write(db.createWriteBatch().delete(bytes("key1")).put(bytes("x"), bytes("y"))))
                .isInstanceOf(DBException.class);
        assertThat(db.get(bytes("key1"))).isNotNull();
        for (int i = 0; i < 100; i++) {
            db.delete(bytes("key" + i));
        }
        db.put(bytes("key"), new byte[1000]);
    }

    @Test
    void anEntryHasABound() {
        MapServer.requireFits(MapServer.MAX_ENTRY);
        assertThatThrownBy(() -> MapServer.requireFits(MapServer.MAX_ENTRY + 1L)).isInstanceOf(DBException.class)
                .hasMessageContaining("536870912 bytes");
    }

    @Test
    void nothingIsNull() {
        db = KvsDBFactory.factory.openInMemory(new Options());
        assertThatThrownBy(() -> db.put(null, bytes("a"))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> db.put(bytes("a"), null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> db.get(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> db.delete(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> db.write(null)).isInstanceOf(NullPointerException.class);
        assertThat(db.iterator().hasNext()).isFalse();
    }

    @Test
    void manyThreadsUseIt() throws Exception {
        open();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    WriteBatch batch = db.createWriteBatch();
                    batch.put(bytes("left" + number), bytes("" + i)).put(bytes("right" + number), bytes("" + i));
                    db.write(batch);
                    for (DBIterator iterator = db.iterator(); iterator.hasNext();) {
                        iterator.next();
                    }
                    ReadOptions one = new ReadOptions().snapshot(db.getSnapshot());
                    int other = i % 4;
                    assertThat(text(db.get(bytes("left" + other), one))).isEqualTo(text(db.get(bytes("right" + other), one)));
                }
            }, "writer-" + t);
            thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        reopen(new Options());
        assertThat(all(db.iterator())).hasSize(8).contains("left3=299", "right0=299");
    }

    /** The thread of a caller writes to the disk itself, perhaps, and its interruption closes no file. */
    @Test
    void goesOnAfterCallersWereInterrupted() throws IOException {
        open();
        WriteOptions onDisk = new WriteOptions().sync(true);
        for (int i = 0; i < 100; i++) {
            Thread.currentThread().interrupt();
            try {
                db.put(bytes("key" + i), bytes("value"), onDisk);
            } catch (DBException e) {
                assertThat(e).hasMessageContaining("interrupted");
            }
            assertThat(Thread.interrupted()).isTrue();
        }
        db.put(bytes("last"), bytes("value"), onDisk);
        reopen(new Options());
        for (int i = 0; i < 100; i++) {
            assertThat(get("key" + i)).isEqualTo("value");
        }
        assertThat(get("last")).isEqualTo("value");
    }
}
