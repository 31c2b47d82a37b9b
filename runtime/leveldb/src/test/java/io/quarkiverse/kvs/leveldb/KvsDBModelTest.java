package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.Snapshot;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database does what a sorted map does, with snapshots, iterators and batches, also when it was closed in between. */
class KvsDBModelTest {

    private static final int SEEDS_IN_MEMORY = Integer.getInteger("kvs.leveldb.seeds", 1000);
    private static final int SEEDS_IN_FILES = SEEDS_IN_MEMORY / 40;

    private record Held(Snapshot snapshot, NavigableMap<byte[], byte[]> model) {
    }

    @TempDir
    Path directory;

    @Test
    void inMemory() throws IOException {
        for (int seed = 0; seed < SEEDS_IN_MEMORY; seed++) {
            try (DB db = KvsDBFactory.factory.openInMemory(new Options())) {
                NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
                run(db, model, new Random(seed), 60, seed);
            }
        }
    }

    @Test
    void inFilesWithReopening() throws IOException {
        for (int seed = 0; seed < SEEDS_IN_FILES; seed++) {
            Random random = new Random(seed);
            File file = directory.resolve("db" + seed).toFile();
            NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
            for (int times = 0; times < 3; times++) {
                try (DB db = KvsDBFactory.factory.open(file, new Options())) {
                    assertHolds(db.iterator(), model, seed);
                    run(db, model, random, 60, seed);
                    if (random.nextInt(3) == 0) {
                        db.compactRange(null, null);
                    }
                }
            }
        }
    }

    private static void run(DB db, NavigableMap<byte[], byte[]> model, Random random, int steps, int seed) throws IOException {
        List<Held> held = new ArrayList<>();
        int keys = 1 + random.nextInt(500);
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    byte[] key = key(random, keys);
                    byte[] value = value(random);
                    db.put(key, value);
                    model.put(key, value);
                }
                case 2 -> {
                    byte[] key = key(random, keys);
                    db.delete(key);
                    model.remove(key);
                }
                case 3 -> {
                    WriteBatch batch = db.createWriteBatch();
                    for (int n = random.nextInt(40); n > 0; n--) {
                        byte[] key = key(random, keys);
                        if (random.nextInt(3) == 0) {
                            batch.delete(key);
                            model.remove(key);
                        } else {
                            byte[] value = value(random);
                            batch.put(key, value);
                            model.put(key, value);
                        }
                    }
                    db.write(batch, new WriteOptions().sync(random.nextInt(20) == 0));
                }
                case 4 -> {
                    byte[] key = key(random, keys);
                    assertThat(db.get(key)).as("seed %d", seed).isEqualTo(model.get(key));
                }
                default -> {
                    NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
                    copy.putAll(model);
                    held.add(new Held(db.getSnapshot(), copy));
                }
            }
        }
        assertHolds(db.iterator(), model, seed);
        for (Held each : held) {
            ReadOptions then = new ReadOptions().snapshot(each.snapshot);
            walk(db.iterator(then), each.model, random, keys, seed);
            each.snapshot.close();
        }
    }

    private static byte[] key(Random random, int keys) {
        return Integer.toString(random.nextInt(keys), 36).getBytes(UTF_8);
    }

    private static byte[] value(Random random) {
        byte[] value = new byte[random.nextInt(20) == 0 ? random.nextInt(6000) : random.nextInt(60)];
        random.nextBytes(value);
        return value;
    }

    private static void assertHolds(DBIterator iterator, NavigableMap<byte[], byte[]> model, int seed) {
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            assertSame(iterator.next(), entry, seed);
        }
        assertThat(iterator.hasNext()).as("seed %d", seed).isFalse();
    }

    private static void walk(DBIterator iterator, NavigableMap<byte[], byte[]> model, Random random, int keys, int seed) {
        List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>(model.entrySet());
        byte[] key = key(random, keys);
        iterator.seek(key);
        int place = model.headMap(key, false).size();
        for (int i = 0; i < 30; i++) {
            boolean forward = random.nextBoolean();
            boolean is = forward ? place < entries.size() : place > 0;
            assertThat(forward ? iterator.hasNext() : iterator.hasPrev()).as("seed %d", seed).isEqualTo(is);
            if (is) {
                Map.Entry<byte[], byte[]> expected = entries.get(forward ? place : place - 1);
                if (random.nextBoolean()) {
                    assertSame(forward ? iterator.peekNext() : iterator.peekPrev(), expected, seed);
                }
                assertSame(forward ? iterator.next() : iterator.prev(), expected, seed);
                place += forward ? 1 : -1;
            }
        }
    }

    private static void assertSame(Map.Entry<byte[], byte[]> found, Map.Entry<byte[], byte[]> expected, int seed) {
        if (!Arrays.equals(found.getKey(), expected.getKey()) || !Arrays.equals(found.getValue(), expected.getValue())) {
            throw new AssertionError("seed " + seed + ": " + new String(found.getKey(), UTF_8) + " is there, and not "
                    + new String(expected.getKey(), UTF_8));
        }
    }
}
