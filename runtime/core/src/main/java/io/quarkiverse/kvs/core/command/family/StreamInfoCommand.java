package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableConsumer;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.ReadablePending;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.StreamCursor;
import io.quarkiverse.kvs.core.store.value.StreamId;

/** The command XINFO: what is known of streams. */
final class StreamInfoCommand {

    static final Command XINFO = command("XINFO", "")
            .in(Group.STREAM).since("5.0.0").complexity("Depends on the subcommand.").arity(-2)
            .withoutGroupCategory()
            .summary("Describes streams, consumer groups and consumers.")
            .contains(
                    command("CONSUMERS", "key groupname").of("XINFO")
                            .in(Group.STREAM).since("5.0.0").complexity("O(N), N being the number of consumers")
                            .arity(4).flags(READONLY).key(at(2, "RO access")).tips("nondeterministic_output")
                            .summary("Describes the consumers of a group.")
                            .runs(StreamInfoCommand::consumers),
                    command("GROUPS", "key").of("XINFO")
                            .in(Group.STREAM).since("5.0.0").complexity("O(N), N being the number of groups")
                            .arity(3).flags(READONLY).key(at(2, "RO access"))
                            .summary("Describes the groups of a stream.")
                            .runs(StreamInfoCommand::groups),
                    command("HELP", "").of("XINFO").in(Group.STREAM).since("5.0.0").arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("STREAM", "key [FULL [COUNT count]]").of("XINFO")
                            .in(Group.STREAM).since("5.0.0")
                            .complexity("O(N), N being the number of nodes; FULL: of all returned")
                            .arity(-3).flags(READONLY).key(at(2, "RO access"))
                            .summary("Describes a stream.")
                            .runs(StreamInfoCommand::stream));

    private static final long DEFAULT_COUNT = 10;

    private StreamInfoCommand() {
    }

