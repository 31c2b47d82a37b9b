package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.StreamEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableConsumer;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.ReadablePending;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.StreamId;

/** Commands on the entries of streams that consumers have got, and not acknowledged. */
final class StreamPendingCommands {

    static final Command XACK = command("XACK", "key group id [id ...]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)) for each entry, N being the number of those pending")
            .arity(-4).flags(WRITE, FAST).key(at(1, "RW update"))
            .summary("Acknowledges entries, and returns how many of them were pending.")
            .runs(StreamPendingCommands::xack);

    static final Command XAUTOCLAIM = command("XAUTOCLAIM", "key group consumer min-idle-time start [COUNT count] [JUSTID]")
            .in(Group.STREAM).since("6.2.0").complexity("O(log(N)+M), M being COUNT and N the number of pending entries")
            .arity(-6).flags(WRITE, FAST).key(at(1, "RW delete")).tips("nondeterministic_output")
            .summary("Moves entries that have been pending for long to a consumer, a few with each call.")
            .recordedByItself()
            .runs(StreamPendingCommands::xautoclaim);

    static final Command XCLAIM = command("XCLAIM", "key group consumer min-idle-time id [id ...] [IDLE milliseconds] "
            + "[TIME unix-time-milliseconds] [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID lastid]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)) for each entry, N being the number of those pending")
            .arity(-6).flags(WRITE, FAST).key(at(1, "RW update")).tips("nondeterministic_output")
            .summary("Moves pending entries of other consumers to a consumer.")
            .recordedByItself()
            .runs(StreamPendingCommands::xclaim);

    static final Command XPENDING = command("XPENDING", "key group [[IDLE min-idle-time] start end count [consumer]]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)+M), M being the number of entries looked at")
            .arity(-3).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Returns which entries consumers have received, but not acknowledged.")
            .runs(StreamPendingCommands::xpending);

    static final List<Command> ALL = List.of(XACK, XAUTOCLAIM, XCLAIM, XPENDING);

    private static final CommandException COUNT_NOT_POSITIVE = new CommandException("ERR COUNT must be > 0");
    private static final CommandException COUNT_TOO_HIGH = new CommandException(
            "ERR Insufficient memory, failed allocating transient memory, COUNT too high.");
    private static final long MAX_COUNT = Long.MAX_VALUE / 16;
    /** Redis takes 16 bytes for each, and no process gets more than this, on any machine. */
    private static final long MAX_ALLOCATED = (1L << 47) / 16;
    private static final long DEFAULT_COUNT = 100;
    /** So many times as many entries are looked at as are claimed. */
    private static final long ATTEMPTS = 10;

    private StreamPendingCommands() {
    }

    private static CommandException noGroup(CommandContext c) {
        return new CommandException("NOGROUP No such key '" + c.argument(1).latin1() + "' or consumer group '"
                + c.argument(2).latin1() + "'");
    }

    static void xack(CommandContext c) {
        ReadableStream found = c.read().stream(c.key(1));
        if (found == null || found.group(c.argument(2)) == null) {
            c.reply().integer(0);
            return;
        }
        StreamId[] ids = StreamCommands.ids(c, 3);
        StreamEdit stream = c.edit().stream(c.key(1));
        ReadableGroup group = stream.read().group(c.argument(2));
        int acknowledged = 0;
        for (StreamId id : ids) {
            PendingEntry entry = group.pending().get(id);
            if (entry != null) {
                stream.settle(group, entry);
                acknowledged++;
            }
        }
        c.reply().integer(acknowledged);
    }

    // Looking

    static void xpending(CommandContext c) {
        if (c.count() != 3 && (c.count() < 6 || c.count() > 9)) {
            throw CommandException.SYNTAX;
        }
        Range range = c.count() == 3 ? null : Range.parse(c);
        ReadableStream stream = c.read().stream(c.key(1));
        ReadableGroup group = stream == null ? null : stream.group(c.argument(2));
        if (group == null) {
            throw noGroup(c);
        }
        if (range == null) {
            c.replyFrom(stream, group.consumers(),
                    (reply, same, cancelled) -> summary(reply, same == stream ? group : same.group(nameOf(group))));
            return;
        }
        ReadableConsumer of = range.consumer == 0 ? null : group.consumer(c.argument(range.consumer));
        if (range.consumer != 0 && of == null) {
            c.reply().emptyArray();
            return;
        }
        list(c, of == null ? group.pending() : of.pending(), range);
    }

    private static Bytes nameOf(ReadableGroup group) {
        return new Bytes().show(group.name());
    }

