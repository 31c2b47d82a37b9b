package io.quarkiverse.kvs.runtime.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What INFO counts. Safe for use by many threads. */
final class Statistics {

    /** Beyond so many different ones, errors are not told apart any more: clients could make up as many as they like. */
    private static final int MAX_ERRORS = 128;

    /** Of one command. */
    static final class OfCommand {
        final LongAdder calls = new LongAdder();
        final LongAdder nanos = new LongAdder();
        final LongAdder rejected = new LongAdder();
        final LongAdder failed = new LongAdder();

        void reset() {
            for (LongAdder adder : new LongAdder[] { calls, nanos, rejected, failed }) {
                adder.reset();
            }
        }
    }

    private final Map<Command, OfCommand> commands = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    final LongAdder connections = new LongAdder();
    final LongAdder rejectedConnections = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder errorReplies = new LongAdder();

    Statistics() {
        CommandTable.REDIS.commandsAndSubcommands().forEach(command -> commands.put(command, new OfCommand()));
        // What the line protocol has of its own counts as what Redis calls so.
        for (Command command : LineCommands.ALL) {
            commands.put(command, commands.get(CommandTable.REDIS.find(command.name())));
        }
    }

    OfCommand of(Command command) {
        return commands.get(command);
    }

    void called(Command command) {
        commands.get(command).calls.increment();
    }

    void took(Command command, long nanos) {
        commands.get(command).nanos.add(nanos);
    }

    void rejected(Command command, String message) {
        if (command != null) {
            commands.get(command).rejected.increment();
        }
        error(message);
    }

    void failed(Command command, String message) {
        commands.get(command).failed.increment();
        error(message);
    }

    private void error(String message) {
        errorReplies.increment();
        int blank = message.indexOf(' ');
        String prefix = blank < 0 ? message : message.substring(0, blank);
        LongAdder counted = errors.get(prefix);
        if (counted == null && errors.size() < MAX_ERRORS) {
            counted = errors.computeIfAbsent(prefix, p -> new LongAdder());
        }
        if (counted != null) {
            counted.increment();
        }
    }

    long calls() {
        return commands.values().stream().distinct().mapToLong(command -> command.calls.sum()).sum();
    }

    /** How often each error was answered, by its prefix. */
    Map<String, Long> errors() {
        Map<String, Long> sorted = new TreeMap<>();
        errors.forEach((prefix, count) -> sorted.put(prefix, count.sum()));
        return sorted;
    }

    /** Starts again from zero, as CONFIG RESETSTAT asks. */
    void reset() {
        commands.values().forEach(OfCommand::reset);
        errors.clear();
        for (LongAdder adder : new LongAdder[] { connections, rejectedConnections, bytesIn, bytesOut, errorReplies }) {
            adder.reset();
        }
    }
}