    private static ReadableStream find(CommandContext c) {
        ReadableStream stream = c.read().stream(c.key(2));
        if (stream == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        return stream;
    }

    private static void consumers(CommandContext c) {
        ReadableGroup group = find(c).group(c.argument(3));
        if (group == null) {
            throw StreamGroupCommand.noGroup(c);
        }
        long now = c.now();
        ReplyWriter reply = c.reply();
        reply.array(group.consumers());
        group.forEachConsumer(consumer -> {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(consumer.name());
            reply.bulk("pending");
            reply.integer(consumer.pending().size());
            reply.bulk("idle");
            reply.integer(Math.max(0, now - consumer.seenTime()));
        });
    }

    private static void groups(CommandContext c) {
        ReadableStream stream = find(c);
        ReplyWriter reply = c.reply();
        reply.array(stream.groups());
        stream.forEachGroup(group -> {
            reply.map(6);
            reply.bulk("name");
            reply.bulk(group.name());
            reply.bulk("consumers");
            reply.integer(group.consumers());
            reply.bulk("pending");
            reply.integer(group.pending().size());
            reply.bulk("last-delivered-id");
            new StreamReply(reply).id(group.lastId());
            progress(reply, stream, group);
        });
    }

    private static void progress(ReplyWriter reply, ReadableStream stream, ReadableGroup group) {
        reply.bulk("entries-read");
        integerOrNil(reply, group.entriesRead() == ReadableGroup.UNKNOWN ? null : group.entriesRead());
        reply.bulk("lag");
        integerOrNil(reply, stream.lag(group));
    }

    private static void integerOrNil(ReplyWriter reply, Long number) {
        if (number == null) {
            reply.nil();
        } else {
            reply.integer(number);
        }
    }

    private static void stream(CommandContext c) {
        ReadableStream stream = find(c);
        if (c.count() == 3) {
            summary(c.reply(), stream);
            return;
        }
        if (c.count() != 4 && c.count() != 6 || !c.is(3, "FULL") || c.count() == 6 && !c.is(4, "COUNT")) {
            throw c.wrongSubcommand();
        }
        long told = c.count() == 6 ? c.integer(5) : DEFAULT_COUNT;
        long count = told < 0 ? DEFAULT_COUNT : told;
        long[] elements = { atMost(stream.size(), count) };
        stream.forEachGroup(group -> {
            elements[0] += atMost(group.pending().size(), count);
            group.forEachConsumer(consumer -> elements[0] += 1 + atMost(consumer.pending().size(), count));
        });
        c.replyFrom(stream, elements[0], (reply, same, cancelled) -> full(reply, same, count, cancelled));
    }

    /** 0 for all. */
    private static long atMost(long size, long count) {
        return count == StreamReply.ALL ? size : Math.min(size, count);
    }

    private static void common(ReplyWriter reply, ReadableStream stream) {
        StreamReply ids = new StreamReply(reply);
        reply.bulk("length");
        reply.integer(stream.size());
        reply.bulk("radix-tree-keys");
        reply.integer(stream.nodes());
        reply.bulk("radix-tree-nodes");
        reply.integer(stream.radixNodes());
        reply.bulk("last-generated-id");
        ids.id(stream.lastId());
        reply.bulk("max-deleted-entry-id");
        ids.id(stream.maxDeletedId());
        reply.bulk("entries-added");
        reply.integer(stream.entriesAdded());
        reply.bulk("recorded-first-entry-id");
        ids.id(stream.firstId());
    }

    private static void summary(ReplyWriter reply, ReadableStream stream) {
        reply.map(10);
        common(reply, stream);
        reply.bulk("groups");
        reply.integer(stream.groups());
        reply.bulk("first-entry");
        edge(reply, stream, false);
        reply.bulk("last-entry");
        edge(reply, stream, true);
    }

    private static void edge(ReplyWriter reply, ReadableStream stream, boolean descending) {
        StreamCursor cursor = stream.cursor(StreamId.MIN, StreamId.MAX, descending);
        if (cursor.next()) {
            new StreamReply(reply).entry(cursor);
        } else {
            reply.nil();
        }
    }

    private static void full(ReplyWriter reply, ReadableStream stream, long count, BooleanSupplier cancelled) {
        reply.map(9);
        common(reply, stream);
        reply.bulk("entries");
        new StreamReply(reply, cancelled).range(stream, StreamId.MIN, StreamId.MAX, count, false);
        reply.bulk("groups");
        reply.array(stream.groups());
        stream.forEachGroup(group -> full(reply, stream, group, count, cancelled));
    }

    private static void full(ReplyWriter reply, ReadableStream stream, ReadableGroup group, long count,
            BooleanSupplier cancelled) {
        reply.map(7);
        reply.bulk("name");
        reply.bulk(group.name());
        reply.bulk("last-delivered-id");
        new StreamReply(reply).id(group.lastId());
        progress(reply, stream, group);
        reply.bulk("pel-count");
        reply.integer(group.pending().size());
        reply.bulk("pending");
        pending(reply, group.pending(), count, true, cancelled);
        reply.bulk("consumers");
        reply.array(group.consumers());
        group.forEachConsumer(consumer -> full(reply, consumer, count, cancelled));
    }

    private static void full(ReplyWriter reply, ReadableConsumer consumer, long count, BooleanSupplier cancelled) {
        reply.map(4);
        reply.bulk("name");
        reply.bulk(consumer.name());
        reply.bulk("seen-time");
        reply.integer(consumer.seenTime());
        reply.bulk("pel-count");
        reply.integer(consumer.pending().size());
        reply.bulk("pending");
        pending(reply, consumer.pending(), count, false, cancelled);
    }

    private static void pending(ReplyWriter reply, ReadablePending pending, long count, boolean withConsumers,
            BooleanSupplier cancelled) {
        StreamReply ids = new StreamReply(reply);
        long left = atMost(pending.size(), count);
        reply.array((int) Math.min(Integer.MAX_VALUE, left));
        for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); left > 0 && !cancelled.getAsBoolean(); left--) {
            reply.array(withConsumers ? 4 : 3);
            ids.id(entry.id());
            if (withConsumers) {
                reply.bulk(entry.consumer().name());
            }
            reply.integer(entry.deliveryTime());
            reply.integer(entry.deliveries());
            entry = pending.after(entry);
        }
    }
}
