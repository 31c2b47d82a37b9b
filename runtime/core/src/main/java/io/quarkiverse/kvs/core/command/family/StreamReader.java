package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.StreamEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableConsumer;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.ReadablePending;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.StreamCursor;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.ValueType;

/** One XREAD or XREADGROUP, whose options have been read: from its keys to its reply, or to its waiting. */
final class StreamReader {

    /** Who waits gets so many at most without a COUNT: it might have told an id that is far back. */
    private static final long COUNT_OF_WAITING = 1000;

    /** In the place of an idle time: nothing is claimed from other consumers. */
    static final long NO_CLAIM = -1;

    private static final String GONE = "UNBLOCKED the stream key no longer exists";
    private static final CommandException GROUP_GONE = new CommandException(
            "NOGROUP the consumer group this client was blocked on no longer exists");
    private static final CommandException LAST_OF_GROUP = new CommandException("ERR The $ ID is meaningless in the context of "
            + "XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new "
            + "messages. The $ ID would just return an empty result set.");
    private static final CommandException NEW_WITHOUT_GROUP = new CommandException("ERR The > ID can be specified only when "
            + "calling XREADGROUP using the GROUP <group> <consumer> option.");

    private final CommandContext c;
    private final int firstKey;
    private final long count;
    /** Copies of the names, which outlive the request; null without a group. */
    private final byte[] group;
    private final byte[] consumer;
    private final boolean noAck;
    /** From how many idle milliseconds on pending entries are taken from their consumers, or {@link #NO_CLAIM}. */
    private final long claim;
    /** The ids behind which to read; null for what no consumer has got. */
    private final StreamId[] ids;

    /**
     * @param count how many entries of each stream to answer at most, or {@link StreamReply#ALL}
     * @param group the argument that is the name of the group, or 0; that of the consumer follows
     * @param noAck whether consumers need not acknowledge what they get
     * @param claim from how many idle milliseconds on pending entries are taken from their consumers, or {@link #NO_CLAIM}
     */
    StreamReader(CommandContext c, int firstKey, int streams, long count, int group, boolean noAck, long claim) {
        this.c = c;
        this.firstKey = firstKey;
        this.count = count;
        this.group = group == 0 ? null : c.argument(group).copy();
        this.consumer = group == 0 ? null : c.argument(group + 1).copy();
        this.noAck = noAck;
        this.claim = claim;
        this.ids = new StreamId[streams];
    }

    /** What is answered of one stream: entries of a range, or those of some ids if they are still there. */
    private record Part(int key, ReadableStream stream, StreamId from, StreamId to, long count, List<StreamId> history,
            List<Claimed> claimed) {

        Part(int key, ReadableStream stream, StreamId from, StreamId to, long count, List<StreamId> history) {
            this(key, stream, from, to, count, history, List.of());
        }

        long elements() {
            return claimed.size() + (history == null ? StreamReply.elements(stream, from, to, count) : history.size());
        }

        Part withCopy() {
            return new Part(key, stream.entries(), from, to, count, history, claimed);
        }
    }

    /**
     * An entry that was taken from the consumer with which it was pending.
     *
     * @param idle for how many milliseconds it was so
     * @param deliveries how often it was delivered before
     */
    private record Claimed(StreamId id, long idle, long deliveries) {
    }

