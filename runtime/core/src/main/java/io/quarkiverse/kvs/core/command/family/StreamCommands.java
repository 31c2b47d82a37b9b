package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.StreamEdit;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.StreamId;

/** Commands on the entries of streams. */
final class StreamCommands {

    static final Command XADD = command("XADD",
            "key [NOMKSTREAM] [KEEPREF | DELREF | ACKED] [<MAXLEN | MINID> [= | ~] threshold [LIMIT count]] <* | id> "
                    + "field value [field value ...]")
            .in(Group.STREAM).since("5.0.0").complexity("O(1); with trimming O(N), N being the number of entries removed")
            .arity(-5).flags(WRITE, DENYOOM, FAST).key(at(1, "RW update")).tips("nondeterministic_output")
            .summary("Appends an entry to a stream, and returns its ID.")
            .recordedByItself()
            .runs(StreamCommands::xadd);

    static final Command XDEL = command("XDEL", "key id [id ...]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)) for each entry, N being the length of the stream")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW delete"))
            .summary("Removes entries, and returns how many of them existed.")
            .runs(StreamCommands::xdel);

    static final Command XLEN = command("XLEN", "key")
            .in(Group.STREAM).since("5.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns how many entries a stream has.")
            .runs(StreamCommands::xlen);

    static final Command XRANGE = command("XRANGE", "key start end [COUNT count]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)+M), M being the number of entries returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the entries between two IDs.")
            .runs(c -> range(c, false));

    static final Command XREVRANGE = command("XREVRANGE", "key end start [COUNT count]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)+M), M being the number of entries returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the entries between two IDs, in reverse order.")
            .runs(c -> range(c, true));

