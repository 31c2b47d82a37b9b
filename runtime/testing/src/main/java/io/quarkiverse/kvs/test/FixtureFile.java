package io.quarkiverse.kvs.test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.KeyValueStore;

/** A file with data for a test. */
record FixtureFile(String name, byte[] content) {

    private static final Pattern KEY_AND_VALUE = Pattern.compile("[^\\s\"'=]+\\s*=.*");

    static FixtureFile find(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        String resource = name.startsWith("/") ? name.substring(1) : name;
        try (InputStream found = loader.getResourceAsStream(resource)) {
            if (found != null) {
                return new FixtureFile(name, found.readAllBytes());
            }
            Path path = Path.of(name);
            if (Files.isRegularFile(path)) {
                return new FixtureFile(name, Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new FixtureException(name, "cannot be read: " + e.getMessage(), e);
        } catch (InvalidPathException e) {
            throw new FixtureException(name, "is neither on the class path nor the path of a file", e);
        }
        throw new FixtureException(name, "is neither on the class path nor a file in "
                + Path.of("").toAbsolutePath(), null);
    }

    void load(KeyValueStore store) {
        switch (format()) {
            case "redis", "txt" -> new CommandFixture(this, store).load();
            case "json" -> new JsonFixture(this, store).load();
            default -> new KeyValueFixture(this, store).load();
        }
    }

    /** Whether it has tables and items. */
    boolean isOfDynamoDb() {
        return name.toLowerCase(Locale.ROOT).endsWith(".dynamodb.json");
    }

    private String format() {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "redis", "txt", "json", "properties" -> extension;
            default -> formatOfContent();
        };
    }

    private String formatOfContent() {
        String first = lines().stream().map(String::strip).filter(line -> !line.isEmpty() && !isComment(line))
                .findFirst().orElse("");
        return first.startsWith("{") ? "json" : KEY_AND_VALUE.matcher(first).matches() ? "properties" : "redis";
    }

    static boolean isComment(String line) {
        return line.startsWith("#");
    }

    /** The lines as text in UTF-8. */
    List<String> lines() {
        return new String(content, StandardCharsets.UTF_8).lines().toList();
    }

    FixtureException mistake(int line, String problem, @Nullable Throwable cause) {
        return new FixtureException(name, line, problem, cause);
    }
}
