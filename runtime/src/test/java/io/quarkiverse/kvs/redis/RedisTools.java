package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Redis's own judges of files, where they are installed. */
final class RedisTools {

    private RedisTools() {
    }

    /** Fails if a snapshot is not as it should be. */
    static void checkRdb(Path file) throws IOException, InterruptedException {
        check("redis-check-rdb", file, "RDB looks OK!");
    }

    private static void check(String program, Path file, String approval) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(program, file.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, program + " is not installed");
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains(approval);
    }
}