    static final Command XSETID = command("XSETID",
            "key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]")
            .in(Group.STREAM).since("5.0.0").complexity("O(1)")
            .arity(-3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW update"))
            .summary("Sets the last ID and the counters of a stream, for example of a copy.")
            .runs(StreamCommands::xsetid);

    static final Command XTRIM = command("XTRIM",
            "key <MAXLEN | MINID> [= | ~] threshold [LIMIT count] [KEEPREF | DELREF | ACKED]")
            .in(Group.STREAM).since("5.0.0").complexity("O(N), N being the number of entries removed")
            .arity(-4).flags(WRITE).key(at(1, "RW delete")).tips("nondeterministic_output")
            .summary("Removes the oldest entries, and returns how many.")
            .recordedByItself()
            .runs(StreamCommands::xtrim);

    static final List<Command> ALL = List.of(XADD, XDEL, XLEN, XRANGE, XREVRANGE, XSETID, XTRIM);

    /** As many bytes an entry may have. */
    private static final long MAX_ENTRY = 1 << 30;

    private static final CommandException ZERO_ID = new CommandException(
            "ERR The ID specified in XADD must be greater than 0-0");
    private static final CommandException EXHAUSTED = new CommandException(
            "ERR The stream has exhausted the last possible ID, unable to add more items");
    private static final CommandException TOO_SMALL = new CommandException(
            "ERR The ID specified in XADD is equal or smaller than the target stream top item");
    private static final CommandException TOO_LARGE = new CommandException("ERR Elements are too large to be stored");
    private static final CommandException ADDED_NEGATIVE = new CommandException("ERR entries_added must be positive");
    private static final CommandException BELOW_DELETED = new CommandException(
            "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
    private static final CommandException BELOW_TOP = new CommandException(
            "ERR The ID specified in XSETID is smaller than the target stream top item");
    private static final CommandException ADDED_TOO_FEW = new CommandException(
            "ERR The entries_added specified in XSETID is smaller than the target stream length");

    private StreamCommands() {
    }

    // Adding and removing

    static void xadd(CommandContext c) {
        TrimOptions options = TrimOptions.parse(c, true);
        int first = options.idArgument + 1;
        int words = c.count() - first;
        if (words < 2 || words % 2 != 0) {
            throw new CommandException("ERR wrong number of arguments for 'xadd' command");
        }
        if (options.id != null && !options.autoSequence && options.id.isZero()) {
            throw ZERO_ID;
        }
        StreamEdit stream = c.edit().stream(c.key(1));
        if (stream == null && options.noMakeStream) {
            c.reply().nil();
            return;
        }
        StreamId id = newId(c, options, stream == null ? StreamId.MIN : stream.read().lastId());
        long length = 0;
        for (int i = first; i < c.count(); i++) {
            length += c.argument(i).length();
        }
        if (length > MAX_ENTRY) {
            throw TOO_LARGE;
        }
        if (stream == null) {
            stream = c.edit().streamOrNew(c.key(1));
        }
        stream.append(id, words / 2, i -> c.argument(first + i), c.server().settings().streamNodes());
        new StreamReply(c.reply()).id(id);
        c.event(c.key(1), EventClass.STREAM, "xadd");
        if (options.trims() && options.trim(stream) > 0) {
            c.event(c.key(1), EventClass.STREAM, "xtrim");
        }
        if (c.isLogged()) {
            c.record("XADD", options.exactly(c, stream.read(), id));
        }
    }

    private static StreamId newId(CommandContext c, TrimOptions options, StreamId last) {
        if (last.equals(StreamId.MAX)) {
            throw EXHAUSTED;
        }
        StreamId id = options.id;
        if (id == null) {
            id = Long.compareUnsigned(c.now(), last.ms()) > 0 ? new StreamId(c.now(), 0) : last.next();
        } else if (options.autoSequence && id.ms() == last.ms()) {
            if (last.seq() == -1) {
                throw TOO_LARGE;
            }
            id = last.next();
        }
        if (!id.isAfter(last)) {
            throw TOO_SMALL;
        }
        return id;
    }

    static void xtrim(CommandContext c) {
        TrimOptions options = TrimOptions.parse(c, false);
        StreamEdit stream = c.edit().stream(c.key(1));
        long removed = stream == null ? 0 : options.trim(stream);
        if (removed > 0) {
            c.event(c.key(1), EventClass.STREAM, "xtrim");
            if (c.isLogged()) {
                c.record("XTRIM", options.exactly(c, stream.read(), null));
            }
        }
        c.reply().integer(removed);
    }

    static void xdel(CommandContext c) {
        StreamEdit stream = c.edit().stream(c.key(1));
        if (stream == null) {
            c.reply().integer(0);
            return;
        }
        StreamId[] ids = ids(c, 2);
        int deleted = 0;
        for (StreamId id : ids) {
            deleted += stream.delete(id) ? 1 : 0;
        }
        if (deleted > 0) {
            c.event(c.key(1), EventClass.STREAM, "xdel");
        }
        c.reply().integer(deleted);
    }

    /** The arguments from one on, all of which are ids. */
    static StreamId[] ids(CommandContext c, int first) {
        StreamId[] ids = new StreamId[c.count() - first];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = StreamIdArgument.exact(c, first + i);
        }
        return ids;
    }

    static void xsetid(CommandContext c) {
        StreamId id = StreamIdArgument.exact(c, 2);
        StreamId maxDeleted = StreamId.MIN;
        long added = -1;
        for (int i = 3; i < c.count(); i += 2) {
            boolean valueFollows = i + 1 < c.count();
            if (c.is(i, "ENTRIESADDED") && valueFollows) {
                added = c.integer(i + 1);
                if (added < 0) {
                    throw ADDED_NEGATIVE;
                }
            } else if (c.is(i, "MAXDELETEDID") && valueFollows) {
                maxDeleted = StreamIdArgument.exact(c, i + 1);
                if (maxDeleted.isAfter(id)) {
                    throw BELOW_DELETED;
                }
            } else {
                throw CommandException.SYNTAX;
            }
        }
        StreamEdit stream = c.edit().stream(c.key(1));
        if (stream == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        ReadableStream now = stream.read();
        if (now.size() > 0) {
            if (now.lastEntry().isAfter(id)) {
                throw BELOW_TOP;
            }
            if (added != -1 && now.size() > added) {
                throw ADDED_TOO_FEW;
            }
        }
        stream.reset(id, maxDeleted.isZero() ? now.maxDeletedId() : maxDeleted, added == -1 ? now.entriesAdded() : added);
        c.reply().ok();
        c.event(c.key(1), EventClass.STREAM, "xsetid");
    }

    // Reading

    static void xlen(CommandContext c) {
        ReadableStream stream = c.read().stream(c.key(1));
        c.reply().integer(stream == null ? 0 : stream.size());
    }

    private static void range(CommandContext c, boolean descending) {
        StreamId from = StreamIdArgument.start(c, descending ? 3 : 2);
        StreamId to = StreamIdArgument.end(c, descending ? 2 : 3);
        long count = -1;
        for (int i = 4; i < c.count(); i += 2) {
            if (!c.is(i, "COUNT") || i + 1 == c.count()) {
                throw CommandException.SYNTAX;
            }
            count = Math.max(0, c.integer(i + 1));
        }
        ReadableStream stream = c.read().stream(c.key(1));
        if (stream == null) {
            c.reply().emptyArray();
        } else if (count == 0) {
            c.reply().nilArray();
        } else {
            long most = count < 0 ? StreamReply.ALL : count;
            long elements = StreamReply.elements(stream, from, to, most);
            ReadableStream source = elements < CommandContext.LONG_REPLY ? stream : stream.entries();
            c.replyWith(elements,
                    (reply, cancelled) -> new StreamReply(reply, cancelled).range(source, from, to, most, descending));
        }
    }
}
