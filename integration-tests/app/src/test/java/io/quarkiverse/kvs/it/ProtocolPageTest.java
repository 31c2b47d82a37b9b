package io.quarkiverse.kvs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkus.test.junit.QuarkusTest;

/**
 * Plays every example of the protocol's page against the server, byte for byte.
 * <p>
 * {@code C:} is what a client sends, {@code S:} what the server sends to it; {@code C2:} and {@code S2:} are about a second
 * client. {@code <number>} stands for any number. An example that names a password is played to a server that asks for it.
 */
@QuarkusTest
class ProtocolPageTest {

    private static final Path PAGE = Path.of("../../docs/modules/ROOT/pages/protocol.adoc");
    private static final Pattern EXAMPLE = Pattern
            .compile("\\[source,role=example(?:,password=(\\w+))?]\n----\n(.*?)\n----\n", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("([CS])(\\d?): (.*)");
    private static final Pattern PYTHON = Pattern.compile("\\[source,python]\n----\n(.*?)\n----\n", Pattern.DOTALL);
    /** In a listing that is a client, and not the use of one. */
    private static final String CLASS = "class Client:";
    private static final Pattern PRINTED = Pattern.compile("(?m)^print\\(.*\\)  # (.*)$");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|\\\\|x([0-9a-f]{2}))");

