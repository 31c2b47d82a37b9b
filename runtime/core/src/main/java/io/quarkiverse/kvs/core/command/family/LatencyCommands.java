package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;

/**
 * The command LATENCY: what has made the server slow. As in a Redis whose {@code latency-monitor-threshold} is 0, no events are
 * noted; slow commands are in the slow log.
 */
final class LatencyCommands {

    private static final String[] TIPS = { "nondeterministic_output", "request_policy:all_nodes", "response_policy:special" };

    static final Command LATENCY = command("LATENCY", "")
            .in(Group.SERVER).since("2.8.13").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Would tell what has made the server slow: no events are noted.")
            .contains(
                    subcommand("DOCTOR", "", "2.8.13", 2).tips(TIPS)
                            .summary("Says that no events are noted.")
                            .runs(c -> c.reply().verbatim(
                                    "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance. You may use "
                                            + "SLOWLOG GET to find slow commands.\n")),
                    subcommand("GRAPH", "event", "2.8.13", 3).tips(TIPS)
                            .summary("Would draw what is known of an event: nothing.")
                            .runs(c -> {
                                throw new CommandException(
                                        "ERR No samples available for event '" + c.argument(2).latin1() + "'");
                            }),
                    command("HELP", "").of("LATENCY").in(Group.SERVER).since("2.8.13").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Explains the subcommands.")
                            .runs(Help::answer),
                    subcommand("HISTOGRAM", "[command [command ...]]", "7.0.0", -2).tips(TIPS)
                            .summary("Would tell how long commands take: there are no histograms.")
                            .runs(c -> c.reply().map(0)),
                    subcommand("HISTORY", "event", "2.8.13", 3).tips(TIPS)
                            .summary("Answers what is known of an event: nothing.")
                            .runs(c -> c.reply().emptyArray()),
                    subcommand("LATEST", "", "2.8.13", 2).tips(TIPS)
                            .summary("Answers the latest events: none.")
                            .runs(c -> c.reply().emptyArray()),
                    subcommand("RESET", "[event [event ...]]", "2.8.13", -2)
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .summary("Forgets events, of which there are none.")
                            .runs(c -> c.reply().integer(0)));

    private LatencyCommands() {
    }

    private static Command.Builder subcommand(String name, String syntax, String since, int arity) {
        return command(name, syntax).of("LATENCY").in(Group.SERVER).since(since).complexity("O(1)")
                .arity(arity).flags(ADMIN, NOSCRIPT, LOADING, STALE);
    }
}
