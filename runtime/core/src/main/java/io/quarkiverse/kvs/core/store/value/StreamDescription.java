package io.quarkiverse.kvs.core.store.value;

import java.io.ByteArrayOutputStream;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What handles values of all types is to know of streams. */
final class StreamDescription extends TypeDescription<StreamValue> {

    /** So many bytes of an entry are shown at least, if it has as many. */
    private static final int SHOWN = 8 * 1024;

    StreamDescription() {
        super(StreamValue.class, Shape.ENTRIES, "XADD");
    }

    @Override
    long lengthOf(StreamValue stream) {
        return stream.size();
    }

    @Override
    void recreate(byte[] key, StreamValue stream, Commands commands) {
        StreamRecreation.of(stream, key, commands);
    }

    /** The entries alone. */
    @Override
    void digestAsRedisOf(StreamValue stream, Digest digest) {
        for (StreamCursor at = stream.cursor(StreamId.MIN, StreamId.MAX, false); at.next();) {
            digest.mix(new Bytes().show(Texts.ascii(at.id().toString().replace('-', '.'))));
            for (int left = at.fields(); left > 0; left--) {
                at.nextField();
                digest.mix(at.field());
                digest.mix(at.value());
            }
        }
    }

    /** What happened to the stream and its groups, without when. */
    @Override
    void digestOf(StreamValue stream, Parts parts) {
        parts.mix(text(stream.lastId()), text(stream.firstId()), text(stream.maxDeletedId()), Texts.of(stream.entriesAdded()));
        for (StreamCursor at = stream.cursor(StreamId.MIN, StreamId.MAX, false); at.next();) {
            Bytes[] entry = new Bytes[1 + 2 * at.fields()];
            entry[0] = text(at.id());
            for (int i = 1; i < entry.length; i += 2) {
                at.nextField();
                entry[i] = new Bytes().show(at.field().copy());
                entry[i + 1] = new Bytes().show(at.value().copy());
            }
            parts.mix(entry);
        }
        stream.forEachGroup(group -> {
            Bytes name = new Bytes().show(group.name());
            parts.mix(name, text(group.lastId()), Texts.of(group.entriesRead()));
            group.forEachConsumer(consumer -> parts.mix(name, new Bytes().show(consumer.name())));
            ReadablePending pending = group.pending();
            for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
                parts.mix(name, text(entry.id()), new Bytes().show(entry.consumer().name()), Texts.of(entry.deliveries()));
            }
        });
    }

    private static Bytes text(StreamId id) {
        return new Bytes().show(id.text());
    }

    /** In their order: the cursor is the number of entries in front. */
    @Override
    long elementsOf(StreamValue stream, long from, int count, Elements elements) {
        StreamCursor at = stream.cursor(StreamId.MIN, StreamId.MAX, false);
        for (long skipped = 0; skipped < from; skipped++) {
            if (!at.next()) {
                return 0;
            }
        }
        for (int i = 0; i < count; i++) {
            if (!at.next()) {
                return 0;
            }
            elements.add(text(at.id()), new Bytes().show(shown(at)));
        }
        return from + count < stream.size() ? from + count : 0;
    }

    /** The fields of an entry as a text. */
    private static byte[] shown(StreamCursor at) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < at.fields() && text.size() < SHOWN; i++) {
            at.nextField();
            text.writeBytes(Texts.ascii(i == 0 ? "" : ", "));
            text.writeBytes(at.field().copy());
            text.writeBytes(Texts.ascii(": "));
            text.writeBytes(at.value().copy());
        }
        return text.toByteArray();
    }
}
