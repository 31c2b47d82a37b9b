package io.quarkiverse.kvs.core.command.family;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.StreamCursor;
import io.quarkiverse.kvs.core.store.value.StreamId;

/** Writes entries of streams, and their ids. */
final class StreamReply {

    /** Answers all, however many. */
    static final long ALL = 0;

    private final ReplyWriter reply;
    private final BooleanSupplier cancelled;
    private final byte[] text = new byte[StreamId.MAX_TEXT];
    private final Bytes view = new Bytes();

    StreamReply(ReplyWriter reply) {
        this(reply, () -> false);
    }

    /** @param cancelled whether nothing is to be written any more, since no one will read it */
    StreamReply(ReplyWriter reply, BooleanSupplier cancelled) {
        this.reply = reply;
        this.cancelled = cancelled;
    }

    void id(StreamId id) {
        id(id.ms(), id.seq());
    }

    private void id(long ms, long seq) {
        reply.bulk(view.show(text, 0, StreamId.write(ms, seq, text, 0)));
    }

    /** The entry that a cursor is at. */
    void entry(StreamCursor at) {
        reply.array(2);
        content(at);
    }

    /** The id and the fields of an entry that is there, as parts of an array that has more. */
    void content(ReadableStream stream, StreamId id) {
        StreamCursor cursor = stream.cursor(id, id, false);
        if (!cursor.next()) {
            throw new IllegalStateException("there is no entry " + id);
        }
        content(cursor);
    }

    private void content(StreamCursor at) {
        id(at.ms(), at.seq());
        reply.array(2 * at.fields());
        for (int left = at.fields(); left > 0; left--) {
            at.nextField();
            reply.bulk(at.field());
            reply.bulk(at.value());
        }
    }

    /**
     * The entry of an id.
     *
     * @return false if there is none, and nothing is written
     */
    boolean entry(ReadableStream stream, StreamId id) {
        StreamCursor cursor = stream.cursor(id, id, false);
        boolean found = cursor.next();
        if (found) {
            entry(cursor);
        }
        return found;
    }

    /** The entries of a range, at most so many, or {@link #ALL}. */
    void range(ReadableStream stream, StreamId from, StreamId to, long count, boolean descending) {
        StreamCursor cursor = stream.cursor(from, to, descending);
        long opened = reply.openArray();
        int written = 0;
        while ((count == ALL || written < count) && !cancelled.getAsBoolean() && cursor.next()) {
            entry(cursor);
            written++;
        }
        reply.closeArray(opened, written);
    }

    /**
     * The entries of a range in their order behind others.
     *
     * @param others how many others there are
     * @param writer writes one of these
     */
    void range(ReadableStream stream, StreamId from, StreamId to, long count, int others, IntConsumer writer) {
        if (others == 0) {
            range(stream, from, to, count, false);
            return;
        }
        StreamCursor cursor = stream.cursor(from, to, false);
        long opened = reply.openArray();
        int written = 0;
        for (; written < others && !cancelled.getAsBoolean(); written++) {
            writer.accept(written);
        }
        while ((count == ALL || written < others + count) && !cancelled.getAsBoolean() && cursor.next()) {
            entry(cursor);
            written++;
        }
        reply.closeArray(opened, written);
    }

    /** About how many entries of a range are answered, as far as that matters to how they are. */
    static long elements(ReadableStream stream, StreamId from, StreamId to, long count) {
        long bound = CommandContext.LONG_REPLY;
        return stream.entriesUpTo(count == ALL ? bound : Math.min(count, bound), from, to);
    }
}
