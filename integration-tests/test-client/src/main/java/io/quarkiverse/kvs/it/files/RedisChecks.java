package io.quarkiverse.kvs.it.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Redis's own judges of files, {@code redis-check-rdb} and {@code redis-check-aof}. */
public final class RedisChecks {

    private static final boolean INSTALLED = isThere();

    private RedisChecks() {
    }

    private static boolean isThere() {
        try {
            new ProcessBuilder("redis-check-rdb").redirectErrorStream(true).start().getInputStream().readAllBytes();
            return true;
        } catch (IOException e) {
            System.out.println("redis-check-rdb is not installed: files that tests write are not checked with it");
            return false;
        }
    }

    /** Whether they are there; otherwise the other methods do nothing. */
    public static boolean areInstalled() {
        return INSTALLED;
    }

    /**
     * Fails if a snapshot or an append-only file in a directory, or below it, is not as it should be.
     *
     * @return how many snapshots and manifests were looked at
     */
    public static int files(Path directory) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(file -> !file.getFileName().toString().startsWith("temp"))
                    .filter(file -> isSnapshot(file) || name(file).endsWith(".manifest")).toList();
        }
        for (Path file : files) {
            if (isSnapshot(file)) {
                rdb(file);
            } else {
                appendOnly(file);
            }
        }
        return files.size();
    }

    /** Those that an append-only file begins with are judged with its manifest. */
    private static boolean isSnapshot(Path file) {
        return name(file).endsWith(".rdb") && !name(file).endsWith(".base.rdb");
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Fails if a snapshot is not as it should be. */
    public static void rdb(Path file) throws IOException, InterruptedException {
        check("redis-check-rdb", file, "RDB looks OK!");
    }

    /** Fails if an append-only file is not as it should be, all parts of it that its manifest names. */
    public static void appendOnly(Path manifest) throws IOException, InterruptedException {
        check("redis-check-aof", manifest, "All AOF files and manifest are valid");
    }

    private static void check(String program, Path file, String approval) throws IOException, InterruptedException {
        if (!INSTALLED) {
            return;
        }
        Process process = new ProcessBuilder(program, file.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !said.contains(approval)) {
            throw new AssertionError(program + " of " + file + ": " + said);
        }
    }
}
