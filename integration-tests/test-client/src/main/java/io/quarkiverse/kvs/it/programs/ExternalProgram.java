package io.quarkiverse.kvs.it.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs programs that are no part of this build. */
public final class ExternalProgram {

    /**
     * How a process has ended.
     *
     * @param code -1 if it did not end within three minutes, or could not be started
     */
    public record Result(int code, String output) {

        public String lastLine() {
            String text = output.strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        }
    }

    private ExternalProgram() {
    }

    /** @param folder where it runs, and where a file that is called as the program keeps what it says */
    public static Result run(Path folder, String... command) throws InterruptedException {
        try {
            Path output = folder.resolve(Path.of(command[0]).getFileName() + ".log");
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            process.destroyForcibly().waitFor();
            return new Result(ended ? process.exitValue() : -1, Files.readString(output, UTF_8));
        } catch (IOException e) {
            return new Result(-1, e.getMessage());
        }
    }
}
