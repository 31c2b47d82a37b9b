package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes batches is killed again and again: of each batch, there is all or nothing; and what was acknowledged as
 * being on the disk is there.
 */
class KvsDBCrashTest {

    private static final int KILLS = Integer.getInteger("kvs.leveldb.kills", 5);
    private static final int KEYS_PER_BATCH = 50;
    /** The bytes of a line in which the writer acknowledges a batch. */
    private static final int LINE = 16;

    @TempDir
    Path parent;

    @Test
    void allOfABatchOrNothingAndNothingAcknowledgedIsMissing() throws IOException, InterruptedException {
        File directory = parent.resolve("db").toFile();
        Random random = new Random(1);
        long batches = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = runAndKill(directory, batches, 5 + random.nextInt(60));
            try (DB db = KvsDBFactory.factory.open(directory, new Options())) {
                long found = batch(db, 0);
                for (int i = 1; i < KEYS_PER_BATCH; i++) {
                    assertThat(batch(db, i)).as("key %d of the last batch", i).isEqualTo(found);
                }
                assertThat(found).isGreaterThanOrEqualTo(acknowledged);
                // Each batch removes what the one before has put beside.
                assertThat(db.get(extra(found))).isNotNull();
                assertThat(found == 0 ? null : db.get(extra(found - 1))).isNull();
                batches = found;
            }
        }
        assertThat(batches).isPositive();
    }

    /** @return the last batch that was acknowledged before it was killed */
    private long runAndKill(File directory, long from, int lines) throws IOException, InterruptedException {
        Path said = parent.resolve("acknowledged");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", Writer.class.getName(), directory.getPath(),
                Long.toString(from)).redirectOutput(said.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            while (Files.size(said) < (long) lines * LINE) {
                assertThat(process.isAlive()).as("the writer goes on").isTrue();
                Thread.sleep(1);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        // What it had said before it was killed counts, too.
        String text = Files.readString(said, US_ASCII);
        int end = text.length() / LINE * LINE;
        return Long.parseLong(text.substring(end - LINE, end).strip());
    }

    private static long batch(DB db, int key) {
        byte[] value = db.get(key(key));
        return value == null ? -1 : Long.parseLong(new String(value, US_ASCII).strip());
    }

    private static byte[] key(int number) {
        return ("key" + number).getBytes(US_ASCII);
    }

    private static byte[] extra(long batch) {
        return ("extra" + batch).getBytes(US_ASCII);
    }

    /** The process that is killed. */
    static final class Writer {

        private Writer() {
        }

        public static void main(String[] arguments) throws IOException {
            DB db = KvsDBFactory.factory.open(new File(arguments[0]), new Options());
            for (long number = Long.parseLong(arguments[1]) + 1;; number++) {
                WriteBatch batch = db.createWriteBatch();
                for (int i = 0; i < KEYS_PER_BATCH; i++) {
                    batch.put(key(i), (number + " ".repeat((int) (number % 100))).getBytes(US_ASCII));
                }
                batch.put(extra(number), new byte[1]);
                batch.delete(extra(number - 1));
                // Those in between are not waited for.
                boolean sync = number % 3 == 0;
                db.write(batch, new WriteOptions().sync(sync));
                if (sync) {
                    System.out.write(String.format("%" + (LINE - 1) + "d\n", number).getBytes(US_ASCII));
                    System.out.flush();
                }
            }
        }
    }
}
