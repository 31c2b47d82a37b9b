package io.quarkiverse.kvs.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/** What the page about security shows, with {@code openssl} and {@code redis-cli}. */
class SecurePageIT {

    private static final Path PAGE = Path.of("../../docs/modules/ROOT/pages/secure.adoc");

    @TempDir
    private static Path folder;
    private static String page;

    @BeforeAll
    static void makeCertificates() throws Exception {
        assumeTrue(output(List.of("redis-cli", "--help")).contains("--cacert"), "there is no redis-cli with TLS");
        assumeTrue(output(List.of("openssl", "version")).startsWith("OpenSSL"), "openssl is not installed");
        page = Files.readString(PAGE);
        shell("self-signed");
        shell("self-signed-client");
    }

    @Test
    void pem() throws Exception {
        try (ServerProcess server = start("pem")) {
            assertThat(cli("cli", server, "PING")).isEqualTo("PONG\n");
        }
    }

    @Test
    void pkcs12() throws Exception {
        try (ServerProcess server = start("pkcs12")) {
            assertThat(cli("cli", server, "PING")).isEqualTo("PONG\n");
            StringBuilder load = new StringBuilder();
            for (int i = 0; i < 5000; i++) {
                load.append("SET key:").append(i).append(" x\r\n");
            }
            Path commands = Files.writeString(folder.resolve("commands"), load);
            assertThat(cli("cli", server, "--pipe < " + commands)).contains("errors: 0, replies: 5000");
            assertThat(cli("cli", server, "DBSIZE")).isEqualTo("5000\n");
            Path value = Files.writeString(folder.resolve("value"), "0123456789abcdef".repeat(10 << 16));
            assertThat(cli("cli", server, "-x SET big < " + value)).isEqualTo("OK\n");
            assertThat(cli("cli", server, "GET big")).isEqualTo(Files.readString(value) + "\n");
        }
    }

    @Test
    void mutual() throws Exception {
        try (ServerProcess server = start("mutual", "reload")) {
            assertThat(cli("cli-mutual", server, "PING")).isEqualTo("PONG\n");
            assertThat(cli("cli", server, "PING")).doesNotContain("PONG").containsIgnoringCase("error");
        }
    }

    private static ServerProcess start(String... blocks) throws Exception {
        Properties properties = new Properties();
        for (String block : blocks) {
            properties.load(new StringReader(block(block).replace("/etc/kvs", folder.toString())));
        }
        return ServerProcess.kvs(properties.entrySet().stream().map(entry -> "-D" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new));
    }

    /** A line of the page that ends with PING, which stands for any command. */
    private static String cli(String block, ServerProcess server, String command) throws Exception {
        String line = block(block).strip();
        assertThat(line).endsWith(" PING").contains("-p 9999 ");
        return output(List.of("sh", "-c", line.replace("-p 9999 PING", "-p " + server.port() + " " + command)));
    }

    private static void shell(String block) throws Exception {
        output(List.of("sh", "-ec", block(block)));
    }

    private static String block(String id) {
        Matcher block = Pattern.compile("\\[#" + id + "]\n\\[source,[a-z]+]\n----\n(.*?\n)----\n", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).as("block %s", id).isTrue();
        return block.group(1);
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        } catch (IOException e) {
            // It is not installed.
            return "";
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
