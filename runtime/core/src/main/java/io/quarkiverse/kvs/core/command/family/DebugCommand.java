package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The command DEBUG, allowed where the configuration says so: for tests, of clients and of this server. */
final class DebugCommand {

    static final Command DEBUG = command("DEBUG", "")
            .in(Group.SERVER).since("1.0.0").complexity("Depends on the subcommand.")
            .arity(-2).flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .lockedArgument((request, keys) -> {
                // The keys of OBJECT and DIGEST-VALUE. Where an argument is something else, nothing is lost by locking it.
                for (int i = 2; i < request.count(); i++) {
                    keys.accept(i, List.of());
                }
                return true;
            })
            .locksAll(c -> c.is(1, "RELOAD") && !DebugData.isThroughFiles(c) || c.is(1, "DIGEST") || c.is(1, "POPULATE"))
            .recordedByItself()
            .summary("Helps to debug the server, and to test it.")
            .runs(DebugCommand::run);

    private static final CommandException DISABLED = new CommandException(
            "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can "
                    + "run it from a local connection, otherwise you need to set this option in the configuration file, and then "
                    + "restart the server.");

    /**
     * One of its subcommands.
     *
     * @param most how many words a request has at most, with DEBUG itself
     * @param help lines, the first of which is about its arguments; none if it is explained with another one
     */
    private record Subcommand(String name, int least, int most, Consumer<CommandContext> body, String... help) {

        boolean isMeant(CommandContext c) {
            return c.is(1, name) && c.count() >= least && c.count() <= most;
        }
    }

    private static final int MANY = Integer.MAX_VALUE;

    private static final List<Subcommand> SUBCOMMANDS = List.of(
            new Subcommand("CHANGE-REPL-ID", 2, 2, DebugCommand::changeReplicationId, "",
                    "Changes the replication ID, so that replicas need a copy of all data."),
            new Subcommand("DIGEST", 2, 3, DebugCommand::digest, "[FULL]",
                    "Returns a hash of all data. The same data has the same hash. FULL includes what Redis leaves out, such as the",
                    "groups of streams."),
            new Subcommand("DIGEST-VALUE", 2, MANY, DebugData::digestValues, "<key> [<key> ...]",
                    "Returns a hash of the value of each key."),
            new Subcommand("ERROR", 3, 3, c -> c.reply().error(c.argument(2).latin1()), "<text>", "Returns an error."),
            new Subcommand("HTSTATS", 3, MANY, DebugData::tables, "<dbid>",
                    "Shows statistics of the hash tables of a database."),
            new Subcommand("LISTPACK", 3, 3, DebugValue::listpack, "<key>", "Returns whether a value is stored in one piece."),
            new Subcommand("LOADAOF", 2, 2, DebugData::reloadAppendOnly, "",
                    "Loads all data from the append-only file again."),
            new Subcommand("LOG", 3, 3, DebugCommand::nothing,
                    "<text>, LEAK <text>, REPLYBUFFER <what> <value>, AOF-FLUSH-SLEEP <micros>,",
                    "PAUSE-CRON <0|1>, SET-DISABLE-DENY-SCRIPTS <0|1>, SET-SKIP-CHECKSUM-VALIDATION <0|1>:",
                    "Have no effect; tests call them."),
            new Subcommand("LEAK", 3, 3, DebugCommand::nothing),
            new Subcommand("REPLYBUFFER", 4, 4, DebugCommand::nothing),
            new Subcommand("AOF-FLUSH-SLEEP", 3, 3, DebugCommand::nothing),
            new Subcommand("PAUSE-CRON", 3, 3, DebugCommand::nothing),
            new Subcommand("SET-DISABLE-DENY-SCRIPTS", 3, 3, DebugCommand::nothing),
            new Subcommand("SET-SKIP-CHECKSUM-VALIDATION", 3, 3, DebugCommand::nothing),
            new Subcommand("OBJECT", 3, 3, DebugValue::object, "<key>", "Shows how a value is stored."),
            new Subcommand("POPULATE", 3, 5, DebugData::populate, "<count> [<prefix>] [<size>]",
                    "Adds <count> strings of <size> bytes, with the keys key:0, key:1 and so on, or another prefix."),
            new Subcommand("PROTOCOL", 3, 3, DebugProtocol::reply, "<type>",
                    "Returns an example of a type of RESP: string, integer, double, null, array, set, map, attrib, push, verbatim, true, "
                            + "false, bignum."),
            new Subcommand("QUICKLIST", 3, 4, DebugValue::quicklist, "<key> [<0|1>]",
                    "Returns whether a list is stored in several pieces."),
            new Subcommand("QUICKLIST-PACKED-THRESHOLD", 3, 3, DebugCommand::nothing, "<size>",
                    "Has no effect; tests call it. list-max-listpack-size is the size from which an element is stored alone."),
            new Subcommand("RELOAD", 2, MANY, DebugData::reload, "[NOSAVE] [NOFLUSH] [MERGE]",
                    "Saves all data and loads it again. Without files, dumps and restores each value instead."),
            new Subcommand("SDSLEN", 3, 3, DebugValue::lengths, "<key>", "Returns the lengths of a key and its string."),
            new Subcommand("SET-ACTIVE-EXPIRE", 3, 3, DebugCommand::activeExpiry, "<0|1>",
                    "Sets whether expired keys are removed before a command uses them."),
            new Subcommand("SLEEP", 3, 3, DebugCommand::sleep, "<seconds>", "Blocks this connection for some seconds."),
            new Subcommand("STRINGMATCH-LEN", 4, 4, DebugCommand::match, "<length> <pattern>",
                    "Returns whether a string of <length> letters x matches a pattern."),
            new Subcommand("STRINGMATCH-TEST", 2, 2, DebugCommand::matchAnything, "", "Matches any bytes with any patterns."),
            new Subcommand("HELP", 2, 2, DebugCommand::help, "", "Lists the subcommands."));

