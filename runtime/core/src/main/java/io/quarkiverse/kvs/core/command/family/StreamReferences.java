package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.store.StreamEdit;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;
import io.quarkiverse.kvs.core.store.value.StreamCursor;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.StreamTrim;

/** What becomes of entries that are to be removed from a stream, and are pending in its groups: the options of Redis 8.2. */
enum StreamReferences {
    /** They are removed, and stay pending. */
    KEEPREF,
    /** They are removed, and are not pending any more. */
    DELREF,
    /** They are removed only if all groups have got and acknowledged them. */
    ACKED;

    private static final StreamReferences[] ALL = values();

    /** Which of these an argument names, or null. */
    static StreamReferences named(CommandContext c, int argument) {
        for (StreamReferences each : ALL) {
            if (c.is(argument, each.name())) {
                return each;
            }
        }
        return null;
    }

    private static List<ReadableGroup> groups(StreamEdit stream) {
        List<ReadableGroup> groups = new ArrayList<>();
        stream.read().forEachGroup(groups::add);
        return groups;
    }

    /** Whether a group has an entry still before it, or has not acknowledged it. */
    static boolean isReferenced(StreamEdit stream, StreamId id) {
        for (ReadableGroup group : groups(stream)) {
            if (id.isAfter(group.lastId()) || group.pending().get(id) != null) {
                return true;
            }
        }
        return false;
    }

    /** An entry is not pending any more, in any group. */
    static void drop(StreamEdit stream, StreamId id) {
        for (ReadableGroup group : groups(stream)) {
            PendingEntry entry = group.pending().get(id);
            if (entry != null) {
                stream.settle(group, entry);
            }
        }
    }

    /**
     * Removes entries from the front of a stream.
     *
     * @return how many
     */
    long trim(StreamEdit stream, StreamTrim trim) {
        if (this == KEEPREF || stream.read().groups() == 0) {
            return stream.trim(trim);
        }
        return this == DELREF ? trimWithReferences(stream, trim) : trimAcknowledged(stream, trim);
    }

    private static long trimWithReferences(StreamEdit stream, StreamTrim trim) {
        StreamId before = first(stream);
        long removed = stream.trim(trim);
        if (removed == 0) {
            return 0;
        }
        StreamId after = first(stream);
        for (ReadableGroup group : groups(stream)) {
            PendingEntry entry = group.pending().atOrAfter(before);
            while (entry != null && (after == null || after.isAfter(entry.id()))) {
                PendingEntry next = group.pending().after(entry);
                stream.settle(group, entry);
                entry = next;
            }
        }
        return removed;
    }

    /** The id of the first entry, or null. */
    private static StreamId first(StreamEdit stream) {
        StreamCursor cursor = stream.read().cursor(StreamId.MIN, StreamId.MAX, false);
        return cursor.next() ? cursor.id() : null;
    }

    /** Exactly, since what is left depends on each entry. */
    private static long trimAcknowledged(StreamEdit stream, StreamTrim trim) {
        long most = trim.maxLength() >= 0 ? stream.read().size() - trim.maxLength() : Long.MAX_VALUE;
        List<StreamId> acknowledged = new ArrayList<>();
        StreamCursor cursor = stream.read().cursor(StreamId.MIN, StreamId.MAX, false);
        while (acknowledged.size() < most && cursor.next()) {
            StreamId id = cursor.id();
            if (trim.minId() != null && !trim.minId().isAfter(id)) {
                break;
            }
            if (!isReferenced(stream, id)) {
                acknowledged.add(id);
            }
        }
        acknowledged.forEach(stream::delete);
        return acknowledged.size();
    }
}
