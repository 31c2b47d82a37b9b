package io.quarkiverse.kvs.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tables of a benchmark: for people who look at them now, and for the pages of the documentation. */
final class Report {

    private final String name;
    private final String machine;
    private final List<Table> tables = new ArrayList<>();

    /**
     * @param name of its files
     * @param machine what the figures were taken on
     */
    Report(String name, String machine) {
        this.name = name;
        this.machine = machine;
    }

    void add(Table table) {
        tables.add(table);
    }

    /** Prints all tables, and writes them as Markdown and as AsciiDoc. */
    void write() throws IOException {
        StringBuilder markdown = new StringBuilder(machine).append("\n\n");
        StringBuilder asciidoc = new StringBuilder(machine).append("\n\n");
        for (Table table : tables) {
            markdown.append(table.markdown());
            asciidoc.append(table.asciidoc());
        }
        Path file = Path.of("target", name + ".md");
        Path page = Path.of("target", name + ".adoc");
        Files.writeString(file, markdown);
        Files.writeString(page, asciidoc);
        System.out.printf("%n%s%nwritten: %s, %s%n", markdown, file, page);
    }
}
