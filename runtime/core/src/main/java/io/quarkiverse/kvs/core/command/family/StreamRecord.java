package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.PendingEntry;
import io.quarkiverse.kvs.core.store.value.ReadableGroup;

/**
 * What the log is told of groups of consumers, in the words in which Redis tells its replicas. Unlike Redis, it is told all of
 * it: how far a group is with every reading, how often an entry was delivered when it is read again, and each consumer that is
 * new.
 */
final class StreamRecord {

    private static final byte[] ZERO = "0".getBytes(US_ASCII);
    private static final byte[] TIME = "TIME".getBytes(US_ASCII);
    private static final byte[] RETRYCOUNT = "RETRYCOUNT".getBytes(US_ASCII);
    private static final byte[] FORCE = "FORCE".getBytes(US_ASCII);
    private static final byte[] JUSTID = "JUSTID".getBytes(US_ASCII);
    private static final byte[] LASTID = "LASTID".getBytes(US_ASCII);
    private static final byte[] SETID = "SETID".getBytes(US_ASCII);
    private static final byte[] ENTRIESREAD = "ENTRIESREAD".getBytes(US_ASCII);
    private static final byte[] CREATECONSUMER = "CREATECONSUMER".getBytes(US_ASCII);

    private StreamRecord() {
    }

    /** An entry has been delivered; or it is not pending any more since it is not there. */
    static void delivery(CommandContext c, Bytes key, ReadableGroup group, PendingEntry entry) {
        if (c.isLogged()) {
            c.record("XCLAIM", key.copy(), group.name(), entry.consumer().name(), ZERO, entry.id().text(), TIME,
                    number(entry.deliveryTime()), RETRYCOUNT, number(entry.deliveries()), FORCE, JUSTID, LASTID,
                    group.lastId().text());
        }
    }

    /** A group has got further. */
    static void progress(CommandContext c, Bytes key, ReadableGroup group) {
        if (c.isLogged()) {
            c.record("XGROUP", SETID, key.copy(), group.name(), group.lastId().text(), ENTRIESREAD,
                    number(group.entriesRead()));
        }
    }

    /** A consumer is new. */
    static void consumer(CommandContext c, Bytes key, ReadableGroup group, byte[] name) {
        if (c.isLogged()) {
            c.record("XGROUP", CREATECONSUMER, key.copy(), group.name(), name);
        }
    }

    static byte[] number(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }
}
