package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.MAY_REPLICATE;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;
import java.util.Locale;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.StringEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.CorruptedHyperLogLogException;
import io.quarkiverse.kvs.core.store.value.HyperLogLog;
import io.quarkiverse.kvs.core.store.value.StringValue;

/** Commands that count different elements, about, in strings that hold a {@link HyperLogLog}. */
final class HyperLogLogCommands {

    static final Command PFADD = command("PFADD", "key [element [element ...]]")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(1) for each element")
            .arity(-2).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Adds elements to a HyperLogLog.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfadd));

    static final Command PFCOUNT = command("PFCOUNT", "key [key ...]")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(1) for one key, O(N) for N keys, with large constants")
            .arity(-2).flags(READONLY, MAY_REPLICATE).key(at(1, "RW access").range(-1, 1, 0))
            .summary("Returns the approximate number of different elements in one or more HyperLogLogs.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfcount));

    static final Command PFDEBUG = command("PFDEBUG", "subcommand key")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(N), N being the number of registers")
            .arity(3).flags(WRITE, DENYOOM, ADMIN).key(at(2, "RW access"))
            .summary("Shows the registers of a HyperLogLog: GETREG, DECODE, ENCODING, TODENSE.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfdebug));

    static final Command PFMERGE = command("PFMERGE", "destkey sourcekey [sourcekey ...]")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(N), N being the number of keys, with large constants")
            .arity(-2).flags(WRITE, DENYOOM).key(at(1, "RW access insert")).key(at(2, "RO access").range(-1, 1, 0))
            .summary("Merges HyperLogLogs into one.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfmerge));

    static final Command PFSELFTEST = command("PFSELFTEST", "")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(1), with a very large constant")
            .arity(1).flags(ADMIN)
            .summary("Tests how accurate the counts of HyperLogLogs are.")
            .runs(HyperLogLogSelfTest::run);

    static final List<Command> ALL = List.of(PFADD, PFCOUNT, PFDEBUG, PFMERGE, PFSELFTEST);

    private static final CommandException NOT_ONE = new CommandException(
            "WRONGTYPE Key is not a valid HyperLogLog string value.");
    private static final CommandException CORRUPTED = new CommandException("INVALIDOBJ Corrupted HLL object detected");

    private HyperLogLogCommands() {
    }

    private static Command.Body refusingCorrupted(Command.Body body) {
        return c -> {
            try {
                body.run(c);
            } catch (CorruptedHyperLogLogException e) {
                throw CORRUPTED;
            }
        };
    }

    static void pfadd(CommandContext c) {
        Key key = c.key(1);
        StringEdit string = edit(c, key);
        boolean changed = string == null;
        if (changed) {
            string = c.edit().inStringOrNew(key);
        }
        HyperLogLog hyperLogLog = changed ? HyperLogLog.createIn(string.value()) : in(string);
        long maxSparse = c.server().settings().hllSparseMaxBytes.value();
        for (int i = 2; i < c.count(); i++) {
            changed |= hyperLogLog.add(c.argument(i), maxSparse);
        }
        if (changed) {
            c.event(key, EventClass.STRING, "pfadd");
        } else {
            string.keptAsItWas();
        }
        c.reply().integer(changed ? 1 : 0);
    }

    static void pfcount(CommandContext c) {
        if (c.count() > 2) {
            byte[] registers = new byte[HyperLogLog.REGISTERS];
            for (int i = 1; i < c.count(); i++) {
                mergeInto(registers, c, c.key(i));
            }
            c.reply().integer(HyperLogLog.count(registers));
            return;
        }
        Key key = c.key(1);
        if (!c.read().exists(key)) {
            c.reply().integer(0);
            return;
        }
        StringEdit string = edit(c, key);
        HyperLogLog hyperLogLog = in(string);
        // The estimate is kept inside the string: a change, which clients that watch it see.
        boolean counted = hyperLogLog.isCounted();
        c.reply().integer(hyperLogLog.count());
        if (counted) {
            string.keptAsItWas();
        }
    }

    static void pfmerge(CommandContext c) {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        boolean dense = false;
        for (int i = 1; i < c.count(); i++) {
            dense |= mergeInto(registers, c, c.key(i));
        }
        Key target = c.key(1);
        StringEdit string = edit(c, target);
        HyperLogLog hyperLogLog = string != null ? in(string)
                : HyperLogLog.createIn(c.edit().inStringOrNew(target).value());
        if (dense) {
            hyperLogLog.makeDense();
        }
        hyperLogLog.add(registers, c.server().settings().hllSparseMaxBytes.value());
        c.event(target, EventClass.STRING, "pfadd");
        c.reply().ok();
    }

    static void pfdebug(CommandContext c) {
        StringEdit string = edit(c, c.key(2));
        if (string == null) {
            throw new CommandException("ERR The specified key does not exist");
        }
        HyperLogLog hyperLogLog = in(string);
        boolean sparse = !hyperLogLog.isDense();
        try {
            pfdebug(c, hyperLogLog, sparse);
        } finally {
            if (sparse != hyperLogLog.isDense()) {
                string.keptAsItWas();
            }
        }
    }

    private static void pfdebug(CommandContext c, HyperLogLog hyperLogLog, boolean sparse) {
        switch (c.argument(1).latin1().toLowerCase(Locale.ROOT)) {
            case "getreg" -> {
                hyperLogLog.makeDense();
                c.reply().array(HyperLogLog.REGISTERS);
                for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
                    c.reply().integer(hyperLogLog.register(i));
                }
            }
            case "decode" -> {
                if (!sparse) {
                    throw new CommandException("ERR HLL encoding is not sparse");
                }
                c.reply().bulk(hyperLogLog.describeRuns());
            }
            case "encoding" -> c.reply().simple(sparse ? "sparse" : "dense");
            case "todense" -> {
                hyperLogLog.makeDense();
                c.reply().integer(sparse ? 1 : 0);
            }
            default -> throw new CommandException("ERR Unknown PFDEBUG subcommand '" + c.argument(1).latin1() + "'");
        }
    }

    /** The string that a key holds, to be edited, if it is one; null if the key does not exist. */
    private static StringEdit edit(CommandContext c, Key key) {
        StringEdit string = c.edit().inString(key);
        if (string != null && !HyperLogLog.isOne(string.show(c.scratchView()))) {
            throw NOT_ONE;
        }
        return string;
    }

    private static HyperLogLog in(StringEdit edit) {
        StringValue string = edit.value();
        string.changed();
        return HyperLogLog.in(string);
    }

    /** @return whether the key holds one that is dense */
    private static boolean mergeInto(byte[] registers, CommandContext c, Key key) {
        Bytes value = c.read().string(key);
        if (value == null) {
            return false;
        }
        if (!HyperLogLog.isOne(value)) {
            throw NOT_ONE;
        }
        HyperLogLog.mergeInto(registers, value);
        return HyperLogLog.isDense(value);
    }
}
