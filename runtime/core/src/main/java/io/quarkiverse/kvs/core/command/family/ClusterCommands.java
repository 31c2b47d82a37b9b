package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_ASYNC_LOADING;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.List;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.replication.GroupReplies;
import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.replication.Slots;

/**
 * The commands of Redis Cluster. A server on its own replies with the error of a Redis that is not in a cluster. A member of a
 * group of replicas describes the group as a cluster with one shard.
 */
final class ClusterCommands {

    private static final String NONDETERMINISTIC = "nondeterministic_output";
    private static final String NOT_SUPPORTED = "Not supported: returns an error.";

    static final Command CLUSTER = command("CLUSTER", "")
            .in(Group.CLUSTER).since("3.0.0").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Describes the cluster; returns an error outside of one.")
            .contains(
                    admin("ADDSLOTS", "slot [slot ...]", "3.0.0", -3),
                    admin("ADDSLOTSRANGE", "start-slot end-slot [start-slot end-slot ...]", "7.0.0", -4),
                    change("BUMPEPOCH", "", "3.0.0", 2).tips(NONDETERMINISTIC).runs(ClusterCommands::disabled),
                    change("COUNT-FAILURE-REPORTS", "node-id", "3.0.0", 3, STALE).tips(NONDETERMINISTIC)
                            .runs(ClusterCommands::disabled),
                    ask("COUNTKEYSINSLOT", "slot", "3.0.0", 3).runs(ClusterCommands::disabled),
                    admin("DELSLOTS", "slot [slot ...]", "3.0.0", -3),
                    admin("DELSLOTSRANGE", "start-slot end-slot [start-slot end-slot ...]", "7.0.0", -4),
                    admin("FAILOVER", "[FORCE | TAKEOVER]", "3.0.0", -2),
                    admin("FLUSHSLOTS", "", "3.0.0", 2),
                    admin("FORGET", "node-id", "3.0.0", 3),
                    ask("GETKEYSINSLOT", "slot count", "3.0.0", 4).tips(NONDETERMINISTIC).runs(ClusterCommands::disabled),
                    row("HELP", "", "5.0.0", 2).flags(LOADING, STALE).runs(ClusterCommands::disabled),
                    ask("INFO", "", "3.0.0", 2).tips(NONDETERMINISTIC)
                            .summary("Returns the state of the cluster.")
                            .runs(c -> c.reply().verbatim(GroupReplies.info(group(c)))),
                    ask("KEYSLOT", "key", "3.0.0", 3)
                            .summary("Returns the slot of a key.")
                            .runs(ClusterCommands::keySlot),
                    ask("LINKS", "", "7.0.0", 2).tips(NONDETERMINISTIC).runs(ClusterCommands::disabled),
                    admin("MEET", "ip port [cluster-bus-port]", "3.0.0", -4),
                    ask("MYID", "", "3.0.0", 2)
                            .summary("Returns the ID of this member of the cluster.")
                            .runs(ClusterCommands::myId),
                    ask("NODES", "", "3.0.0", 2).tips(NONDETERMINISTIC)
                            .summary("Lists the members of the cluster.")
                            .runs(c -> c.reply().verbatim(GroupReplies.nodes(group(c)))),
                    change("REPLICAS", "node-id", "5.0.0", 3, STALE).tips(NONDETERMINISTIC).runs(ClusterCommands::disabled),
                    admin("REPLICATE", "node-id", "3.0.0", 3),
                    change("RESET", "[HARD | SOFT]", "3.0.0", -2, NOSCRIPT, STALE).runs(ClusterCommands::disabled),
                    admin("SAVECONFIG", "", "3.0.0", 2),
                    admin("SET-CONFIG-EPOCH", "config-epoch", "3.0.0", 3),
                    admin("SETSLOT", "slot <IMPORTING node-id | MIGRATING node-id | NODE node-id | STABLE>", "3.0.0", -4),
                    ask("SHARDS", "", "7.0.0", 2).tips(NONDETERMINISTIC)
                            .summary("Returns the shard of the cluster, and its members.")
                            .runs(c -> GroupReplies.shards(group(c), c.reply())),
                    change("SLAVES", "node-id", "3.0.0", 3, STALE).deprecated("5.0.0", "`CLUSTER REPLICAS`")
                            .tips(NONDETERMINISTIC).runs(ClusterCommands::disabled),
                    ask("SLOTS", "", "3.0.0", 2).deprecated("7.0.0", "`CLUSTER SHARDS`").tips(NONDETERMINISTIC)
                            .summary("Returns the slots of the cluster, and the members that serve them.")
                            .runs(c -> GroupReplies.slots(group(c), c.reply())));

    static final Command ASKING = ofConnection("ASKING").flags(FAST).runs(ClusterCommands::disabled);
    static final Command READONLY = ofConnection("READONLY").flags(LOADING, STALE, FAST)
            .summary("Lets this connection read from a member of a cluster that does not lead, and that may return old data.")
            .runs(c -> readsStale(c, true));
    static final Command READWRITE = ofConnection("READWRITE").flags(LOADING, STALE, FAST)
            .summary("Ends the effect of READONLY.")
            .runs(c -> readsStale(c, false));

    static final List<Command> ALL = List.of(ASKING, CLUSTER, READONLY, READWRITE);

    private ClusterCommands() {
    }

    private static Command.Builder ofConnection(String name) {
        return command(name, "").in(Group.CLUSTER).since("3.0.0").complexity("O(1)").arity(1).categories(Category.CONNECTION)
                .summary(NOT_SUPPORTED);
    }

    private static Command.Builder row(String name, String syntax, String since, int arity) {
        return command(name, syntax).of("CLUSTER").in(Group.CLUSTER).since(since).complexity("O(1)").arity(arity)
                .summary(NOT_SUPPORTED);
    }

    private static Command.Builder ask(String name, String syntax, String since, int arity) {
        return row(name, syntax, since, arity).flags(STALE);
    }

    private static Command.Builder change(String name, String syntax, String since, int arity, Flag... flags) {
        return row(name, syntax, since, arity).flags(ADMIN)
                .flags(flags.length == 0 ? new Flag[] { STALE, NO_ASYNC_LOADING } : flags);
    }

    private static Command admin(String name, String syntax, String since, int arity) {
        return change(name, syntax, since, arity).runs(ClusterCommands::disabled);
    }

    private static void disabled(CommandContext c) {
        throw new CommandException("ERR This instance has cluster support disabled");
    }

    private static ReplicaGroup group(CommandContext c) {
        ReplicaGroup group = c.server().group();
        if (group == null) {
            disabled(c);
        }
        return group;
    }

    private static void keySlot(CommandContext c) {
        group(c);
        c.reply().integer(Slots.of(c.argument(2)));
    }

    private static void myId(CommandContext c) {
        c.reply().bulk(GroupReplies.id(group(c).own()));
    }

    private static void readsStale(CommandContext c, boolean yes) {
        group(c);
        c.session().readsStale(yes);
        c.reply().ok();
    }
}
