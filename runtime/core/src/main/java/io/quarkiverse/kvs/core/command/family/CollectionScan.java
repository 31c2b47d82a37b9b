package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.Reader;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.Value;

/** What HSCAN, SSCAN and ZSCAN have in common. */
final class CollectionScan {

    /** Looks at some elements of a value. */
    @FunctionalInterface
    interface Step<V> {
        /**
         * @param found receives those that match
         * @return the cursor with which to go on
         */
        long scan(V value, ScanOptions options, List<byte[]> found);
    }

    private CollectionScan() {
    }

    /** Answers one step through the collection of the key, which is the first argument. */
    static <V extends Value> void answer(CommandContext c, BiFunction<Reader, Key, V> find, ToLongFunction<V> size,
            Step<V> step) {
        // Redis finds a wrong cursor before it looks at the key, and other mistakes only if there is one.
        ScanOptions.cursor(c, 2);
        V value = find.apply(c.read(), c.key(1));
        if (value == null) {
            write(c.reply(), 0, List.of());
            return;
        }
        ScanOptions options = ScanOptions.parse(c, 2, false);
        c.replyFrom(value, Math.min(options.count(), size.applyAsLong(value)), (reply, same, cancelled) -> {
            List<byte[]> found = new ArrayList<>();
            long next = step.scan(same, options, found);
            write(reply, next, found);
        });
    }

    private static void write(ReplyWriter reply, long next, List<byte[]> found) {
        reply.array(2);
        reply.bulk(Long.toUnsignedString(next));
        KeyCommands.answerAll(reply, found);
    }
}