    /** Stands for a number that the page cannot know. */
    private static final String NUMBER = "<number>";

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
            String password = example.group(1);
            String script = example.group(2);
            long line = page.substring(0, example.start(2)).lines().count() + 1;
            tests.add(DynamicTest.dynamicTest("line " + line, () -> play(script, password)));
        }
        assertThat(tests).as("examples on the page").hasSizeGreaterThan(15);
        return tests.stream();
    }

    private void play(String script, String password) {
        store.clear();
        if (password != null) {
            store.execute("CONFIG", "SET", "requirepass", password);
        }
        Map<String, RawClient> clients = new HashMap<>();
        try {
            for (String line : script.split("\n")) {
                Matcher step = STEP.matcher(line);
                assertThat(step.matches()).as(line).isTrue();
                RawClient client = clients.computeIfAbsent(step.group(2), number -> new RawClient(server.port()));
                play(client, step.group(1).equals("C"), step.group(3), line);
            }
        } finally {
            clients.values().forEach(RawClient::close);
            store.execute("CONFIG", "SET", "requirepass", "");
        }
    }

    private static void play(RawClient client, boolean send, String text, String line) {
        String bytes = unescape(text);
        if (send) {
            client.send(bytes);
        } else if (text.equals("(closes the connection)")) {
            assertThat(client.isAtEnd()).as(line).isTrue();
        } else if (bytes.contains(NUMBER)) {
            String regex = Pattern.quote(bytes).replace(NUMBER, "\\E\\d+\\Q");
            assertThat(client.readLine()).as(line).matches(regex);
        } else {
            assertThat(client.read(bytes.length())).as(line).isEqualTo(bytes);
        }
    }

    /** The first client at the end of the page, in use. */
    @Test
    void clientInTwentyLines() throws Exception {
        String client = client(0);
        assertThat(client.lines().count()).isLessThanOrEqualTo(27);
        store.set("greeting", "hello");
        String output = run(client,
                "client = Client(port=" + server.port() + ")",
                "print(client.call('SET', 'A', '100'), client.call('get', 'A'), client.call('GET', 'greeting'))",
                "print(sorted(client.call('KEYS', '.*')), client.call('KEYS', 'nothing'))",
                "try:",
                "    client.call('GET', 'B')",
                "except Exception as e:",
                "    print(e)",
                "client.call('SET', '', '')",
                "print([client.call('GET', '')], sorted(client.call('KEYS', '.*')), client.call('MGET', '', 'A'))");
        assertThat(output).isEqualToNormalizingNewlines("OK 100 hello\n['A', 'greeting'] []\ninvalid key B\n"
                + "[''] ['', 'A', 'greeting'] ['', '100']\n");
    }

    /** What the page shows below each client: it prints what the comments say. */
    @Test
    void clientsAreUsedAsShown() throws Exception {
        int shown = 0;
        String client = null;
        for (String listing : listings()) {
            if (listing.contains(CLASS)) {
                client = listing;
                continue;
            }
            String output = run(client, "Client.__init__.__defaults__ = ('localhost', " + server.port() + ")", listing);
            assertThat(output.lines().toList()).as(listing).isNotEmpty()
                    .isEqualTo(PRINTED.matcher(listing).results().map(printed -> printed.group(1)).toList());
            shown++;
        }
        assertThat(shown).isEqualTo(3);
    }

    /** What a line cannot carry must not become further requests. */
    @Test
    void clientRefusesLineBreaks() throws Exception {
        store.set("A", "100");
        String output = run(client(0),
                "client = Client(port=" + server.port() + ")",
                "for words in ('SET', 'B', '1\\r\\n*1\\r\\nRESET'), ('GET', 'A\\n'), ('GET', 'A\\r'), ('$3', 'A'), ():",
                "    try:",
                "        print(client.call(*words))",
                "    except ValueError as e:",
                "        print(e)",
                "print(client.call('GET', 'A'))");
        assertThat(output)
                .isEqualToNormalizingNewlines("the line protocol cannot carry this: use RESP\n".repeat(5) + "100\n");
        assertThat(store.keys()).containsExactly("A");
    }

    /** The end of the connection is no value. */
    @Test
    void clientsNoticeTheEnd() throws Exception {
        for (int number = 0; number < 2; number++) {
            String output = run(client(number),
                    "client = Client(port=" + server.port() + ")",
                    "print(client.call('QUIT'))",
                    "try:",
                    "    print(client.call('GET', 'A'))",
                    "except OSError as e:",
                    "    print('closed')");
            assertThat(output).isEqualToNormalizingNewlines("OK\nclosed\n");
        }
    }

    /** The second one, in both versions of RESP. */
    @Test
    void clientOfResp() throws Exception {
        String client = client(1);
        assertThat(client.lines().count()).isLessThanOrEqualTo(48);
        store.set("greeting", "hello\r\n");
        String output = run(client,
                "for version in 2, 3:",
                "    client = Client(port=" + server.port() + ")",
                "    print(client.call('HELLO', version)[b'proto'] if version == 3 else '-')",
                "    print(client.call('SET', 'A', 41), client.call('INCR', 'A'), client.call('MGET', 'greeting', 'B'))",
                "    print(client.call('CONFIG', 'GET', 'databases'), client.call('GET', 'B'))",
                "    try:",
                "        client.call('INCR', 'greeting')",
                "    except Exception as e:",
                "        print(e)",
                "client.send('SUBSCRIBE', 'news')",
                "print(client.call('PUBLISH', 'news', 'hi'), client.messages)");
        assertThat(output).isEqualToNormalizingNewlines(String.join("\n",
                "-",
                "OK 42 [b'hello\\r\\n', None]",
                "[b'databases', b'16'] None",
                "ERR value is not an integer or out of range",
                "3",
                "OK 42 [b'hello\\r\\n', None]",
                "{b'databases': b'16'} None",
                "ERR value is not an integer or out of range",
                "1 [[b'subscribe', b'news', 1], [b'message', b'news', b'hi']]",
                ""));
    }

    private static String client(int number) throws IOException {
        List<String> clients = listings().stream().filter(listing -> listing.contains(CLASS)).toList();
        assertThat(clients).hasSize(2);
        return clients.get(number);
    }

    private static List<String> listings() throws IOException {
        return PYTHON.matcher(Files.readString(PAGE)).results().map(listing -> listing.group(1)).toList();
    }

    private static String run(String client, String... use) throws IOException, InterruptedException {
        assumeTrue(isInstalled("python3"), "python3 is not installed");
        String program = client + "\n" + String.join("\n", use) + "\n";
        Process python = new ProcessBuilder("python3", "-c", program).redirectErrorStream(true).start();
        String output = new String(python.getInputStream().readAllBytes());
        assertThat(python.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
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
