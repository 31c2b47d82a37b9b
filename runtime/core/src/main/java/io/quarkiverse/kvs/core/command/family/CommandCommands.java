package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.KeyFlags;
import io.quarkiverse.kvs.core.command.KeySpec;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The command COMMAND: tells about commands, from the rows of their table. */
final class CommandCommands {

    static final Command COMMAND = command("COMMAND", "")
            .in(Group.SERVER).since("2.8.13").complexity("O(N), N being the number of commands")
            .arity(-1).flags(LOADING, STALE).categories(Category.CONNECTION).tips("nondeterministic_output_order")
            .summary("Describes all commands.")
            .contains(c -> infoOfAll(c),
                    subcommand("COUNT", "").arity(2)
                            .since("2.8.13").complexity("O(1)")
                            .summary("Returns the number of commands.")
                            .runs(c -> c.reply().integer(c.server().commands().commands().size())),
                    subcommand("DOCS", "[command-name [command-name ...]]").arity(-2)
                            .since("7.0.0").complexity("O(N), N being the number of commands")
                            .tips("nondeterministic_output_order")
                            .summary("Returns the documentation of commands.")
                            .runs(CommandDocs::answer),
                    subcommand("GETKEYS", "command [arg [arg ...]]").arity(-4)
                            .since("2.8.13").complexity("O(N), N being the number of arguments")
                            .summary("Returns which arguments of a command are keys.")
                            .runs(c -> getkeys(c, false)),
                    subcommand("GETKEYSANDFLAGS", "command [arg [arg ...]]").arity(-4)
                            .since("7.0.0").complexity("O(N), N being the number of arguments")
                            .summary("Returns which arguments of a command are keys, and how the command uses them.")
                            .runs(c -> getkeys(c, true)),
                    subcommand("HELP", "").arity(2)
                            .since("5.0.0").complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    subcommand("INFO", "[command-name [command-name ...]]").arity(-2)
                            .since("2.8.13").complexity("O(N), N being the number of commands")
                            .tips("nondeterministic_output_order")
                            .summary("Describes commands.")
                            .runs(CommandCommands::info),
                    subcommand("LIST", "[FILTERBY MODULE module-name | ACLCAT category | PATTERN pattern]").arity(-2)
                            .since("7.0.0").complexity("O(N), N being the number of commands")
                            .tips("nondeterministic_output_order")
                            .summary("Returns the names of commands.")
                            .runs(CommandCommands::list));

    private CommandCommands() {
    }

    private static Command.Builder subcommand(String name, String syntax) {
        return command(name, syntax).of("COMMAND").in(Group.SERVER).flags(LOADING, STALE).categories(Category.CONNECTION);
    }

    // INFO

    private static void infoOfAll(CommandContext c) {
        List<Command> commands = c.server().commands().commands();
        c.reply().array(commands.size());
        commands.forEach(command -> describe(c.reply(), command));
    }

