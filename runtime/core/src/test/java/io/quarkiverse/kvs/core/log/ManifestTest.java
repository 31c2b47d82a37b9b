package io.quarkiverse.kvs.core.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

    private static final String LINES = """
            file a.2.base.rdb seq 2 type b
            file a.1.incr.aof seq 1 type h
            file a.2.incr.aof seq 2 type i
            file a.4.incr.aof seq 4 type i
            """;

    private static Manifest read(String text) throws IOException {
        return Manifest.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    private static String write(Manifest manifest) {
        return new String(manifest.bytes(), ISO_8859_1);
    }

    @Test
    void readsAndWritesTheSame() throws IOException {
        Manifest manifest = read(LINES);

        assertThat(manifest.base()).isEqualTo(new ManifestFile("a.2.base.rdb", 2, ManifestFile.Type.BASE));
        assertThat(manifest.history()).containsExactly(new ManifestFile("a.1.incr.aof", 1, ManifestFile.Type.HISTORY));
        assertThat(manifest.files()).extracting(ManifestFile::name).containsExactly("a.2.base.rdb", "a.2.incr.aof",
                "a.4.incr.aof");
        assertThat(write(manifest)).isEqualTo(LINES);
    }

    @Test
    void takesCommentsBlanksOtherOrdersAndLaterWords() throws IOException {
        Manifest manifest = read("# " + "c".repeat(5000) + "\n \tTYPE b\tsEq 3   file x  size 7 \r\n#");

        assertThat(write(manifest)).isEqualTo("file x seq 3 type b\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "a b|'\"a b\"'", "a\"b|'\"a\\\"b\"'", "ä|'\"\\xc3\\xa4\"'", "it's|it's" })
    void quotesNames(String name, String quoted) throws IOException {
        Manifest manifest = Manifest.EMPTY.withBase(new ManifestFile(name, 1, ManifestFile.Type.BASE));

        assertThat(write(manifest)).isEqualTo("file " + quoted + " seq 1 type b\n");
        if (!name.equals("it's")) {
            assertThat(read(write(manifest))).isEqualTo(manifest);
        }
    }

    @Test
    void readsEscapes() throws IOException {
        assertThat(read("file \"\\n\\r\\t\\a\\b\\x41\\xzz\\q\" seq 1 type i\n").increments().get(0).name())
                .isEqualTo("\n\r\t\u0007\bAxzzq");
        assertThat(read("file 'it\\'s \\n' seq 1 type i\n".replace("\\n", "n")).increments().get(0).name())
                .isEqualTo("it's n");
        assertThat(read("file \"\" seq 1 type i file z\n").increments().get(0).name()).isEqualTo("z");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\n", " \n", "file a seq 1\n", "file a seq 1 type\n", "file a seq 1 type b x\n",
            "file a seq 0 type b\n",
            "file a seq x type b\n", "file a seq -1 type b\n", "file \"a seq 1 type b\n", "file \"a\"b seq 1 type b\n",
            "file 'a'b seq 1 type b\n", "file \"\" seq 1 type b\n", "name a seq 1 type b\n", "file a seq 1 type \"\"\n" })
    void refusesWhatIsNoLine(String line) {
        assertRefused("file b seq 1 type h\n" + line, "Invalid AOF manifest file format", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a/b", "/a", "..", ".", "\"a\\\\b\"", "\"a\\x00b\"" })
    void refusesPaths(String name) {
        assertRefused("file " + name + " seq 1 type b\n", "File can't be a path, just a filename", 1);
    }

    @Test
    void refusesWhatContradictsItself() {
        assertRefused("file a seq 1 type b\nfile b seq 2 type b\n", "Found duplicate base file information", 2);
        assertRefused("file a seq 2 type i\nfile b seq 2 type i\n", "Found a non-monotonic sequence number", 2);
        assertRefused("file a seq -1 type i\n", "Found a non-monotonic sequence number", 1);
        assertRefused("file a seq 1 type x\n", "Unknown AOF file type", 1);
        assertRefused("", "Found an empty AOF manifest", 0);
    }

    @Test
    void refusesLinesThatAreTooLongOrNotEnded() throws IOException {
        String reason = "The AOF manifest file contains too long line";
        String line = "file a seq 1 type b";
        String longest = line + " ".repeat(Manifest.MAX_LINE - line.length() - 1) + "\n";

        assertThat(read(longest).base().name()).isEqualTo("a");
        assertRefused(" " + longest, reason, 1);
        assertRefused(line, reason, 1);
        assertRefused("#".repeat(Manifest.MAX_SIZE + 1), "The AOF manifest file is too large", 0);
    }

    private static void assertRefused(String text, String reason, int line) {
        assertThatExceptionOfType(ManifestFormatException.class).isThrownBy(() -> read(text)).satisfies(e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.lineNumber()).isEqualTo(line);
            assertThat(e).hasMessageStartingWith(reason);
        });
    }

    /** What Redis does at its start and at two rewritings, the second of which comes before the history is deleted. */
    @Test
    void goesOnAsRedisDoes() {
        Manifest manifest = Manifest.EMPTY;
        assertThat(manifest.isEmpty()).isTrue();
        manifest = manifest.withBase(manifest.nextBase("a", true));
        manifest = manifest.withIncrement(manifest.nextIncrement("a"));
        assertThat(write(manifest)).isEqualTo("file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\n");

        manifest = manifest.withIncrement(manifest.nextIncrement("a"));
        manifest = manifest.withBase(manifest.nextBase("a", false)).withLastIncrements(1);
        assertThat(write(manifest)).isEqualTo("""
                file a.2.base.aof seq 2 type b
                file a.1.incr.aof seq 1 type h
                file a.1.base.rdb seq 1 type h
                file a.2.incr.aof seq 2 type i
                """);
        assertThat(write(manifest.withoutHistory()))
                .isEqualTo("file a.2.base.aof seq 2 type b\nfile a.2.incr.aof seq 2 type i\n");

        manifest = manifest.withBase(manifest.nextBase("a", true)).withLastIncrements(0);
        assertThat(manifest.history()).extracting(ManifestFile::name).containsExactly("a.2.incr.aof", "a.2.base.aof",
                "a.1.incr.aof", "a.1.base.rdb");
        assertThat(manifest.nextIncrement("a").name()).as("a name that is free").isEqualTo("a.3.incr.aof");
        assertThat(Manifest.nameFor("a")).isEqualTo("a.manifest");
        assertThat(Manifest.temporaryNameFor("a")).isEqualTo("temp-a.manifest");
    }
}
