package io.quarkiverse.kvs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.KeySpec;
import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.core.store.EvictionPolicy;
import io.quarkiverse.kvs.embedded.page.GreetingCommands;
import io.quarkiverse.kvs.embedded.page.ServerProgram;
import io.quarkiverse.kvs.embedded.page.StoreProgram;
import io.quarkiverse.kvs.it.client.RespConnection;

/** Programs without Quarkus: those of the page on that, and what they may ask for. */
class EmbeddedKvsTest {

    private static final Path PAGE = Path.of("../docs/modules/ROOT/pages/plain-java.adoc");
    private static final Pattern REGION = Pattern.compile("// tag::\\w+\\[\\]\\R(.*?)// end::", Pattern.DOTALL);
    private static final Pattern LISTING = Pattern.compile("\\[source,java\\]\\R----\\R(.*?)\\R----", Pattern.DOTALL);

    /** The number of a remark below the listing. */
    private static final Pattern CALLOUT = Pattern.compile(" // <\\d>");
    /** What does not come to a program whose dependency excludes {@code io.quarkus}. */
    private static final Pattern OF_QUARKUS = Pattern
            .compile("\\b(io.quarkus|io.smallrye.(config|common)|org.jboss.(logmanager|slf4j|threads)|org.slf4j|jakarta)\\b");

    @TempDir
    Path directory;

    @Test
    void thePageShowsThesePrograms() throws IOException {
        List<String> shown = LISTING.matcher(Files.readString(PAGE)).results()
                .map(listing -> CALLOUT.matcher(listing.group(1)).replaceAll("")).toList();
        List<String> tested = Stream.of("StoreProgram", "ServerProgram", "GreetingCommands").map(EmbeddedKvsTest::program)
                .toList();
        assertThat(shown).containsAll(tested);
    }

