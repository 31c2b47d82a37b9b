package io.quarkiverse.kvs.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What figures were taken on: without it they say little. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {
    }

    /** One sentence: the processor, the system, the Java runtime, and the versions of those compared with. */
    static String description(String... programs) throws IOException, InterruptedException {
        List<String> parts = new ArrayList<>();
        parts.add(Runtime.getRuntime().availableProcessors() + " processors (" + model() + ")");
        parts.add(System.getProperty("os.name") + " " + System.getProperty("os.version"));
        parts.add(System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        for (String program : programs) {
            parts.add(version(program));
        }
        return "Taken on " + String.join(", ", parts) + ".";
    }

    private static String model() throws IOException {
        if (Files.exists(PROCESSORS)) {
            for (String line : Files.readAllLines(PROCESSORS)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        }
        return System.getProperty("os.arch");
    }

    /** The first line of what it says of itself, without what only its builders need to know. */
    private static String version(String program) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
        } catch (IOException e) {
            return "no " + program;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        String line = said.lines().findFirst().orElse(program);
        int details = line.indexOf(" sha=");
        return details < 0 ? line : line.substring(0, details);
    }
}
