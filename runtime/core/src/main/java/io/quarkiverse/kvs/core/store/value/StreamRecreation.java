package io.quarkiverse.kvs.core.store.value;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that make a stream again, as Redis writes them when it rewrites its append-only file: XADD for each entry,
 * XSETID for what is known of those that are gone, XGROUP and XCLAIM for groups and what is pending in them. What is pending
 * of entries that are gone, commands cannot make again.
 */
public final class StreamRecreation {

    private static final byte[] XADD = Texts.ascii("XADD");
    private static final byte[] XCLAIM = Texts.ascii("XCLAIM");
    private static final byte[] XGROUP = Texts.ascii("XGROUP");
    private static final byte[] ZERO = Texts.ascii("0");

    private final StreamValue stream;
    private final byte[] key;
    private final TypeDescription.Commands commands;

    private StreamRecreation(StreamValue stream, byte[] key, TypeDescription.Commands commands) {
        this.stream = stream;
        this.key = key;
        this.commands = commands;
    }

    /** Tells the commands that make a key hold such a stream, where it holds nothing. */
    public static void of(StreamValue stream, byte[] key, TypeDescription.Commands commands) {
        new StreamRecreation(stream, key, commands).all();
    }

    private void all() {
        entries();
        commands.add(Texts.ascii("XSETID"), key, stream.lastId().text(), Texts.ascii("ENTRIESADDED"),
                Texts.of(stream.entriesAdded()).copy(),
                Texts.ascii("MAXDELETEDID"), stream.maxDeletedId().text());
        stream.forEachGroup(group -> {
            commands.add(XGROUP, Texts.ascii("CREATE"), key, group.name(), group.lastId().text(), Texts.ascii("ENTRIESREAD"),
                    Texts.of(group.entriesRead()).copy());
            group.forEachConsumer(consumer -> consumer(group, consumer));
        });
    }

    private void entries() {
        if (stream.size() == 0) {
            // An entry that is trimmed at once leaves an empty stream.
            commands.add(XADD, key, Texts.ascii("MAXLEN"), ZERO, Texts.ascii("0-1"), Texts.ascii("x"), Texts.ascii("y"));
        }
        for (StreamCursor at = stream.cursor(StreamId.MIN, StreamId.MAX, false); at.next();) {
            List<byte[]> words = new ArrayList<>(3 + 2 * at.fields());
            words.add(XADD);
            words.add(key);
            words.add(at.id().text());
            for (int left = at.fields(); left > 0; left--) {
                at.nextField();
                words.add(at.field().copy());
                words.add(at.value().copy());
            }
            commands.add(words.toArray(byte[][]::new));
        }
    }

    private void consumer(ReadableGroup group, ReadableConsumer consumer) {
        ReadablePending pending = consumer.pending();
        if (pending.size() == 0) {
            commands.add(XGROUP, Texts.ascii("CREATECONSUMER"), key, group.name(), consumer.name());
        }
        for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
            commands.add(XCLAIM, key, group.name(), consumer.name(), ZERO, entry.id().text(), Texts.ascii("TIME"),
                    Texts.of(entry.deliveryTime()).copy(), Texts.ascii("RETRYCOUNT"), Texts.of(entry.deliveries()).copy(),
                    Texts.ascii("JUSTID"),
                    Texts.ascii("FORCE"));
        }
    }
}