    /**
     * Answers what there is.
     *
     * @param timeoutMillis how long to wait if there is nothing: 0 for ever, -1 for not at all
     */
    void read(long timeoutMillis) {
        for (int i = 0; i < ids.length; i++) {
            ids[i] = id(i);
        }
        List<Part> parts = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            ReadableStream stream = c.read().stream(c.key(firstKey + i));
            Part part = stream == null ? null : group == null ? newIn(stream, i) : ofGroup(stream, i);
            if (part != null) {
                parts.add(part);
            }
        }
        if (!parts.isEmpty()) {
            answer(parts);
        } else if (timeoutMillis >= 0) {
            c.block(ValueType.STREAM, firstKey, firstKey + ids.length - 1, timeoutMillis, this::serve, ReplyWriter::nilArray,
                    group == null ? null : GONE);
        } else {
            c.reply().nilArray();
        }
    }

    private StreamId id(int index) {
        Key key = c.key(firstKey + index);
        ReadableStream stream = c.read().stream(key);
        if (group != null && (stream == null || stream.group(new Bytes().show(group)) == null)) {
            throw new CommandException("NOGROUP No such key '" + key.latin1() + "' or consumer group '"
                    + new Bytes().show(group).latin1() + "' in XREADGROUP with GROUP option");
        }
        int argument = firstKey + ids.length + index;
        if (c.is(argument, "$")) {
            if (group != null) {
                throw LAST_OF_GROUP;
            }
            return stream == null ? StreamId.MIN : stream.lastId();
        }
        if (c.is(argument, ">")) {
            if (group == null) {
                throw NEW_WITHOUT_GROUP;
            }
            return null;
        }
        StreamId id = StreamIdArgument.exact(c, argument);
        // The last id there can be stands for what is new, in Redis.
        return group != null && id.equals(StreamId.MAX) ? null : id;
    }

    private Part newIn(ReadableStream stream, int index) {
        StreamId last = stream.size() == 0 ? null : stream.lastEntry();
        return last == null || !last.isAfter(ids[index]) ? null
                : new Part(firstKey + index, stream, ids[index].next(), StreamId.MAX, count, null);
    }

    private Part ofGroup(ReadableStream stream, int index) {
        int key = firstKey + index;
        if (ids[index] == null) {
            StreamId last = stream.size() == 0 ? null : stream.lastEntry();
            ReadableGroup known = stream.group(new Bytes().show(group));
            if ((last == null || !last.isAfter(known.lastId())) && !hasIdle(stream, known)) {
                return null;
            }
        }
        // To be edited, it may be a copy of what was read.
        StreamEdit edit = c.edit().stream(c.key(key));
        ReadableGroup of = edit.read().group(new Bytes().show(group));
        return ids[index] == null ? deliver(c, edit, key, of, count)
                : new Part(key, edit.read(), null, null, 0, history(edit, key, of, ids[index].next()));
    }

    // Groups

    /** Delivers what is new to the consumer. */
    private Part deliver(CommandContext context, StreamEdit stream, int key, ReadableGroup of, long most) {
        ReadableConsumer to = consumer(context, stream, key, of);
        List<Claimed> claimed = claim(context, stream, key, of, to, most);
        boolean atEnd = of.lastId().equals(StreamId.MAX);
        StreamId from = atEnd ? StreamId.MAX : of.lastId().next();
        StreamCursor cursor = stream.read().cursor(from, StreamId.MAX, false);
        long delivered = 0;
        while (!atEnd && (most == StreamReply.ALL || delivered + claimed.size() < most) && cursor.next()) {
            StreamId id = cursor.id();
            stream.advance(of, id);
            if (!noAck) {
                StreamRecord.delivery(context, context.key(key), of,
                        stream.deliver(of, to, id, context.now(), 1));
            }
            delivered++;
        }
        if (delivered > 0) {
            StreamRecord.progress(context, context.key(key), of);
        }
        return new Part(key, stream.read(), from, delivered > 0 ? of.lastId() : StreamId.MIN, StreamReply.ALL, null, claimed);
    }

    /** Whether an entry of a group is pending for so long that it can be claimed. */
    private boolean hasIdle(ReadableStream stream, ReadableGroup of) {
        if (claim == NO_CLAIM) {
            return false;
        }
        ReadablePending pending = of.pending();
        for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
            if (isIdle(c, entry) && stream.contains(entry.id())) {
                return true;
            }
        }
        return false;
    }

    private boolean isIdle(CommandContext context, PendingEntry entry) {
        return context.now() - entry.deliveryTime() >= claim;
    }

    /** Takes entries that have been pending for long, those first that have been so longest. */
    private List<Claimed> claim(CommandContext context, StreamEdit stream, int key, ReadableGroup of, ReadableConsumer to,
            long most) {
        if (claim == NO_CLAIM) {
            return List.of();
        }
        List<PendingEntry> idle = new ArrayList<>();
        ReadablePending pending = of.pending();
        for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
            if (isIdle(context, entry) && stream.read().contains(entry.id())) {
                idle.add(entry);
            }
        }
        idle.sort(Comparator.comparingLong(PendingEntry::deliveryTime));
        List<Claimed> claimed = new ArrayList<>();
        for (PendingEntry entry : most == StreamReply.ALL ? idle : idle.subList(0, (int) Math.min(most, idle.size()))) {
            claimed.add(new Claimed(entry.id(), context.now() - entry.deliveryTime(), entry.deliveries()));
            StreamRecord.delivery(context, context.key(key), of,
                    stream.deliver(of, to, entry.id(), context.now(), entry.deliveries() + 1));
        }
        return claimed;
    }

    /** What the consumer has got and not acknowledged, which it gets once more. */
    private List<StreamId> history(StreamEdit stream, int key, ReadableGroup of, StreamId from) {
        ReadableConsumer to = consumer(c, stream, key, of);
        List<StreamId> history = new ArrayList<>();
        for (PendingEntry entry = to.pending().atOrAfter(from); entry != null
                && (count == StreamReply.ALL || history.size() < count); entry = to.pending().after(entry)) {
            StreamId id = entry.id();
            history.add(id);
            if (stream.read().contains(id)) {
                StreamRecord.delivery(c, c.key(key), of, stream.deliver(of, to, id, c.now(), entry.deliveries() + 1));
            }
        }
        return history;
    }

    private ReadableConsumer consumer(CommandContext context, StreamEdit stream, int key, ReadableGroup of) {
        ReadableConsumer known = of.consumer(new Bytes().show(consumer));
        if (known != null) {
            stream.seen(known, context.now());
            return known;
        }
        ReadableConsumer created = stream.createConsumer(of, consumer, context.now());
        StreamRecord.consumer(context, context.key(key), of, consumer);
        context.event(context.key(key), EventClass.STREAM, "xgroup-createconsumer");
        return created;
    }

    // Replies

    private void answer(List<Part> parts) {
        long elements = parts.stream().mapToLong(Part::elements).sum();
        List<byte[]> keys = parts.stream().map(part -> c.key(part.key).copy()).toList();
        List<Part> sources = elements < CommandContext.LONG_REPLY ? parts : parts.stream().map(Part::withCopy).toList();
        c.replyWith(elements, (reply, cancelled) -> {
            StreamReply entries = new StreamReply(reply, cancelled);
            open(reply, sources.size());
            for (int i = 0; i < sources.size() && !cancelled.getAsBoolean(); i++) {
                write(reply, entries, new Bytes().show(keys.get(i)), sources.get(i));
            }
        });
    }

    private static void open(ReplyWriter reply, int streams) {
        if (reply.dialect() == Dialect.RESP3) {
            reply.map(streams);
        } else {
            reply.array(streams);
        }
    }

    private static void write(ReplyWriter reply, StreamReply entries, Bytes key, Part part) {
        if (reply.dialect() != Dialect.RESP3) {
            reply.array(2);
        }
        reply.bulk(key);
        if (part.history == null) {
            entries.range(part.stream, part.from, part.to, part.count, part.claimed.size(), claimed -> {
                Claimed one = part.claimed.get(claimed);
                reply.array(4);
                entries.content(part.stream, one.id);
                reply.integer(one.idle);
                reply.integer(one.deliveries);
            });
            return;
        }
        reply.array(part.history.size());
        for (StreamId id : part.history) {
            if (!entries.entry(part.stream, id)) {
                reply.array(2);
                entries.id(id);
                reply.nilArray();
            }
        }
    }

    // Waiting

    /** One of the streams may have something new: answers it. */
    private boolean serve(CommandContext context, int key) {
        StreamEdit stream = context.edit().stream(context.key(key));
        ReadableGroup of = group == null ? null : stream.read().group(new Bytes().show(group));
        if (group != null && of == null) {
            throw GROUP_GONE;
        }
        StreamId behind = of == null ? ids[key - firstKey] : of.lastId();
        if (!stream.read().lastId().isAfter(behind)) {
            return false;
        }
        long most = count == StreamReply.ALL ? COUNT_OF_WAITING : count;
        Part part = of == null ? new Part(key, stream.read(), behind.next(), StreamId.MAX, most, null)
                : deliver(context, stream, key, of, most);
        open(context.reply(), 1);
        write(context.reply(), new StreamReply(context.reply()), context.key(key), part);
        return true;
    }
}
