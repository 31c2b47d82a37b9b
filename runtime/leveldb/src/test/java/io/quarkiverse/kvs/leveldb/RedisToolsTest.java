package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools of Redis find the files of a database sound: they pass over ordered maps, as over the data of a module. */
class RedisToolsTest {

    @TempDir
    Path parent;

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "needs " + command[0] + " (Debian: redis-tools, redis-server)");
            throw e;
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void filesAreSound() throws IOException, InterruptedException {
        File directory = parent.resolve("db").toFile();
        try (DB db = KvsDBFactory.factory.open(directory, new Options())) {
            for (int i = 0; i < 1000; i++) {
                // Lengths and numbers of all kinds in the file.
                db.put(Integer.toString(i * i).getBytes(UTF_8), "x".repeat(i * 20).getBytes(UTF_8));
            }
            db.compactRange(null, null);
            db.write(db.createWriteBatch().put(new byte[] { 0, -1 }, new byte[0]).delete(new byte[] { '4' }));
        }
        File files = new File(directory, "appendonlydir");
        assertThat(run("redis-check-aof", new File(files, "appendonly.aof.manifest").getPath()))
                .contains("All AOF files and manifest are valid");
        File[] bases = files.listFiles(file -> file.getName().endsWith(".base.rdb"));
        assertThat(bases).hasSize(1);
        assertThat(run("redis-check-rdb", bases[0].getPath())).contains("RDB looks OK").contains("1 keys read");
    }
}
