package io.quarkiverse.kvs.runtime.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What INFO counts. Safe for use by many threads. */
final class Statistics {

    /** Beyond so many different ones, errors are not told apart any more: clients could make up as many as they like. */
    private static final int MAX_ERRORS = 128;

    /** Of one command. */
    static final class OfCommand {
        final Counter calls = new Counter();
        final Counter nanos = new Counter();
        final Counter rejected = new Counter();
        final Counter failed = new Counter();

        void reset() {
            for (Counter counter : new Counter[] { calls, nanos, rejected, failed }) {
                counter.reset();
            }
        }
    }

    /** By {@link Command#number()}. */
    private final OfCommand[] commands;
    private final Map<String, Counter> errors = new ConcurrentHashMap<>();
    final Counter connections = new Counter();
    final Counter rejectedConnections = new Counter();
    final Counter bytesIn = new Counter();
    final Counter bytesOut = new Counter();
    final Counter errorReplies = new Counter();
    final Counter evictedClients = new Counter();

    Statistics() {
        List<Command> known = CommandTable.REDIS.commandsAndSubcommands();
        List<Command> ofLines = LineCommands.ALL;
        commands = new OfCommand[Command.count()];
        known.forEach(command -> commands[command.number()] = new OfCommand());
        // What the line protocol has of its own counts as what Redis calls so.
        ofLines.forEach(command -> commands[command.number()] = of(CommandTable.REDIS.find(command.name())));
    }

    OfCommand of(Command command) {
        return commands[command.number()];
    }

    void called(Command command) {
        commands[command.number()].calls.increment();
    }

    void took(Command command, long nanos) {
        commands[command.number()].nanos.add(nanos);
    }

    void rejected(Command command, String message) {
        if (command != null) {
            commands[command.number()].rejected.increment();
        }
        error(message);
    }

    void failed(Command command, String message) {
        commands[command.number()].failed.increment();
        error(message);
    }

    private void error(String message) {
        errorReplies.increment();
        int blank = message.indexOf(' ');
        String prefix = blank < 0 ? message : message.substring(0, blank);
        Counter counted = errors.get(prefix);
        if (counted == null && errors.size() < MAX_ERRORS) {
            counted = errors.computeIfAbsent(prefix, p -> new Counter());
        }
        if (counted != null) {
            counted.increment();
        }
    }

    private Stream<OfCommand> all() {
        return Arrays.stream(commands).filter(Objects::nonNull).distinct();
    }

    long calls() {
        return all().mapToLong(command -> command.calls.sum()).sum();
    }

    /** How often each error was answered, by its prefix. */
    Map<String, Long> errors() {
        Map<String, Long> sorted = new TreeMap<>();
        errors.forEach((prefix, count) -> sorted.put(prefix, count.sum()));
        return sorted;
    }

    /** Starts again from zero, as CONFIG RESETSTAT asks. */
    void reset() {
        all().forEach(OfCommand::reset);
        errors.clear();
        for (Counter counter : new Counter[] { connections, rejectedConnections, bytesIn, bytesOut, errorReplies,
                evictedClients }) {
            counter.reset();
        }
    }
}
