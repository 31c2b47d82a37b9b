package io.quarkiverse.kvs.dynamodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * A native image knows only what it was told of: classes that are looked up by name, resources, services. The endpoint needs
 * none of these, so there is nothing to register.
 */
class NativeImageTest {

    private static final List<String> LOOKED_UP = List.of("java/lang/reflect/Method", "java/lang/reflect/Constructor",
            "java/lang/reflect/Field", "java/lang/reflect/Proxy", "forName", "java/util/ServiceLoader", "getResource",
            "java/util/ResourceBundle", "java/io/ObjectInputStream");

    @Test
    void nothingIsLookedUpByName() throws Exception {
        Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("io/quarkiverse/kvs/dynamodb"))) {
            List<Path> own = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(own).hasSizeGreaterThan(150);
            for (Path file : own) {
                assertThat(constants(file)).as(file.toString()).doesNotContain(LOOKED_UP);
            }
        }
    }

    /** The names that a class uses are in its file as they are. */
    private static String constants(Path file) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1);
    }
}
