package io.quarkiverse.kvs.core.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quarkiverse.kvs.core.store.Editor;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.DumpPayload;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * What the log is told of a command that failed in the middle: what its keys hold now, since it has done some of what it does
 * and not the rest.
 */
final class StateRecord {

    private StateRecord() {
    }

    /** Records what each key of a command holds. */
    static void of(CommandContext c, Command command) {
        command.findKeys(c.request(), (argument, flags) -> record(c, c.key(argument)));
    }

    private static void record(CommandContext c, Key key) {
        Editor editor = c.edit();
        Value value = c.keyspace().valueUnnoticed(key);
        if (value == null) {
            c.record("DEL", key.copy());
            return;
        }
        long expireAt = editor.expireAt(key);
        Bytes payload = DumpPayload.of(value, null);
        c.record("RESTORE", key.copy(), Long.toString(expireAt == Keyspace.NEVER ? 0 : expireAt).getBytes(US_ASCII),
                payload.copy(), "REPLACE".getBytes(US_ASCII), "ABSTTL".getBytes(US_ASCII));
    }
}
