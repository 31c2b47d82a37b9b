package io.quarkiverse.kvs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkus.test.junit.QuarkusTest;

/** Plays every example of the protocol's page against the server, byte for byte. */
@QuarkusTest
class ProtocolPageTest {

    private static final Path PAGE = Path.of("../../docs/modules/ROOT/pages/protocol.adoc");
    private static final Pattern EXAMPLE = Pattern.compile("\\[source,role=example]\n----\n(.*?)\n----\n", Pattern.DOTALL);
    private static final Pattern CLIENT = Pattern.compile("\\[source,python]\n----\n(.*?)\n----\n", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|\\\\|x([0-9a-f]{2}))");

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    @BeforeEach
    void clear() {
        store.clear();
    }

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        String page = Files.readString(PAGE);
        List<DynamicTest> tests = new ArrayList<>();
        for (Matcher example = EXAMPLE.matcher(page); example.find();) {
            String script = example.group(1);
            long line = page.substring(0, example.start(1)).lines().count() + 1;
            tests.add(DynamicTest.dynamicTest("line " + line, () -> play(script)));
        }
        assertThat(tests).as("examples on the page").hasSizeGreaterThan(8);
        return tests.stream();
    }

    private void play(String script) {
        store.clear();
        try (RawClient client = new RawClient(server.port())) {
            for (String line : script.split("\n")) {
                String bytes = unescape(line.length() > 3 ? line.substring(3) : "");
                if (line.startsWith("C: ")) {
                    client.send(bytes);
                } else if (line.equals("S: (closes the connection)")) {
                    assertThat(client.isAtEnd()).as(line).isTrue();
                } else {
                    assertThat(line).startsWith("S: ");
                    assertThat(client.read(bytes.length())).as(line).isEqualTo(bytes);
                }
            }
        }
    }

    /** The client at the end of the page, in use. */
    @Test
    void clientInTwentyLines() throws Exception {
        assumeTrue(isInstalled("python3"), "python3 is not installed");
        Matcher client = CLIENT.matcher(Files.readString(PAGE));
        assertThat(client.find()).isTrue();
        assertThat(client.group(1).lines().count()).isLessThanOrEqualTo(23);
        store.set("greeting", "hello");
        String program = client.group(1) + "\n" + String.join("\n",
                "client = Client(port=" + server.port() + ")",
                "print(client.call('SET', 'A', '100'), client.call('get', 'A'), client.call('GET', 'greeting'))",
                "print(sorted(client.call('KEYS', '.*')), client.call('KEYS', 'nothing'))",
                "try:",
                "    client.call('GET', 'B')",
                "except Exception as e:",
                "    print(e)",
                "");
        Process python = new ProcessBuilder("python3", "-c", program).redirectErrorStream(true).start();
        String output = new String(python.getInputStream().readAllBytes());
        assertThat(python.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEqualToNormalizingNewlines("OK 100 hello\n['A', 'greeting'] []\ninvalid key B\n");
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(switch (match.group(1)) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "\\" -> "\\";
            default -> String.valueOf((char) Integer.parseInt(match.group(2), 16));
        }));
    }

    private static boolean isInstalled(String program) {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
