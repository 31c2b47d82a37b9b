package io.quarkiverse.kvs.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the documentation, for tests that compare what it shows with what is tested. */
public final class DocsPage {

    private static final Path PAGES = Path.of("../../docs/modules/ROOT/pages");

    private final String text;

    private DocsPage(String text) {
        this.text = text;
    }

    /**
     * Reads one.
     *
     * @param name of the file, such as {@code testing.adoc}; the test runs in a directory below {@code integration-tests}
     */
    public static DocsPage named(String name) {
        return new DocsPage(read(PAGES.resolve(name)));
    }

    /** As it is written. */
    public String text() {
        return text;
    }

    /**
     * The listings of some languages, in their order.
     *
     * @param languages a regular expression, such as {@code java|json}
     */
    public List<String> listings(String languages) {
        Pattern listing = Pattern.compile("\\[source,(?:" + languages + ")]\n----\n(.*?)\n----\n", Pattern.DOTALL);
        return listing.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /**
     * Whether a file below some folders has the lines of a listing, without the numbers of explanations, and indented anyhow.
     *
     * @param files a regular expression for the ends of their names, such as {@code java|json}
     */
    public static boolean isInFile(String listing, String files, Path... folders) {
        Pattern name = Pattern.compile(".*\\.(?:" + files + ")");
        String wanted = lines(listing);
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                if (all.filter(file -> name.matcher(file.toString()).matches())
                        .anyMatch(file -> lines(read(file)).contains(wanted))) {
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }

    /** Whether it shows a file of Java, from its first import on. */
    public boolean shows(Path file) {
        String source = read(file);
        return text.contains(source.substring(source.indexOf("import ")).strip());
    }

    private static String lines(String text) {
        return text.lines().map(line -> line.replaceFirst(" // <\\d+>$", "").strip()).collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
