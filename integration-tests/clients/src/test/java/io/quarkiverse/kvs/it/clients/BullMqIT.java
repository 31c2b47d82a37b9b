package io.quarkiverse.kvs.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queues of BullMQ, which are made of scripts: run by Node, where that is installed and can get BullMQ. */
class BullMqIT {

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension();

    private static final Path PROGRAM = Path.of("src/test/resources/bullmq");
    private static final Path FOLDER = Path.of("target/bullmq");

    private record Result(int code, String output) {
    }

    private static Result run(String... command) throws InterruptedException {
        try {
            Path output = FOLDER.resolve(command[0] + ".log");
            Process process = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            process.destroyForcibly().waitFor();
            return new Result(ended ? process.exitValue() : -1, Files.readString(output, UTF_8));
        } catch (IOException e) {
            return new Result(-1, e.getMessage());
        }
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void jobsAreDelayedRepeatedTriedAgainAndFailed() throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : new String[] { "package.json", "jobs.js" }) {
            Files.copy(PROGRAM.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(run("node", "--version").code() == 0, "Node is not installed");
        Result installed = run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
        assumeTrue(installed.code() == 0, () -> "BullMQ cannot be installed: " + installed.output());

        Result result = run("node", "jobs.js", Integer.toString(SERVER.port()));

        assertThat(result.output().strip()).isEqualTo("{\"result\":\"delayed 1\",\"late\":true,\"third\":\"third\","
                + "\"error\":\"never\",\"repeats\":3,\"state\":\"failed\",\"counts\":{\"completed\":106,\"failed\":1,\"waiting\":0,"
                + "\"active\":0,\"delayed\":0},\"plain\":100}");
        assertThat(result.code()).isZero();
    }
}