    private static String program(String name) {
        try {
            String file = Files.readString(Path.of("src/test/java/io/quarkiverse/kvs/embedded/page/" + name + ".java"));
            return REGION.matcher(file).results().findFirst().orElseThrow().group(1).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theStoreNeedsNoServer() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            StoreProgram.main();
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo("hello, [tea]");

        try (EmbeddedKvs kvs = EmbeddedKvs.builder().withoutServer().start()) {
            assertThatIllegalStateException().isThrownBy(kvs::server).withMessageContaining("withoutServer()");
            kvs.reactiveStore().set("a", "1").await().atMost(Duration.ofSeconds(10));
            assertThat(kvs.store().get("a")).isEqualTo("1");
        }
    }

    private static String classPathWithoutQuarkus() {
        List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> left = all.stream().filter(jar -> !OF_QUARKUS.matcher(jar).find()).toList();
        assertThat(all.size() - left.size()).isGreaterThan(20);
        return String.join(File.pathSeparator, left);
    }

    @Test
    void aServerProgramKeepsWhatClientsStore() throws Exception {
        for (String expected : List.of("$-1\r\n", "$1\r\n1\r\n")) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    classPathWithoutQuarkus(), ServerProgram.class.getName(), "0", directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader printed = process.inputReader();
            try {
                String uri = printed.readLine();
                assertThat(uri).startsWith("Listening: redis://localhost:");
                try (RespConnection client = new RespConnection(Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1)))) {
                    assertThat(client.call("GET", "a")).isEqualTo(expected);
                    assertThat(client.call("SET", "a", "1")).isEqualTo("+OK\r\n");
                }
            } finally {
                // Its own destroy() would close what it prints to
                process.toHandle().destroy();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(printed.readLine()).isEqualTo("Stopped");
        }
    }

    @Test
    void hasCommandsOfTheProgramsOwn() throws IOException {
        try (EmbeddedKvs kvs = EmbeddedKvs.builder().port(0).commands(new GreetingCommands().family()).start();
                RespConnection client = new RespConnection(kvs.server().port())) {
            assertThat(client.call("GREET", "name")).isEqualTo("+hello stranger\r\n");
            kvs.store().set("name", "Ada");
            assertThat(client.call("GREET", "name")).isEqualTo("+hello Ada\r\n");
            assertThat(kvs.store().execute("GREET", "name").asString()).isEqualTo("hello Ada");
            assertThat(client.call("COMMAND", "GETKEYS", "GREET", "name")).isEqualTo("*1\r\n$4\r\nname\r\n");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedKvs.builder().withoutServer()
                .commands(new GreetingCommands().family()).commands(new GreetingCommands().family()).start())
                .withMessage("two commands are called greet");
    }

    /** A class may be missing, for example. */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aCommandThatFailsIsAnsweredAndTheServerGoesOn(boolean error) throws IOException {
        CommandFamily failing = CommandFamily.of(Command.command("FAIL", "key").arity(2).flags(Flag.WRITE)
                .key(KeySpec.at(1, "RW access")).summary("Fails.").runs(c -> {
                    if (error) {
                        throw new NoClassDefFoundError("on purpose");
                    }
                    throw new IllegalStateException("on purpose");
                }));
        try (EmbeddedKvs kvs = EmbeddedKvs.builder().port(0).commands(failing).start();
                RespConnection client = new RespConnection(kvs.server().port());
                RespConnection another = new RespConnection(kvs.server().port())) {
            String told = "-ERR internal error, see the log of the server\r\n";
            assertThat(client.call("FAIL", "a")).isEqualTo(told);
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK\r\n");
            assertThat(another.call("APPEND", "a", "2")).isEqualTo(":2\r\n");
            assertThat(another.call("FAIL", "a")).isEqualTo(told);
            assertThat(client.call("GET", "a")).isEqualTo("$2\r\n12\r\n");
        }
    }

    /** As in an application of Quarkus in production. */
    @Test
    void isSafeUnlessItIsToldOtherwise() throws IOException {
        try (EmbeddedKvs kvs = EmbeddedKvs.builder().port(0).start();
                RespConnection client = new RespConnection(kvs.server().port())) {
            assertThat(client.call("SHUTDOWN", "NOSAVE")).contains("unknown command");
            assertThat(client.call("DEBUG", "SLEEP", "0")).contains("DEBUG command not allowed");
            assertThat(kvs.store().execute("CONFIG", "GET", "maxmemory").toString())
                    .contains("[" + Runtime.getRuntime().maxMemory() / 2 + "]");
            assertThat(client.call("CONFIG", "GET", "maxmemory-*")).contains("noeviction", "50%");
        }
        try (EmbeddedKvs kvs = EmbeddedKvs.builder().port(0).maxMemory(0, EvictionPolicy.NOEVICTION).allowDebug()
                .allowShutdown().start();
                RespConnection client = new RespConnection(kvs.server().port())) {
            assertThat(client.call("DEBUG", "SLEEP", "0")).isEqualTo("+OK\r\n");
            assertThat(kvs.store().execute("CONFIG", "GET", "maxmemory").toString()).contains("[0]");
            client.send(List.of("SHUTDOWN", "NOSAVE"));
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void hasWhatItWasBuiltWith() throws IOException {
        try (EmbeddedKvs kvs = EmbeddedKvs.builder().port(0).password("secret").user("reader", "on >pass ~* +@read")
                .databases(3).maxMemory(50_000_000, EvictionPolicy.ALLKEYS_LRU).disable("flushall").eventLoops(1).start();
                RespConnection client = new RespConnection(kvs.server().port())) {
            assertThat(kvs.server().state()).isEqualTo(KvsServer.State.LISTENING);
            assertThat(client.call("GET", "a")).contains("NOAUTH");
            assertThat(client.call("AUTH", "reader", "pass")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "a", "1")).contains("NOPERM");
            assertThat(client.call("AUTH", "secret")).isEqualTo("+OK\r\n");
            assertThat(client.call("SELECT", "3")).contains("out of range");
            assertThat(client.call("CONFIG", "GET", "maxmemory*")).contains("50000000", "allkeys-lru");
            assertThat(client.call("FLUSHALL")).contains("unknown command");
        }
    }

    @Test
    void saysWhyItDoesNotStart() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedKvs.builder().host("0.0.0.0").port(0).start())
                .withMessage("other machines can reach 0.0.0.0: set a password");
        assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedKvs.builder().port(70_000).start())
                .withMessageContaining("70000");
        try (EmbeddedKvs first = EmbeddedKvs.builder().port(0).appendOnly(directory, FsyncPolicy.NO).start()) {
            int taken = first.server().port();
            assertThatExceptionOfType(KvsException.class).isThrownBy(() -> EmbeddedKvs.builder().port(taken).start())
                    .withMessageContaining("cannot listen on localhost:" + taken);
            assertThatExceptionOfType(KvsException.class)
                    .isThrownBy(() -> EmbeddedKvs.builder().withoutServer().appendOnly(directory, FsyncPolicy.NO).start())
                    .withMessageContaining(directory.toString());
        }
        Files.writeString(directory.resolve("dump.rdb"), "no snapshot");
        assertThatExceptionOfType(KvsException.class)
                .isThrownBy(() -> EmbeddedKvs.builder().withoutServer().snapshots(directory, "3600 1").start())
                .withMessageContaining("dump.rdb");
    }

    @Test
    void wrongArgumentsAreNamed() {
        EmbeddedKvsBuilder builder = EmbeddedKvs.builder();
        Map<ThrowingCallable, String> nulls = Map.of(() -> builder.host(null), "host", () -> builder.password(null), "password",
                () -> builder.user(null, "on"), "name", () -> builder.user("ada", null), "rules",
                () -> builder.maxMemory(1, null), "policy", () -> builder.disable("GET", null), "command",
                () -> builder.appendOnly(null, FsyncPolicy.NO), "directory", () -> builder.appendOnly(directory, null), "fsync",
                () -> builder.snapshots(directory, null), "points", () -> builder.commands(null), "family");
        nulls.forEach((call, name) -> assertThatNullPointerException().isThrownBy(call).withMessage(name));
        Map<ThrowingCallable, String> numbers = Map.of(() -> builder.port(-1), "port must be from 0 to 65535, not -1",
                () -> builder.eventLoops(0), "eventLoops must be from 1 to 2147483647, not 0",
                () -> builder.databases(0), "databases must be from 1 to 2147483646, not 0",
                () -> builder.maxMemory(-1, EvictionPolicy.NOEVICTION),
                "bytes must be from 0 to 9223372036854775807, not -1");
        numbers.forEach((call, message) -> assertThatIllegalArgumentException().isThrownBy(call).withMessage(message));
        Path other = directory.resolve("other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedKvs.builder().appendOnly(directory, FsyncPolicy.NO).snapshots(other, "3600 1"))
                .withMessageContainingAll("appendOnly and snapshots need the same directory", directory + " and " + other);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedKvs.builder().withoutServer().disable("NOSUCH").start())
                .withMessageContaining("NOSUCH");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedKvs.builder().withoutServer().user("ada", "+nosuch").start())
                .withMessageContaining("nosuch");
    }

    @Test
    void whatIsClosedSaysSo() {
        EmbeddedKvs kvs = EmbeddedKvs.builder().port(0).start();
        KvsServer server = kvs.server();
        kvs.close();
        kvs.close();
        List<ThrowingCallable> calls = List.of(server::start, server::stop, server::host, server::uri);
        assertThat(calls).allSatisfy(call -> assertThatIllegalStateException().isThrownBy(call)
                .withMessage("the key/value server is closed"));
        assertThat(server.port()).isEqualTo(-1);
    }
}
