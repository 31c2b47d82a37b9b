package io.quarkiverse.kvs.core.command.server;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What INFO counts. Safe for use by many threads. */
public final class Statistics {

    /** Beyond so many different ones, errors are not told apart any more: clients could make up as many as they like. */
    private static final int MAX_ERRORS = 128;

    /** Of one command. */
    public static final class OfCommand {
        public final Counter calls = new Counter();
        public final Counter nanos = new Counter();
        public final Counter rejected = new Counter();
        public final Counter failed = new Counter();
        private final AtomicReference<LatencyHistogram> latency = new AtomicReference<>();

        /** How long its calls have taken since that is kept; null if there were none. */
        public LatencyHistogram latency() {
            return latency.get();
        }

        void took(long duration) {
            LatencyHistogram histogram = latency.get();
            if (histogram == null) {
                latency.compareAndSet(null, new LatencyHistogram());
                histogram = latency.get();
            }
            if (histogram != null) {
                histogram.record(duration);
            }
        }

        public void reset() {
            latency.set(null);
            for (Counter counter : new Counter[] { calls, nanos, rejected, failed }) {
                counter.reset();
            }
        }
    }

    /** By {@link Command#number()}. */
    private final OfCommand[] commands;
    private final Map<String, Counter> errors = new ConcurrentHashMap<>();
    public final Counter connections = new Counter();
    public final Counter rejectedConnections = new Counter();
    public final Counter bytesIn = new Counter();
    public final Counter bytesOut = new Counter();
    /** How often bytes have come in, and gone out. */
    public final Counter reads = new Counter();
    public final Counter writes = new Counter();
    private final Rate operationRate = new Rate();
    private final Rate inputRate = new Rate();
    private final Rate outputRate = new Rate();
    public final Counter errorReplies = new Counter();
    public final Counter evictedClients = new Counter();

    /** @param table the commands that are to be counted */
    Statistics(CommandTable table) {
        commands = new OfCommand[Command.count()];
        table.commandsAndSubcommands().forEach(command -> commands[command.number()] = new OfCommand());
        // What the line protocol has of its own counts as what Redis calls so.
        for (Command command : table.in(Dialect.LINE).commandsAndSubcommands()) {
            if (commands[command.number()] == null) {
                Command ofRedis = table.find(command.fullName());
                commands[command.number()] = ofRedis == null ? new OfCommand() : of(ofRedis);
            }
        }
    }

    /** A connection was refused because there are too many. */
    public void refused() {
        rejectedConnections.increment();
    }

    /** Bytes have come in. */
    public void received(long bytes) {
        bytesIn.add(bytes);
        reads.increment();
    }

    /** Bytes have gone out. */
    public void sent(long bytes) {
        bytesOut.add(bytes);
        writes.increment();
    }

    public OfCommand of(Command command) {
        return commands[command.number()];
    }

    public void called(Command command) {
        commands[command.number()].calls.increment();
    }

    public void took(Command command, long nanos) {
        commands[command.number()].nanos.add(nanos);
    }

    /** Notes how long a call took among all calls of its command. */
    void distribute(Command command, long nanos) {
        commands[command.number()].took(nanos);
    }

    public void rejected(Command command, String message) {
        if (command != null) {
            commands[command.number()].rejected.increment();
        }
        error(message);
    }

    public void failed(Command command, String message) {
        failed(command);
        error(message);
    }

    /** It has failed with an error that was counted before. */
    public void failed(Command command) {
        commands[command.number()].failed.increment();
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

    /** Notes how much has been done so far. For one thread, ten times a second. */
    public void sample(long now) {
        operationRate.sample(now, all().mapToLong(command -> command.calls.total()).sum());
        inputRate.sample(now, bytesIn.total());
        outputRate.sample(now, bytesOut.total());
    }

    /** How many commands a second have run lately. */
    public long operationsPerSecond() {
        return (long) operationRate.perSecond();
    }

    /** How many bytes a second have come in lately. */
    public double inputPerSecond() {
        return inputRate.perSecond();
    }

    /** How many bytes a second have gone out lately. */
    public double outputPerSecond() {
        return outputRate.perSecond();
    }

    private Stream<OfCommand> all() {
        return Arrays.stream(commands).filter(Objects::nonNull).distinct();
    }

    public long calls() {
        return all().mapToLong(command -> command.calls.sum()).sum();
    }

    /** How often each error was answered, by its prefix. */
    public Map<String, Long> errors() {
        Map<String, Long> sorted = new TreeMap<>();
        errors.forEach((prefix, count) -> sorted.put(prefix, count.sum()));
        return sorted;
    }

    /** Starts again from zero, as CONFIG RESETSTAT asks. */
    public void reset() {
        all().forEach(OfCommand::reset);
        errors.clear();
        for (Counter counter : new Counter[] { connections, rejectedConnections, bytesIn, bytesOut, reads, writes, errorReplies,
                evictedClients }) {
            counter.reset();
        }
    }
}
