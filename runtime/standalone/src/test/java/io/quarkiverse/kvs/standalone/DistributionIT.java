package io.quarkiverse.kvs.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.threads.Await;

/** The zip file as users get it: unpacked into an empty folder, and started by its script. */
class DistributionIT {

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    static Path place;
    /** The only folder of the zip file. */
    private static Path folder;

    /** The processes of a test, with the files that have what they print. */
    private final Map<Process, Path> outputs = new HashMap<>();

    @BeforeAll
    static void unpack() throws IOException {
        Path zip = Path.of(System.getProperty("kvs.distribution"));
        folder = place.resolve(zip.getFileName().toString().replaceFirst("\\.zip$", ""));
        try (FileSystem packed = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
                Stream<Path> files = Files.walk(packed.getPath("/"))) {
            for (Path file : files.toList()) {
                Path target = place.resolve(file.toString().substring(1));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
                }
            }
        }
    }

    @AfterEach
    void endAll() {
        outputs.keySet().forEach(Process::destroyForcibly);
    }

    @Test
    void keepsDataFromOneStartToTheNext() throws Exception {
        int port = FreePort.next();
        int httpPort = FreePort.next();
        String[] arguments = { "port=" + port, "persistence.append-only=true",
                "persistence.directory=" + folder.resolve("data") };
        Process first = run(httpPort, arguments);
        Await.until("the server listens", () -> listens(first, port));
        assertThat(call(port, "SET", "greeting", "hello")).isEqualTo("+OK");
        assertThat(get(httpPort, "/q/health/ready")).contains("Key/value server").contains("\"UP\"");
        assertThat(get(httpPort, "/q/metrics")).contains("kvs_keys{database=\"0\"} 1.0");
        // As systemd does, which takes this exit code for success
        first.destroy();
        assertThat(end(first)).isEqualTo(143);

        Process second = run(httpPort, arguments);
        Await.until("the server listens again", () -> listens(second, port));
        assertThat(call(port, "GET", "greeting")).isEqualTo("+hello");
    }

    @Test
    void argumentsWinOverTheFileOfConfiguration() throws Exception {
        Path file = folder.resolve("conf/application.properties");
        String before = Files.readString(file);
        int port = FreePort.next();
        try {
            Files.writeString(file, before + "\nquarkus.kvs.port=1\nquarkus.kvs.databases=3\nquarkus.http.port=1\n");
            Process process = run(FreePort.next(), "port=" + port);
            Await.until("the server listens", () -> listens(process, port));
            try (LineClient client = new LineClient(port)) {
                assertThat(client.call("SELECT", "2")).isEqualTo("+OK");
                assertThat(client.call("SELECT", "3")).startsWith("-");
            }
        } finally {
            Files.writeString(file, before);
        }
    }

    @Test
    void saysItsVersionAndItsArguments() throws Exception {
        assertThat(output(run(0, "--version"), 0)).isEqualTo("kvs " + System.getProperty("kvs.version") + "\n");
        assertThat(output(run(0, "--help"), 0)).contains("kvs port=7777");
        assertThat(output(run(0, "7777"), KvsMain.USAGE)).isEqualTo("kvs: '7777' is not property=value; see kvs --help\n");
    }

    @Test
    void isComplete() throws IOException {
        for (String file : List.of("README.md", "LICENSE", "Dockerfile", "kvs.service", "conf/application.properties",
                "bin/kvs.cmd", "lib/quarkus-run.jar")) {
            assertThat(folder.resolve(file)).exists();
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("bin/kvs"))).contains(PosixFilePermission.OTHERS_EXECUTE);
        // What the other files name is there.
        for (String file : List.of("README.md", "Dockerfile", "kvs.service")) {
            Matcher named = Pattern.compile("(?:/opt/kvs/|`)((?:bin|lib|conf)/[\\w./]*)")
                    .matcher(Files.readString(folder.resolve(file)));
            while (named.find()) {
                assertThat(folder.resolve(named.group(1))).as(file).exists();
            }
        }
    }

    private Process run(int httpPort, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(folder.resolve("bin/kvs").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "output", ".log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KVS_JAVA_OPTIONS", "-Xmx256m -Dquarkus.http.port=" + httpPort);
        Process process = builder.start();
        outputs.put(process, builder.redirectOutput().file().toPath());
        return process;
    }

    private String output(Process process, int expected) throws Exception {
        assertThat(end(process)).isEqualTo(expected);
        return Files.readString(outputs.get(process));
    }

    private boolean listens(Process process, int port) {
        try {
            String output = Files.readString(outputs.get(process));
            if (!process.isAlive()) {
                throw new AssertionError("the server has ended:\n" + output);
            }
            return output.contains("Key/value server listening on localhost:" + port)
                    && !call(port, "GET", "no such key").contains("LOADING");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String call(int port, String... words) {
        try (LineClient client = new LineClient(port)) {
            return client.call(words);
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }
}