    private static void summary(ReplyWriter reply, ReadableGroup group) {
        ReadablePending pending = group.pending();
        reply.array(4);
        reply.integer(pending.size());
        if (pending.size() == 0) {
            reply.nil();
            reply.nil();
            reply.nilArray();
            return;
        }
        StreamReply ids = new StreamReply(reply);
        ids.id(pending.atOrAfter(StreamId.MIN).id());
        ids.id(pending.last().id());
        List<ReadableConsumer> consumers = new ArrayList<>();
        group.forEachConsumer(consumer -> {
            if (consumer.pending().size() > 0) {
                consumers.add(consumer);
            }
        });
        reply.array(consumers.size());
        for (ReadableConsumer consumer : consumers) {
            reply.array(2);
            reply.bulk(consumer.name());
            reply.bulk(consumer.pending().size());
        }
    }

    /** Which entries XPENDING is to tell of. */
    private record Range(long minIdle, StreamId start, StreamId end, long count, int consumer) {

        static Range parse(CommandContext c) {
            int start = 3;
            long minIdle = 0;
            if (c.is(3, "IDLE")) {
                minIdle = c.integer(4);
                if (c.count() < 8) {
                    throw CommandException.SYNTAX;
                }
                start += 2;
            }
            long count = Math.max(0, c.integer(start + 2));
            StreamId from = StreamIdArgument.start(c, start);
            StreamId to = StreamIdArgument.end(c, start + 1);
            return new Range(minIdle, from, to, count, start + 3 < c.count() ? start + 3 : 0);
        }
    }

    /** One line of what XPENDING tells. */
    private record Line(StreamId id, byte[] consumer, long idle, long deliveries) {
    }

    private static void list(CommandContext c, ReadablePending pending, Range range) {
        List<Line> lines = new ArrayList<>();
        long now = c.now();
        for (PendingEntry entry = pending.atOrAfter(range.start); entry != null && lines.size() < range.count
                && !entry.id().isAfter(range.end); entry = pending.after(entry)) {
            long idle = now - entry.deliveryTime();
            if (range.minIdle == 0 || idle >= range.minIdle) {
                lines.add(new Line(entry.id(), entry.consumer().name(), Math.max(0, idle), entry.deliveries()));
            }
        }
        c.replyWith(lines.size(), (reply, cancelled) -> {
            StreamReply ids = new StreamReply(reply);
            reply.array(lines.size());
            for (Line line : lines) {
                if (cancelled.getAsBoolean()) {
                    return;
                }
                reply.array(4);
                ids.id(line.id);
                reply.bulk(line.consumer);
                reply.integer(line.idle);
                reply.integer(line.deliveries);
            }
        });
    }

    // Claiming

    /** What XCLAIM is told behind the ids. */
    private static final class ClaimOptions {

        private static final long NOT_GIVEN = -1;

        long deliveryTime = NOT_GIVEN;
        long deliveries = NOT_GIVEN;
        boolean force;
        boolean justId;
        StreamId lastId = StreamId.MIN;

        static ClaimOptions parse(CommandContext c, int first) {
            ClaimOptions options = new ClaimOptions();
            for (int i = first; i < c.count(); i++) {
                boolean valueFollows = i + 1 < c.count();
                if (c.is(i, "FORCE")) {
                    options.force = true;
                } else if (c.is(i, "JUSTID")) {
                    options.justId = true;
                } else if (c.is(i, "IDLE") && valueFollows) {
                    options.deliveryTime = c.now() - number(c, ++i, "IDLE option");
                } else if (c.is(i, "TIME") && valueFollows) {
                    options.deliveryTime = number(c, ++i, "TIME option");
                } else if (c.is(i, "RETRYCOUNT") && valueFollows) {
                    options.deliveries = number(c, ++i, "RETRYCOUNT option");
                } else if (c.is(i, "LASTID") && valueFollows) {
                    options.lastId = StreamIdArgument.exact(c, ++i);
                } else {
                    throw new CommandException("ERR Unrecognized XCLAIM option '" + c.argument(i).latin1() + "'");
                }
            }
            if (options.deliveryTime < 0 || options.deliveryTime > c.now()) {
                options.deliveryTime = c.now();
            }
            return options;
        }
    }

    private static long number(CommandContext c, int argument, String what) {
        return c.integer(argument, new CommandException("ERR Invalid " + what + " argument for XCLAIM"));
    }

