package io.quarkiverse.kvs.runtime.command;

import static io.quarkiverse.kvs.runtime.command.Command.command;
import static io.quarkiverse.kvs.runtime.command.Flag.ADMIN;
import static io.quarkiverse.kvs.runtime.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.runtime.command.Flag.FAST;
import static io.quarkiverse.kvs.runtime.command.Flag.MAY_REPLICATE;
import static io.quarkiverse.kvs.runtime.command.Flag.READONLY;
import static io.quarkiverse.kvs.runtime.command.Flag.WRITE;
import static io.quarkiverse.kvs.runtime.command.KeySpec.at;

import java.util.List;
import java.util.Locale;

import io.quarkiverse.kvs.runtime.store.Bytes;
import io.quarkiverse.kvs.runtime.store.CorruptedHyperLogLogException;
import io.quarkiverse.kvs.runtime.store.EventClass;
import io.quarkiverse.kvs.runtime.store.HyperLogLog;
import io.quarkiverse.kvs.runtime.store.Key;
import io.quarkiverse.kvs.runtime.store.StringValue;

/** Commands that count different elements, about, in strings that hold a {@link HyperLogLog}. */
final class HyperLogLogCommands {

    static final Command PFADD = command("PFADD", "key [element [element ...]]")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(1) for each element")
            .arity(-2).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Adds elements to those that are counted.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfadd));

    static final Command PFCOUNT = command("PFCOUNT", "key [key ...]")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(1) for one key, O(N) for N keys, with large constants")
            .arity(-2).flags(READONLY, MAY_REPLICATE).key(at(1, "RW access").range(-1, 1, 0))
            .summary("Tells how many different elements were added, to one key or to any of several, about.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfcount));

    static final Command PFDEBUG = command("PFDEBUG", "subcommand key")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(N), N being the number of registers")
            .arity(3).flags(WRITE, DENYOOM, ADMIN).key(at(2, "RW access"))
            .summary("Shows the registers of a HyperLogLog: GETREG, DECODE, ENCODING, TODENSE.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfdebug));

    static final Command PFMERGE = command("PFMERGE", "destkey sourcekey [sourcekey ...]")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(N), N being the number of keys, with large constants")
            .arity(-2).flags(WRITE, DENYOOM).key(at(1, "RW access insert")).key(at(2, "RO access").range(-1, 1, 0))
            .summary("Adds the elements of other keys to those that are counted.")
            .runs(refusingCorrupted(HyperLogLogCommands::pfmerge));

    static final Command PFSELFTEST = command("PFSELFTEST", "")
            .in(Group.HYPERLOGLOG).since("2.8.9").complexity("O(1), with a very large constant")
            .arity(1).flags(ADMIN)
            .summary("Tests whether the estimates are as good as they should be.")
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
        HyperLogLog hyperLogLog = edit(c, key);
        boolean changed = hyperLogLog == null;
        if (changed) {
            hyperLogLog = create(c, key);
        }
        long maxSparse = c.server().settings().hllSparseMaxBytes.value();
        for (int i = 2; i < c.count(); i++) {
            changed |= hyperLogLog.add(c.argument(i), maxSparse);
        }
        if (changed) {
            c.changed(key, EventClass.STRING, "pfadd");
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
        HyperLogLog hyperLogLog = edit(c, key);
        if (hyperLogLog == null) {
            c.reply().integer(0);
            return;
        }
        boolean counted = hyperLogLog.isCounted();
        c.reply().integer(hyperLogLog.count());
        if (!counted) {
            // The estimate is kept inside the string, which whoever watches it can see.
            c.keyspace().changed(key);
        }
    }

    static void pfmerge(CommandContext c) {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        boolean dense = false;
        c.keyspace().counting(true);
        for (int i = 1; i < c.count(); i++) {
            dense |= mergeInto(registers, c, c.key(i));
        }
        c.keyspace().counting(false);
        Key target = c.key(1);
        HyperLogLog hyperLogLog = edit(c, target);
        if (hyperLogLog == null) {
            hyperLogLog = create(c, target);
        }
        if (dense) {
            hyperLogLog.makeDense();
        }
        hyperLogLog.add(registers, c.server().settings().hllSparseMaxBytes.value());
        c.changed(target, EventClass.STRING, "pfadd");
        c.reply().ok();
    }

    static void pfdebug(CommandContext c) {
        HyperLogLog hyperLogLog = edit(c, c.key(2));
        if (hyperLogLog == null) {
            throw new CommandException("ERR The specified key does not exist");
        }
        switch (c.argument(1).latin1().toLowerCase(Locale.ROOT)) {
            case "getreg" -> {
                hyperLogLog.makeDense();
                c.reply().array(HyperLogLog.REGISTERS);
                for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
                    c.reply().integer(hyperLogLog.register(i));
                }
            }
            case "decode" -> {
                if (hyperLogLog.isDense()) {
                    throw new CommandException("ERR HLL encoding is not sparse");
                }
                c.reply().bulk(hyperLogLog.describeRuns());
            }
            case "encoding" -> c.reply().simple(hyperLogLog.isDense() ? "dense" : "sparse");
            case "todense" -> {
                boolean sparse = !hyperLogLog.isDense();
                hyperLogLog.makeDense();
                c.reply().integer(sparse ? 1 : 0);
            }
            default -> throw new CommandException("ERR Unknown PFDEBUG subcommand '" + c.argument(1).latin1() + "'");
        }
    }

    /** The one that a key holds, to be changed; null if the key does not exist. */
    private static HyperLogLog edit(CommandContext c, Key key) {
        StringValue string = c.keyspace().editString(key, false);
        if (string == null) {
            return null;
        }
        if (!HyperLogLog.isOne(string.show(c.scratchView()))) {
            throw NOT_ONE;
        }
        string.changed();
        return HyperLogLog.in(string);
    }

    private static HyperLogLog create(CommandContext c, Key key) {
        return HyperLogLog.createIn(c.keyspace().editString(key, true));
    }

    /** @return whether the key holds one that is dense */
    private static boolean mergeInto(byte[] registers, CommandContext c, Key key) {
        Bytes value = c.keyspace().getString(key);
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