    private static void info(CommandContext c) {
        if (c.count() == 2) {
            infoOfAll(c);
            return;
        }
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            Command command = c.server().commands().find(c.argument(i).latin1());
            if (command == null) {
                c.reply().nil();
            } else {
                describe(c.reply(), command);
            }
        }
    }

    private static void describe(ReplyWriter reply, Command command) {
        reply.array(10);
        reply.bulk(command.fullName());
        reply.integer(command.arity());
        List<Flag> flags = command.flags().stream().filter(Flag::isRedis).toList();
        reply.set(flags.size());
        flags.forEach(flag -> reply.simple(flag.text()));
        describeLegacyRange(reply, command);
        reply.set(command.categories().size());
        command.categories().forEach(category -> reply.simple(category.text()));
        reply.set(command.tips().size());
        command.tips().forEach(reply::bulk);
        reply.set(command.keySpecs().size());
        command.keySpecs().forEach(spec -> describe(reply, spec));
        if (command.subcommands().isEmpty()) {
            reply.set(0);
        } else {
            reply.array(command.subcommands().size());
            command.subcommands().forEach(subcommand -> describe(reply, subcommand));
        }
    }

    /** The first key, the last and the step between them, as Redis told before it had specifications. */
    private static void describeLegacyRange(ReplyWriter reply, Command command) {
        KeySpec.Range range = KeySpec.legacyRange(command.keySpecs());
        reply.integer(range.first());
        reply.integer(range.last());
        reply.integer(range.step());
    }

    private static void describe(ReplyWriter reply, KeySpec spec) {
        reply.map(3);
        reply.bulk("flags");
        reply.set(spec.flags().size());
        spec.flags().forEach(reply::simple);
        reply.bulk("begin_search");
        reply.map(2);
        reply.bulk("type");
        if (spec.isUnknown()) {
            reply.bulk("unknown");
            reply.bulk("spec");
            reply.map(0);
        } else if (spec.keyword() != null) {
            reply.bulk("keyword");
            reply.bulk("spec");
            reply.map(2);
            reply.bulk("keyword");
            reply.bulk(spec.keyword());
            number(reply, "startfrom", spec.index());
        } else {
            reply.bulk("index");
            reply.bulk("spec");
            reply.map(1);
            number(reply, "index", spec.index());
        }
        reply.bulk("find_keys");
        reply.map(2);
        reply.bulk("type");
        if (spec.isUnknown()) {
            reply.bulk("unknown");
            reply.bulk("spec");
            reply.map(0);
        } else if (spec.isCounted()) {
            reply.bulk("keynum");
            reply.bulk("spec");
            reply.map(3);
            number(reply, "keynumidx", spec.countIndex());
            number(reply, "firstkey", spec.firstIndex());
            number(reply, "keystep", spec.step());
        } else {
            reply.bulk("range");
            reply.bulk("spec");
            reply.map(3);
            number(reply, "lastkey", spec.last());
            number(reply, "keystep", spec.step());
            number(reply, "limit", spec.limit());
        }
    }

    private static void number(ReplyWriter reply, String name, int number) {
        reply.bulk(name);
        reply.integer(number);
    }

    // LIST

    private static void list(CommandContext c) {
        Predicate<Command> filter = command -> true;
        if (c.count() == 5 && c.is(2, "FILTERBY")) {
            filter = filter(c);
        } else if (c.count() != 2) {
            throw CommandException.SYNTAX;
        }
        List<Command> found = c.server().commands().commandsAndSubcommands().stream().filter(filter).toList();
        c.reply().array(found.size());
        found.forEach(command -> c.reply().bulk(command.fullName()));
    }

    private static Predicate<Command> filter(CommandContext c) {
        Bytes argument = c.argument(4);
        if (c.is(3, "MODULE")) {
            return command -> false;
        }
        if (c.is(3, "ACLCAT")) {
            String category = "@" + argument.latin1().toLowerCase(Locale.ROOT);
            return command -> command.categories().stream().anyMatch(of -> of.text().equals(category));
        }
        if (c.is(3, "PATTERN")) {
            return command -> Glob.matches(argument,
                    new Bytes().show(command.fullName().getBytes(java.nio.charset.StandardCharsets.US_ASCII)), true);
        }
        throw CommandException.SYNTAX;
    }

    // GETKEYS

    private record Found(int argument, List<String> flags) {
    }

    private static void getkeys(CommandContext c, boolean withFlags) {
        byte[][] arguments = new byte[c.count() - 2][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = c.argument(i + 2).copy();
        }
        Request request = new Request();
        request.of(arguments);
        Command command = c.server().commands().find(request);
        if (command == null) {
            throw new CommandException("ERR Invalid command specified");
        }
        if (command.keySpecs().stream().noneMatch(KeySpec::isOfKeys)) {
            throw new CommandException("ERR The command has no key arguments");
        }
        if (!command.accepts(request.count())) {
            throw new CommandException("ERR Invalid number of arguments specified for command");
        }
        List<Found> keys = new ArrayList<>();
        if (!command.findKeys(request, (argument, flags) -> keys.add(new Found(argument, flags)))
                && !command.has(Flag.NO_MANDATORY_KEYS)) {
            throw new CommandException("ERR Invalid arguments specified for command");
        }
        c.reply().array(keys.size());
        for (Found key : keys) {
            if (withFlags) {
                c.reply().array(2);
            }
            c.reply().bulk(arguments[key.argument]);
            if (withFlags) {
                List<String> flags = KeyFlags.inThisCall(command, request, key.flags);
                c.reply().set(flags.size());
                flags.forEach(c.reply()::simple);
            }
        }
    }
}