    static void xclaim(CommandContext c) {
        ReadableStream found = c.read().stream(c.key(1));
        if (found == null || found.group(c.argument(2)) == null) {
            throw noGroup(c);
        }
        long minIdle = Math.max(0, number(c, 4, "min-idle-time"));
        List<StreamId> ids = new ArrayList<>(c.count() - 5);
        int options = 5;
        for (StreamId id; options < c.count() && (id = StreamIdArgument.exactOrNull(c, options)) != null; options++) {
            ids.add(id);
        }
        ClaimOptions told = ClaimOptions.parse(c, options);
        StreamEdit stream = c.edit().stream(c.key(1));
        ReadableGroup group = stream.read().group(c.argument(2));
        boolean further = told.lastId.isAfter(group.lastId());
        if (further) {
            stream.setGroup(group, told.lastId, group.entriesRead());
        }
        Claim claim = new Claim(c, stream, group, minIdle);
        for (StreamId id : ids) {
            PendingEntry entry = group.pending().get(id);
            if (!stream.read().contains(id)) {
                if (entry != null) {
                    claim.forget(entry);
                    further = false;
                }
            } else if (entry != null ? claim.isIdle(entry) : told.force) {
                // What is new here has been delivered once.
                long before = entry == null ? 1 : entry.deliveries();
                claim.take(id, told.deliveryTime, told.deliveries >= 0 ? told.deliveries : told.justId ? before : before + 1);
                further = false;
            }
        }
        if (further) {
            StreamRecord.progress(c, c.key(1), group);
        }
        claim.answer(claim.claimed, told.justId);
    }

    static void xautoclaim(CommandContext c) {
        // What it holds is looked at later, but this is when a hit or a miss is counted.
        c.read().touch(c.key(1));
        long minIdle = Math.max(0,
                c.integer(4, new CommandException("ERR Invalid min-idle-time argument for XAUTOCLAIM")));
        StreamId start = StreamIdArgument.start(c, 5);
        long count = DEFAULT_COUNT;
        boolean justId = false;
        for (int i = 6; i < c.count(); i++) {
            if (c.is(i, "COUNT") && i + 1 < c.count()) {
                count = c.integer(++i, COUNT_NOT_POSITIVE);
                if (count < 1 || count > MAX_COUNT) {
                    throw COUNT_NOT_POSITIVE;
                }
            } else if (c.is(i, "JUSTID")) {
                justId = true;
            } else {
                throw CommandException.SYNTAX;
            }
        }
        StreamEdit stream = c.edit().stream(c.key(1));
        ReadableGroup group = stream == null ? null : stream.read().group(c.argument(2));
        if (group == null) {
            throw noGroup(c);
        }
        if (count >= MAX_ALLOCATED) {
            throw COUNT_TOO_HIGH;
        }
        autoclaim(c, new Claim(c, stream, group, minIdle), start, count, justId);
    }

    private static void autoclaim(CommandContext c, Claim claim, StreamId start, long count, boolean justId) {
        List<StreamId> deleted = new ArrayList<>();
        ReadablePending pending = claim.group.pending();
        PendingEntry next = pending.atOrAfter(start);
        for (long attempts = count * ATTEMPTS; next != null && attempts > 0
                && claim.claimed.size() + deleted.size() < count; attempts--) {
            PendingEntry entry = next;
            next = pending.after(entry);
            StreamId id = entry.id();
            if (!claim.stream.read().contains(id)) {
                claim.forget(entry);
                deleted.add(id);
            } else if (claim.isIdle(entry)) {
                claim.take(id, c.now(), justId ? entry.deliveries() : entry.deliveries() + 1);
            }
        }
        c.reply().array(3);
        new StreamReply(c.reply()).id(next == null ? StreamId.MIN : next.id());
        claim.answer(claim.claimed, justId);
        claim.answer(deleted, true);
    }

    /** Entries of a group on their way to another consumer. */
    private static final class Claim {

        private final CommandContext c;
        private final StreamEdit stream;
        private final ReadableGroup group;
        private final long minIdle;
        /** Who gets them; null as long as there are none. */
        private ReadableConsumer consumer;
        private final List<StreamId> claimed = new ArrayList<>();

        Claim(CommandContext c, StreamEdit stream, ReadableGroup group, long minIdle) {
            this.c = c;
            this.stream = stream;
            this.group = group;
            this.minIdle = minIdle;
        }

        boolean isIdle(PendingEntry entry) {
            return minIdle == 0 || c.now() - entry.deliveryTime() >= minIdle;
        }

        /** An entry that is not there any more is not pending. */
        void forget(PendingEntry entry) {
            StreamRecord.delivery(c, c.key(1), group, entry);
            stream.settle(group, entry);
        }

        void take(StreamId id, long deliveryTime, long deliveries) {
            if (consumer == null) {
                consumer = group.consumer(c.argument(3));
                if (consumer == null) {
                    consumer = stream.createConsumer(group, c.argument(3).copy(), c.now());
                    c.event(c.key(1), EventClass.STREAM, "xgroup-createconsumer");
                } else {
                    stream.seen(consumer, c.now());
                }
            }
            StreamRecord.delivery(c, c.key(1), group, stream.deliver(group, consumer, id, deliveryTime, deliveries));
            claimed.add(id);
        }

        void answer(List<StreamId> ids, boolean justId) {
            StreamReply reply = new StreamReply(c.reply());
            c.reply().array(ids.size());
            for (StreamId id : ids) {
                if (justId) {
                    reply.id(id);
                } else {
                    reply.entry(stream.read(), id);
                }
            }
        }
    }
}
