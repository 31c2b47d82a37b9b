package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.protocol.Dialect;

/**
 * The parts of the documentation that are made of what the program knows: the commands there are, the ones of Redis that there
 * are not, the parameters that mean nothing.
 */
final class CommandReference {

    private static final String NOTE = "// Written by CommandReferenceTest -Dkvs.docs.update: do not edit.\n";

    /** A command of Redis 7.0. */
    record RedisCommand(String group, String name) {
    }

    private final CommandTable table;
    private final Set<String> different;

    /** @param different the full names of the commands that the page of differences has something to say about */
    CommandReference(CommandTable table, Set<String> different) {
        this.table = table;
        this.different = different;
    }

    /** The texts of the regions, by their names. */
    Map<String, String> regions() throws IOException {
        return Map.of("commands", commands(), "missing-commands", missing(), "accepted-parameters", parameters());
    }

    // What there is

    private String commands() {
        StringBuilder text = new StringBuilder(NOTE);
        for (Group group : Group.values()) {
            List<Command> commands = table.commands().stream().filter(command -> command.group() == group)
                    .sorted(Comparator.comparing(Command::name)).toList();
            if (!commands.isEmpty()) {
                text.append("\n[[group-").append(group.text()).append("]]\n== ").append(title(group.text())).append("\n\n")
                        .append("[cols=\"6,6,4,1\",options=header,separator=¦]\n|===\n")
                        .append("¦Command ¦What it does ¦Time it takes ¦Since\n");
                for (Command command : commands) {
                    append(text, command);
                    command.subcommands().stream().sorted(Comparator.comparing(Command::name))
                            .forEach(subcommand -> append(text, subcommand));
                }
                text.append("|===\n");
            }
        }
        return text.toString();
    }

    private void append(StringBuilder text, Command command) {
        text.append("\n¦[[").append(anchor(command.fullName())).append("]]`+")
                .append((typed(command.fullName()) + " " + command.syntax()).trim()).append("+`\n")
                .append('¦').append(command.summary());
        if (command.deprecatedSince() != null) {
            text.append(" Deprecated since ").append(command.deprecatedSince()).append(": use ").append(command.replacedBy())
                    .append('.');
        }
        if (different.contains(command.fullName())) {
            text.append(" xref:differences.adoc#command-").append(anchor(command.fullName())).append("[Differs from Redis.]");
        }
        if (!command.isSubcommand() && Families.TABLE.in(Dialect.LINE).find(command.fullName()) != command) {
            text.append(" xref:protocol.adoc#line-").append(anchor(command.fullName()))
                    .append("[Means something else in the line protocol.]");
        }
        text.append("\n¦").append(command.subcommands().isEmpty() ? command.complexity() : "")
                .append("\n¦").append(command.since()).append('\n');
    }

    // What there is not

    private String missing() throws IOException {
        Map<String, Set<String>> byGroup = new TreeMap<>();
        for (RedisCommand command : redisCommands()) {
            String container = command.name.contains("|") ? command.name.substring(0, command.name.indexOf('|')) : null;
            // Where a whole container is missing, its subcommands need not be told.
            if (table.find(command.name) == null && (container == null || table.find(container) != null)) {
                byGroup.computeIfAbsent(command.group, group -> new TreeSet<>()).add(typed(command.name));
            }
        }
        StringBuilder text = new StringBuilder(NOTE).append('\n');
        if (byGroup.isEmpty()) {
            text.append("None: every command of Redis 7.0 is there.\n\n");
        }
        byGroup.forEach((group, names) -> text.append(title(group)).append("::\n").append(wrapped(names)).append('\n'));
        return text.toString();
    }

    /** The commands of Redis 7.0, as it lists them. */
    static List<RedisCommand> redisCommands() throws IOException {
        List<RedisCommand> commands = new ArrayList<>();
        for (String line : lines("redis-commands.txt")) {
            int blank = line.indexOf(' ');
            commands.add(new RedisCommand(line.substring(0, blank), line.substring(blank + 1)));
        }
        return commands;
    }

    // Parameters

    /** The names of the parameters that can be set and read, and have no effect. */
    static Set<String> acceptedParameters() throws IOException {
        Set<String> names = new TreeSet<>();
        lines("/io/quarkiverse/kvs/core/command/server/accepted-parameters.txt")
                .forEach(line -> names.add(line.substring(0, line.indexOf(' '))));
        return names;
    }

    private static String parameters() throws IOException {
        return NOTE + "\n" + wrapped(acceptedParameters());
    }

    private static List<String> lines(String resource) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(CommandReference.class.getResourceAsStream(resource), UTF_8))) {
            return lines.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        }
    }

    // Text

    /** How a command is called in the address of a part of a page. */
    static String anchor(String fullName) {
        return fullName.replace('|', '-').replace('.', '-');
    }

    /** A command as one types it. */
    private static String typed(String fullName) {
        return fullName.toUpperCase(Locale.ROOT).replace('|', ' ');
    }

    private static String title(String group) {
        return group.equals("module") ? "Ordered maps"
                : group.equals("pubsub") ? "Pub/sub"
                        : group.equals("hyperloglog") ? "HyperLogLog"
                                : group.substring(0, 1).toUpperCase(Locale.ROOT) + group.substring(1).replace('-', ' ');
    }

    /** Names with commas between them, a line break where a line gets too long. */
    private static String wrapped(Iterable<String> names) {
        List<StringBuilder> lines = new ArrayList<>();
        for (String name : names) {
            String word = "`" + name + "`";
            StringBuilder last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
            if (last == null) {
                lines.add(new StringBuilder(word));
            } else if (last.length() + word.length() > 125) {
                last.append(',');
                lines.add(new StringBuilder(word));
            } else {
                last.append(", ").append(word);
            }
        }
        return lines.stream().collect(joining("\n")) + "\n";
    }
}
