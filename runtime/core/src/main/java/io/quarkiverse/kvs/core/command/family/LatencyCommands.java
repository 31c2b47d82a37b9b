package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.server.LatencyHistogram;
import io.quarkiverse.kvs.core.command.server.LatencyMonitor;
import io.quarkiverse.kvs.core.command.server.LatencyMonitor.Sample;
import io.quarkiverse.kvs.core.command.server.LatencyMonitor.Series;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/**
 * The command LATENCY: what has kept clients waiting for longer than {@code latency-monitor-threshold}, and how long the calls
 * of commands have taken.
 */
final class LatencyCommands {

    private static final String[] TIPS = { "nondeterministic_output", "request_policy:all_nodes", "response_policy:special" };

    static final Command LATENCY = command("LATENCY", "")
            .in(Group.SERVER).since("2.8.13").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Shows what has made the server slow.")
            .contains(
                    subcommand("DOCTOR", "", "2.8.13", 2).tips(TIPS)
                            .summary("Explains what has made the server slow.")
                            .runs(LatencyCommands::doctor),
                    subcommand("GRAPH", "event", "2.8.13", 3).tips(TIPS)
                            .summary("Draws how long an event took over time.")
                            .runs(LatencyCommands::graph),
                    command("HELP", "").of("LATENCY").in(Group.SERVER).since("2.8.13").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    subcommand("HISTOGRAM", "[command [command ...]]", "7.0.0", -2).tips(TIPS)
                            .summary("Returns a histogram of the durations of each command's calls.")
                            .runs(LatencyCommands::histogram),
                    subcommand("HISTORY", "event", "2.8.13", 3).tips(TIPS)
                            .summary("Returns when an event took long, and how long.")
                            .runs(LatencyCommands::history),
                    subcommand("LATEST", "", "2.8.13", 2).tips(TIPS)
                            .summary("Returns for each event when it last took long.")
                            .runs(LatencyCommands::latest),
                    subcommand("RESET", "[event [event ...]]", "2.8.13", -2)
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .summary("Removes the recorded events.")
                            .runs(LatencyCommands::reset));

    private LatencyCommands() {
    }

    private static LatencyMonitor monitor(CommandContext c) {
        return c.server().telemetry().latency();
    }

    private static void latest(CommandContext c) {
        List<String> events = monitor(c).events();
        c.reply().array(events.size());
        for (String event : events) {
            Series series = monitor(c).series(event);
            c.reply().array(4);
            c.reply().bulk(event);
            c.reply().integer(series == null ? 0 : series.latest().at());
            c.reply().integer(series == null ? 0 : series.latest().millis());
            c.reply().integer(series == null ? 0 : series.max());
        }
    }

    private static void history(CommandContext c) {
        Series series = monitor(c).series(c.argument(2).latin1());
        c.reply().array(series == null ? 0 : series.samples().size());
        if (series != null) {
            for (Sample sample : series.samples()) {
                c.reply().array(2);
                c.reply().integer(sample.at());
                c.reply().integer(sample.millis());
            }
        }
    }

    private static void graph(CommandContext c) {
        String event = c.argument(2).latin1();
        Series series = monitor(c).series(event);
        if (series == null) {
            throw new CommandException("ERR No samples available for event '" + event + "'");
        }
        c.reply().verbatim(LatencyGraph.of(event, series, c.now() / 1000));
    }

    private static void histogram(CommandContext c) {
        c.server().telemetry().distributionWanted();
        Map<String, LatencyHistogram> found = new LinkedHashMap<>();
        if (c.count() == 2) {
            c.server().commands().commandsAndSubcommands().forEach(command -> add(c, command, found));
        }
        for (int i = 2; i < c.count(); i++) {
            Command command = c.server().commands().find(c.argument(i).latin1());
            if (command != null) {
                add(c, command, found);
                command.subcommands().forEach(subcommand -> add(c, subcommand, found));
            }
        }
        c.reply().map(found.size());
        found.forEach((name, histogram) -> {
            c.reply().bulk(name);
            answer(c.reply(), histogram);
        });
    }

    private static void add(CommandContext c, Command command, Map<String, LatencyHistogram> found) {
        LatencyHistogram histogram = c.server().telemetry().statistics().of(command).latency();
        if (histogram != null) {
            found.put(command.fullName(), histogram);
        }
    }

    private static void answer(ReplyWriter reply, LatencyHistogram histogram) {
        List<long[]> buckets = new ArrayList<>();
        histogram.buckets((micros, calls) -> buckets.add(new long[] { micros, calls }));
        reply.map(2);
        reply.bulk("calls");
        reply.integer(histogram.calls());
        reply.bulk("histogram_usec");
        reply.map(buckets.size());
        for (long[] bucket : buckets) {
            reply.integer(bucket[0]);
            reply.integer(bucket[1]);
        }
    }

    private static void reset(CommandContext c) {
        int forgotten = c.count() == 2 ? monitor(c).forgetAll() : 0;
        for (int i = 2; i < c.count(); i++) {
            forgotten += monitor(c).forget(c.argument(i).latin1()) ? 1 : 0;
        }
        c.reply().integer(forgotten);
    }

    private static void doctor(CommandContext c) {
        List<String> events = monitor(c).events();
        StringBuilder text = new StringBuilder();
        if (events.isEmpty() && !monitor(c).isOn()) {
            text.append(
                    "Nothing is recorded, because latency-monitor-threshold is 0. CONFIG SET latency-monitor-threshold 100 records "
                            + "what takes 100 milliseconds or more. SLOWLOG GET shows slow commands in any case.\n");
        } else if (events.isEmpty()) {
            text.append("No event has reached latency-monitor-threshold.\n");
        }
        int number = 0;
        for (String event : events) {
            Series series = monitor(c).series(event);
            if (series != null) {
                long sum = series.samples().stream().mapToLong(Sample::millis).sum();
                text.append(++number).append(". ").append(event).append(": ").append(series.samples().size())
                        .append(" latency spikes (average ").append(sum / series.samples().size())
                        .append("ms). Worst all time event ").append(series.max()).append("ms.\n");
            }
        }
        c.reply().verbatim(text.toString());
    }

    private static Command.Builder subcommand(String name, String syntax, String since, int arity) {
        return command(name, syntax).of("LATENCY").in(Group.SERVER).since(since).complexity("O(1)")
                .arity(arity).flags(ADMIN, NOSCRIPT, LOADING, STALE);
    }
}
