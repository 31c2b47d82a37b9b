package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that make a stream again, as Redis writes them when it rewrites its append-only file: XADD for each entry,
 * XSETID
 * for what is known of those that are gone, XGROUP and XCLAIM for groups and what is pending in them. What is pending of
 * entries
 * that are gone, commands cannot make again.
 */
public final class StreamRecreation {

    /** Receives commands, as their words. */
    @FunctionalInterface
    public interface Commands {
        void add(byte[]... words);
    }

    private static final byte[] XADD = ascii("XADD");
    private static final byte[] XCLAIM = ascii("XCLAIM");
    private static final byte[] XGROUP = ascii("XGROUP");
    private static final byte[] ZERO = ascii("0");

    private final StreamValue stream;
    private final byte[] key;
    private final Commands commands;

    private StreamRecreation(StreamValue stream, byte[] key, Commands commands) {
        this.stream = stream;
        this.key = key;
        this.commands = commands;
    }

    /** Tells the commands that make a key hold such a stream, where it holds nothing. */
    public static void of(StreamValue stream, byte[] key, Commands commands) {
        new StreamRecreation(stream, key, commands).all();
    }

    private void all() {
        entries();
        commands.add(ascii("XSETID"), key, stream.lastId().text(), ascii("ENTRIESADDED"), number(stream.entriesAdded()),
                ascii("MAXDELETEDID"), stream.maxDeletedId().text());
        stream.forEachGroup(group -> {
            commands.add(XGROUP, ascii("CREATE"), key, group.name(), group.lastId().text(), ascii("ENTRIESREAD"),
                    number(group.entriesRead()));
            group.forEachConsumer(consumer -> consumer(group, consumer));
        });
    }

    private void entries() {
        if (stream.size() == 0) {
            // An entry that is trimmed at once leaves an empty stream.
            commands.add(XADD, key, ascii("MAXLEN"), ZERO, ascii("0-1"), ascii("x"), ascii("y"));
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
            commands.add(XGROUP, ascii("CREATECONSUMER"), key, group.name(), consumer.name());
        }
        for (PendingEntry entry = pending.atOrAfter(StreamId.MIN); entry != null; entry = pending.after(entry)) {
            commands.add(XCLAIM, key, group.name(), consumer.name(), ZERO, entry.id().text(), ascii("TIME"),
                    number(entry.deliveryTime()), ascii("RETRYCOUNT"), number(entry.deliveries()), ascii("JUSTID"),
                    ascii("FORCE"));
        }
    }

    private static byte[] number(long number) {
        return ascii(Long.toString(number));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
