package io.quarkiverse.kvs.it.kotlin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.it.docs.DocsPage;
import kotlin.Unit;

/** What the pages show in Kotlin, and what the codestart gives to a new application in Kotlin, compiles. */
class KotlinTest {

    private static final Path CODESTART = Path
            .of("../../runtime/src/main/codestarts/quarkus/kvs-codestart/kotlin/src/main/kotlin");

    private record Result(ExitCode code, String messages) {
    }

    @TempDir
    Path folder;

    @Test
    void examplesOfThePagesAndTheCodestartCompile() throws Exception {
        List<String> ofGettingStarted = DocsPage.named("index.adoc").listings("kotlin");
        List<String> ofEmbedIt = DocsPage.named("embed.adoc").listings("kotlin");
        assertThat(ofGettingStarted).hasSize(1);
        assertThat(ofEmbedIt).hasSize(1);
        Result result = compile(write("Visits.kt", ofGettingStarted.get(0)),
                // The body of a class
                write("Greeting.kt",
                        "import io.quarkiverse.kvs.KeyValueStore\nimport jakarta.inject.Inject\n\nclass Greeting {\n"
                                + ofEmbedIt.get(0) + "\n}"),
                CODESTART);
        assertThat(result.messages()).isEmpty();
        assertThat(result.code()).isEqualTo(ExitCode.OK);
        try (Stream<Path> files = Files.walk(classes())) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("Visits.class", "Greeting.class",
                    "VisitsResource.class");
        }
    }

    /** Thanks to the annotations of JSpecify. */
    @Test
    void theCompilerKnowsThatGetMayReturnNull() throws Exception {
        Result result = compile(write("Length.kt", "import io.quarkiverse.kvs.KeyValueStore\n\n"
                + "fun length(store: KeyValueStore): Int = store.get(\"greeting\").length"));
        assertThat(result.code()).isEqualTo(ExitCode.COMPILATION_ERROR);
        assertThat(result.messages()).contains("Length.kt:3:").contains("nullable receiver");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path classes() {
        return folder.resolve("classes");
    }

    private Result compile(Path... sources) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-d", classes().toString(), "-no-stdlib", "-no-reflect",
                "-jvm-target", "17", "-classpath", classPath()));
        for (Path source : sources) {
            arguments.add(source.toString());
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        ExitCode code = new K2JVMCompiler().exec(new PrintStream(messages, true, StandardCharsets.UTF_8),
                arguments.toArray(String[]::new));
        return new Result(code, messages.toString(StandardCharsets.UTF_8));
    }

    /** No more than the examples use: the compiler reads all of it. */
    private static String classPath() throws URISyntaxException {
        List<Path> places = new ArrayList<>();
        for (Class<?> type : List.of(KeyValueStore.class, jakarta.ws.rs.Path.class, Inject.class, Nullable.class, Unit.class)) {
            places.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        return places.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
    }
}
