package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ValueType;

/** Subcommands of DEBUG about how the value of a key is stored. */
final class DebugValue {

    private DebugValue() {
    }

    static void object(CommandContext c) {
        Key key = c.key(2);
        Keyspace keyspace = c.keyspace();
        String encoding = encoding(c);
        long length = keyspace.edit().type(key) == ValueType.STRING ? keyspace.edit().string(key).length()
                : keyspace.edit().memory(key);
        c.reply().simple("Value at:0x0 refcount:1 encoding:" + encoding + " serializedlength:" + length
                + " lru:0 lru_seconds_idle:" + keyspace.usage().idleSeconds(key));
    }

    static void listpack(CommandContext c) {
        printed(c, "listpack", "Listpack");
    }

    static void quicklist(CommandContext c) {
        printed(c, "quicklist", "Quicklist");
    }

    /** Nothing is printed here: what tests look at is whether a value is stored in this way. */
    private static void printed(CommandContext c, String encoding, String title) {
        if (!encoding(c).equals(encoding)) {
            throw new CommandException("ERR Not a " + encoding + " encoded object.");
        }
        c.reply().simple(title + " structure printed on stdout");
    }

    private static String encoding(CommandContext c) {
        String encoding = c.keyspace().encodingUnnoticed(c.key(2));
        if (encoding == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        return encoding;
    }

    /** Strings have exactly the room that they need here. */
    static void lengths(CommandContext c) {
        if (c.edit().type(c.key(2)) == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        if (c.edit().type(c.key(2)) != ValueType.STRING || c.keyspace().encodingUnnoticed(c.key(2)).equals("int")) {
            throw new CommandException("ERR Not an sds encoded string.");
        }
        int key = c.key(2).length();
        int value = c.edit().string(c.key(2)).length();
        c.reply().simple("key_sds_len:" + key + ", key_sds_avail:0, key_zmalloc: " + key + ", val_sds_len:" + value
                + ", val_sds_avail:0, val_zmalloc: " + value);
    }
}