    private static final int MATCHED = 32;
    private static final int MATCHES = 1000;

    private DebugCommand() {
    }

    static void run(CommandContext c) {
        if (!c.server().settings().isDebugEnabled()) {
            throw DISABLED;
        }
        SUBCOMMANDS.stream().filter(subcommand -> subcommand.isMeant(c)).findFirst().orElseThrow(c::wrongSubcommand).body
                .accept(c);
    }

    private static void help(CommandContext c) {
        List<String> lines = new ArrayList<>(List.of("DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
        for (Subcommand subcommand : SUBCOMMANDS) {
            for (int i = 0; i < subcommand.help.length; i++) {
                lines.add(i == 0 ? (subcommand.name + " " + subcommand.help[0]).strip() : "    " + subcommand.help[i]);
            }
        }
        c.reply().array(lines.size());
        lines.forEach(c.reply()::simple);
    }

    private static void nothing(CommandContext c) {
        c.reply().ok();
    }

    private static void changeReplicationId(CommandContext c) {
        c.server().replicas().rename();
        c.reply().ok();
    }

    private static void activeExpiry(CommandContext c) {
        c.server().activeExpiry(c.integer(2) != 0);
        c.reply().ok();
    }

    private static void digest(CommandContext c) {
        if (c.count() == 3 && !c.is(2, "FULL")) {
            throw c.wrongSubcommand();
        }
        DebugData.digest(c);
    }

    private static void sleep(CommandContext c) {
        double seconds;
        try {
            seconds = Double.parseDouble(c.argument(2).latin1());
        } catch (NumberFormatException e) {
            throw CommandException.NOT_FLOAT;
        }
        c.replyAfter((long) (Math.max(0, seconds) * 1000), writer -> writer.ok());
    }

    /** Whether a string of so many letters matches a pattern: tests see how long that takes. */
    private static void match(CommandContext c) {
        long length = c.integer(2);
        if (length < 0 || length > c.server().settings().limits().key()) {
            throw new CommandException("ERR value is out of range");
        }
        byte[] text = new byte[(int) length];
        Arrays.fill(text, (byte) 'x');
        c.reply().integer(Glob.matches(c.argument(3), new Bytes().show(text)) ? 1 : 0);
    }

    /** Matches any bytes with any patterns, to see whether that ends. */
    private static void matchAnything(CommandContext c) {
        byte[] letters = "ab*?[^-]\\".getBytes(ISO_8859_1);
        byte[] pattern = new byte[MATCHED];
        byte[] text = new byte[MATCHED];
        for (int i = 0; i < MATCHES; i++) {
            for (int at = 0; at < MATCHED; at++) {
                pattern[at] = letters[c.random().nextInt(letters.length)];
                text[at] = letters[c.random().nextInt(letters.length)];
            }
            Glob.matches(new Bytes().show(pattern), new Bytes().show(text));
        }
        c.reply().simple("Apparently Redis did not crash: test passed");
    }
}
