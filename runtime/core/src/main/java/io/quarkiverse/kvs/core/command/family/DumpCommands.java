package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ASKING;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.DumpPayload;
import io.quarkiverse.kvs.core.store.rdb.PayloadTooLargeException;
import io.quarkiverse.kvs.core.store.rdb.RdbFormatException;
import io.quarkiverse.kvs.core.store.value.Value;

/** Commands that carry values from one server to another, in Redis's format. */
final class DumpCommands {

    static final Command DUMP = command("DUMP", "key")
            .in(Group.GENERIC).since("2.6.0").complexity("O(N), N being the size of the value")
            .arity(2).flags(READONLY).key(at(1, "RO access")).tips("nondeterministic_output")
            .summary("Returns the serialized value of a key, for RESTORE here or in Redis.")
            .runs(DumpCommands::dump);

    static final Command RESTORE = command("RESTORE",
            "key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]")
            .in(Group.GENERIC).since("2.6.0")
            .complexity("O(N), N being the size of the value; O(N*log(N)) for N members of a sorted set")
            .arity(-4).flags(WRITE, DENYOOM).key(at(1, "OW update")).categories(Category.DANGEROUS)
            .summary("Creates a key with a value that DUMP returned, here or in Redis.")
            .recordedByItself()
            .runs(DumpCommands::restore);

    static final Command RESTORE_ASKING = command("RESTORE-ASKING",
            "key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]")
            .in(Group.SERVER).since("3.0.0")
            .complexity("O(N), N being the size of the value; O(N*log(N)) for N members of a sorted set")
            .arity(-4).flags(WRITE, DENYOOM, ASKING).key(at(1, "OW update")).categories(Category.KEYSPACE, Category.DANGEROUS)
            .summary("Does what RESTORE does.")
            .recordedByItself()
            .runs(DumpCommands::restore);

    static final List<Command> ALL = List.of(DUMP, RESTORE, RESTORE_ASKING);

    private static final int MAX_FREQUENCY = 255;

    private static final CommandException BUSY_KEY = new CommandException("BUSYKEY Target key name already exists.");
    private static final CommandException INVALID_TTL = new CommandException("ERR Invalid TTL value, must be >= 0");
    private static final CommandException INVALID_IDLETIME = new CommandException(
            "ERR Invalid IDLETIME value, must be >= 0");
    private static final CommandException INVALID_FREQUENCY = new CommandException(
            "ERR Invalid FREQ value, must be >= 0 and <= 255");
    private static final CommandException NOT_INTACT = new CommandException(
            "ERR DUMP payload version or checksum are wrong");
    private static final CommandException BAD_FORMAT = new CommandException("ERR Bad data format");
    private static final CommandException TOO_LARGE = new CommandException("ERR value is too large to be dumped");

    private static final byte[] REPLACE = "REPLACE".getBytes(US_ASCII);
    private static final byte[] ABSTTL = "ABSTTL".getBytes(US_ASCII);

    private DumpCommands() {
    }

    static void dump(CommandContext c) {
        Value value = c.read().value(c.key(1));
        if (value == null) {
            c.reply().nil();
            return;
        }
        boolean compress = c.server().settings().rdbCompression.value();
        try {
            c.reply().bulk(DumpPayload.of(value, compress ? c.compressor() : null));
        } catch (PayloadTooLargeException e) {
            throw TOO_LARGE;
        }
    }

    /** What RESTORE is told beside key, time to live and payload. */
    private static final class RestoreOptions {
        boolean replace;
        boolean absolute;
        long idleSeconds = -1;
        long frequency = -1;

        static RestoreOptions parse(CommandContext c) {
            RestoreOptions options = new RestoreOptions();
            for (int i = 4; i < c.count(); i++) {
                boolean valueFollows = i + 1 < c.count();
                if (c.is(i, "REPLACE")) {
                    options.replace = true;
                } else if (c.is(i, "ABSTTL")) {
                    options.absolute = true;
                } else if (c.is(i, "IDLETIME") && valueFollows && options.frequency < 0) {
                    options.idleSeconds = c.integer(++i);
                    if (options.idleSeconds < 0) {
                        throw INVALID_IDLETIME;
                    }
                } else if (c.is(i, "FREQ") && valueFollows && options.idleSeconds < 0) {
                    options.frequency = c.integer(++i);
                    if (options.frequency < 0 || options.frequency > MAX_FREQUENCY) {
                        throw INVALID_FREQUENCY;
                    }
                } else {
                    throw CommandException.SYNTAX;
                }
            }
            return options;
        }
    }

    static void restore(CommandContext c) {
        RestoreOptions options = RestoreOptions.parse(c);
        Key key = c.key(1);
        if (!options.replace && c.edit().exists(key)) {
            throw BUSY_KEY;
        }
        long timeToLive = c.integer(2);
        if (timeToLive < 0) {
            throw INVALID_TTL;
        }
        Value value = read(c, c.argument(3));
        boolean replaced = options.replace && c.edit().delete(key);
        // A sum that is too large is negative, and long ago: so it is in Redis.
        long expireAt = options.absolute ? timeToLive : timeToLive + c.now();
        if (timeToLive != 0 && c.isPast(expireAt)) {
            if (replaced) {
                KeyCommands.recordDeletion(c, key);
                c.event(key, EventClass.GENERIC, "del");
            }
            c.reply().ok();
            return;
        }
        c.edit().put(key, value, timeToLive == 0 ? Keyspace.NEVER : expireAt);
        if (c.isLogged()) {
            c.record("RESTORE", key.copy(), Long.toString(timeToLive == 0 ? 0 : expireAt).getBytes(US_ASCII),
                    c.argument(3).copy(), REPLACE, ABSTTL);
        }
        if (options.frequency >= 0) {
            c.keyspace().usage().frequency(key, (int) options.frequency);
        }
        if (options.idleSeconds >= 0 && !c.keyspace().usage().isCounted()) {
            c.keyspace().usage().idleSeconds(key, options.idleSeconds);
        }
        c.event(key, EventClass.GENERIC, "restore");
        c.reply().ok();
    }

    /** The value of a payload, checked in every way. */
    static Value read(CommandContext c, Bytes payload) {
        if (!DumpPayload.isIntact(payload)) {
            throw NOT_INTACT;
        }
        try {
            return DumpPayload.read(payload, c.server().settings().valueLimits());
        } catch (RdbFormatException e) {
            throw BAD_FORMAT;
        }
    }
}
