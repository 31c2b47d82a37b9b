package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.StreamEdit;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.StreamId;

/** XDELEX and XACKDEL of Redis 8.2, as their reference describes them. */
final class StreamDeletionCommands {

    static final Command XACKDEL = command("XACKDEL", "key group [KEEPREF | DELREF | ACKED] IDS numids id [id ...]")
            .in(Group.STREAM).since("8.2.0").complexity("O(log(N)) for each entry, N being the length of the stream")
            .arity(-6).flags(WRITE, FAST).key(at(1, "RW update delete"))
            .summary("Acknowledges entries in a group, and removes them.")
            .runs(StreamDeletionCommands::xackdel);

    static final Command XDELEX = command("XDELEX", "key [KEEPREF | DELREF | ACKED] IDS numids id [id ...]")
            .in(Group.STREAM).since("8.2.0").complexity("O(log(N)) for each entry, N being the length of the stream")
            .arity(-5).flags(WRITE, FAST).key(at(1, "RW delete"))
            .summary("Removes entries, and optionally the references of groups to them.")
            .runs(StreamDeletionCommands::xdelex);

    static final List<Command> ALL = List.of(XACKDEL, XDELEX);

    private static final int NOT_THERE = -1;
    private static final int DELETED = 1;
    private static final int REFERENCED = 2;

    private StreamDeletionCommands() {
    }

    /** What both are told behind their keys. */
    private record Told(StreamReferences references, StreamId[] ids) {

        static Told parse(CommandContext c, int first) {
            StreamReferences references = null;
            StreamId[] ids = null;
            for (int i = first; i < c.count(); i++) {
                StreamReferences named = StreamReferences.named(c, i);
                if (named != null && references == null) {
                    references = named;
                } else if (c.is(i, "IDS") && ids == null && i + 1 < c.count()) {
                    long count = c.integer(++i, new CommandException("ERR Number of IDs must be a positive integer"));
                    if (count < 1) {
                        throw new CommandException("ERR Number of IDs must be a positive integer");
                    }
                    if (count > c.count() - i - 1) {
                        throw new CommandException("ERR The `numids` parameter must match the number of arguments");
                    }
                    ids = new StreamId[(int) count];
                    for (int n = 0; n < ids.length; n++) {
                        ids[n] = StreamIdArgument.exact(c, ++i);
                    }
                } else {
                    throw CommandException.SYNTAX;
                }
            }
            if (ids == null) {
                throw CommandException.SYNTAX;
            }
            return new Told(references == null ? StreamReferences.KEEPREF : references, ids);
        }
    }

    private static void xdelex(CommandContext c) {
        Told told = Told.parse(c, 2);
        StreamEdit stream = c.edit().stream(c.key(1));
        boolean deleted = false;
        c.reply().array(told.ids.length);
        for (StreamId id : told.ids) {
            int done = stream == null ? NOT_THERE : delete(stream, id, told.references);
            deleted |= done == DELETED;
            c.reply().integer(done);
        }
        if (deleted) {
            c.event(c.key(1), EventClass.STREAM, "xdel");
        }
    }

    private static int delete(StreamEdit stream, StreamId id, StreamReferences references) {
        boolean there = stream.read().contains(id);
        if (references == StreamReferences.DELREF) {
            StreamReferences.drop(stream, id);
        }
        if (!there) {
            return NOT_THERE;
        }
        if (references == StreamReferences.ACKED
                && (stream.read().groups() == 0 || StreamReferences.isReferenced(stream, id))) {
            return REFERENCED;
        }
        stream.delete(id);
        return DELETED;
    }

    private static void xackdel(CommandContext c) {
        Told told = Told.parse(c, 3);
        StreamEdit stream = c.edit().stream(c.key(1));
        ReadableGroup group = stream == null ? null : stream.read().group(c.argument(2));
        boolean deleted = false;
        c.reply().array(told.ids.length);
        for (StreamId id : told.ids) {
            PendingEntry entry = group == null ? null : group.pending().get(id);
            if (entry == null) {
                c.reply().integer(NOT_THERE);
                continue;
            }
            stream.settle(group, entry);
            boolean there = stream.read().contains(id);
            int done = there ? delete(stream, id, told.references) : DELETED;
            if (!there && told.references == StreamReferences.DELREF) {
                StreamReferences.drop(stream, id);
            }
            deleted |= there && done == DELETED;
            c.reply().integer(done);
        }
        if (deleted) {
            c.event(c.key(1), EventClass.STREAM, "xdel");
        }
    }
}
