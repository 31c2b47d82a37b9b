package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.StreamEdit;
import io.quarkiverse.kvs.core.store.value.ReadableConsumer;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.StreamId;

/** The command XGROUP: groups of consumers of streams, and their consumers. */
final class StreamGroupCommand {

    static final Command XGROUP = command("XGROUP", "")
            .in(Group.STREAM).since("5.0.0").complexity("Depends on the subcommand.").arity(-2)
            .withoutGroupCategory()
            .summary("Manages consumer groups of streams.")
            .contains(
                    command("CREATE", "key groupname <id | $> [MKSTREAM] [ENTRIESREAD entries-read]").of("XGROUP")
                            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)), N being the number of groups")
                            .arity(-5).flags(WRITE, DENYOOM).key(at(2, "RW insert"))
                            .summary("Creates a consumer group.")
                            .recordedByItself()
                            .runs(StreamGroupCommand::create),
                    command("CREATECONSUMER", "key groupname consumername").of("XGROUP")
                            .in(Group.STREAM).since("6.2.0").complexity("O(log(N)), N being the number of consumers")
                            .arity(5).flags(WRITE, DENYOOM).key(at(2, "RW insert"))
                            .summary("Creates a consumer, and returns whether it is new.")
                            .runs(StreamGroupCommand::createConsumer),
                    command("DELCONSUMER", "key groupname consumername").of("XGROUP")
                            .in(Group.STREAM).since("5.0.0").complexity("O(N), N being the number of entries pending with it")
                            .arity(5).flags(WRITE).key(at(2, "RW delete"))
                            .summary("Removes a consumer, and returns how many pending entries it had.")
                            .runs(StreamGroupCommand::deleteConsumer),
                    command("DESTROY", "key groupname").of("XGROUP")
                            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)), N being the number of groups")
                            .arity(4).flags(WRITE).key(at(2, "RW delete"))
                            .summary("Removes a consumer group.")
                            .runs(StreamGroupCommand::destroy),
                    command("HELP", "").of("XGROUP").in(Group.STREAM).since("5.0.0").arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("SETID", "key groupname <id | $> [ENTRIESREAD entries-read]").of("XGROUP")
                            .in(Group.STREAM).since("5.0.0").complexity("O(1)")
                            .arity(-5).flags(WRITE).key(at(2, "RW update"))
                            .summary("Sets the ID of the last entry that was delivered to a group.")
                            .recordedByItself()
                            .runs(StreamGroupCommand::setId));

    private static final int FIRST_OPTION = 5;
    private static final CommandException READ_NEGATIVE = new CommandException(
            "ERR value for ENTRIESREAD must be positive or -1");
    private static final CommandException NO_KEY = new CommandException("ERR The XGROUP subcommand requires the key to exist. "
            + "Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.");
    private static final CommandException BUSY_GROUP = new CommandException(
            "BUSYGROUP Consumer Group name already exists");

    private StreamGroupCommand() {
    }

    /** What XGROUP CREATE and SETID are told beside the id. */
    private record Options(boolean makeStream, long entriesRead) {

        static Options parse(CommandContext c, boolean creating) {
            boolean makeStream = false;
            long entriesRead = ReadableGroup.UNKNOWN;
            int i = FIRST_OPTION;
            while (i < c.count()) {
                if (creating && c.is(i, "MKSTREAM")) {
                    makeStream = true;
                    i++;
                } else if (c.is(i, "ENTRIESREAD") && i + 1 < c.count()) {
                    entriesRead = c.integer(i + 1);
                    if (entriesRead < ReadableGroup.UNKNOWN) {
                        throw READ_NEGATIVE;
                    }
                    i += 2;
                } else {
                    throw c.wrongSubcommand();
                }
            }
            return new Options(makeStream, entriesRead);
        }
    }

    /** The stream, which is to exist. */
    private static StreamEdit stream(CommandContext c) {
        StreamEdit stream = c.edit().stream(c.key(2));
        if (stream == null) {
            throw NO_KEY;
        }
        return stream;
    }

    /** The group, which is to exist. */
    private static ReadableGroup group(CommandContext c, StreamEdit stream) {
        ReadableGroup group = stream.read().group(c.argument(3));
        if (group == null) {
            throw noGroup(c);
        }
        return group;
    }

    static CommandException noGroup(CommandContext c) {
        return new CommandException("NOGROUP No such consumer group '" + c.argument(3).latin1() + "' for key name '"
                + c.argument(2).latin1() + "'");
    }

    private static void create(CommandContext c) {
        Options options = Options.parse(c, true);
        StreamEdit stream = options.makeStream ? c.edit().stream(c.key(2)) : stream(c);
        // More than all options once is too much, though each of them may come twice.
        if (c.count() > FIRST_OPTION + 3) {
            throw c.wrongSubcommand();
        }
        StreamId id = c.is(4, "$") ? stream == null ? StreamId.MIN : stream.read().lastId() : StreamIdArgument.exact(c, 4);
        if (stream == null) {
            stream = c.edit().streamOrNew(c.key(2));
            c.edit().touch(c.key(2));
        }
        if (!stream.createGroup(c.argument(3).copy(), id, options.entriesRead)) {
            throw BUSY_GROUP;
        }
        if (c.isLogged()) {
            c.record("XGROUP", words(c, id));
        }
        c.reply().ok();
        c.event(c.key(2), EventClass.STREAM, "xgroup-create");
    }

    private static void setId(CommandContext c) {
        Options options = Options.parse(c, false);
        StreamEdit stream = stream(c);
        ReadableGroup group = group(c, stream);
        if (c.count() > FIRST_OPTION + 2) {
            throw c.wrongSubcommand();
        }
        StreamId id = c.is(4, "$") ? stream.read().lastId() : StreamIdArgument.any(c, 4);
        stream.setGroup(group, id, options.entriesRead);
        if (c.isLogged()) {
            c.record("XGROUP", words(c, id));
        }
        c.reply().ok();
        c.event(c.key(2), EventClass.STREAM, "xgroup-setid");
    }

    /** The arguments, with the id in the place of {@code $}. */
    private static byte[][] words(CommandContext c, StreamId id) {
        byte[][] words = new byte[c.count() - 1][];
        for (int i = 0; i < words.length; i++) {
            words[i] = i == 3 ? id.text() : c.argument(i + 1).copy();
        }
        return words;
    }

    private static void destroy(CommandContext c) {
        boolean destroyed = stream(c).destroyGroup(c.argument(3));
        c.reply().integer(destroyed ? 1 : 0);
        if (destroyed) {
            c.event(c.key(2), EventClass.STREAM, "xgroup-destroy");
        }
    }

    private static void createConsumer(CommandContext c) {
        StreamEdit stream = stream(c);
        ReadableConsumer created = stream.createConsumer(group(c, stream), c.argument(4).copy(), c.now());
        if (created != null) {
            c.event(c.key(2), EventClass.STREAM, "xgroup-createconsumer");
        }
        c.reply().integer(created == null ? 0 : 1);
    }

    private static void deleteConsumer(CommandContext c) {
        StreamEdit stream = stream(c);
        ReadableGroup group = group(c, stream);
        ReadableConsumer consumer = group.consumer(c.argument(4));
        long pending = consumer == null ? 0 : consumer.pending().size();
        if (consumer != null) {
            stream.deleteConsumer(group, consumer);
            c.event(c.key(2), EventClass.STREAM, "xgroup-delconsumer");
        }
        c.reply().integer(pending);
    }
}
