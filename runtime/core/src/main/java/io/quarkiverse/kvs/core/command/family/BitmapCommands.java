package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.Arrays;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.StringEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.value.Bitmap;
import io.quarkiverse.kvs.core.store.value.StringEncoding;
import io.quarkiverse.kvs.core.store.value.StringValue;

/** Commands on the bits of strings. */
final class BitmapCommands {

    static final Command BITCOUNT = command("BITCOUNT", "key [start end [BYTE | BIT]]")
            .in(Group.BITMAP).since("2.6.0").complexity("O(N), N being the length of the range")
            .arity(-2).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns how many bits of a string are set.")
            .runs(BitmapCommands::bitcount);

    static final Command BITFIELD = command("BITFIELD",
            "key [GET encoding offset | [OVERFLOW WRAP | SAT | FAIL] <SET encoding offset value | INCRBY encoding offset increment> "
                    + "[GET encoding offset | [OVERFLOW WRAP | SAT | FAIL] <SET encoding offset value | INCRBY encoding offset increment> "
                    + "...]]")
            .in(Group.BITMAP).since("3.2.0").complexity("O(1) for each operation")
            .arity(-2).flags(WRITE, DENYOOM).key(at(1, "RW access update variable_flags"))
            .summary("Reads and writes integers of any size anywhere in a string.")
            .runs(BitField::run);

    static final Command BITFIELD_RO = command("BITFIELD_RO", "key [GET encoding offset [GET encoding offset ...]]")
            .in(Group.BITMAP).since("6.0.0").complexity("O(1) for each operation")
            .arity(-2).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Reads integers of any size anywhere in a string.")
            .runs(BitField::runReadOnly);

    static final Command BITOP = command("BITOP", "operation destkey key [key ...]")
            .in(Group.BITMAP).since("2.6.0").complexity("O(N), N being the length of the strings")
            .arity(-4).flags(WRITE, DENYOOM).key(at(2, "OW update")).key(at(3, "RO access").range(-1, 1, 0))
            .summary("Combines strings bit by bit with AND, OR, XOR, NOT, DIFF, DIFF1, ANDOR or ONE.")
            .recordedByItself()
            .runs(BitmapCommands::bitop);

    static final Command BITPOS = command("BITPOS", "key bit [start [end [BYTE | BIT]]]")
            .in(Group.BITMAP).since("2.8.7").complexity("O(N), N being the length of the range")
            .arity(-3).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the position of the first bit of a string that is 1, or that is 0.")
            .runs(BitmapCommands::bitpos);

    static final Command GETBIT = command("GETBIT", "key offset")
            .in(Group.BITMAP).since("2.2.0").complexity("O(1)")
            .arity(3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns a bit of a string.")
            .runs(BitmapCommands::getbit);

    static final Command SETBIT = command("SETBIT", "key offset value")
            .in(Group.BITMAP).since("2.2.0").complexity("O(1)")
            .arity(4).flags(WRITE, DENYOOM).key(at(1, "RW access update"))
            .summary("Sets or clears a bit of a string, and returns its previous value.")
            .runs(BitmapCommands::setbit);

    static final List<Command> ALL = List.of(BITCOUNT, BITFIELD, BITFIELD_RO, BITOP, BITPOS, GETBIT, SETBIT);

    static final CommandException BAD_OFFSET = new CommandException(
            "ERR bit offset is not an integer or out of range");
    private static final CommandException BAD_BIT = new CommandException("ERR bit is not an integer or out of range");

    private BitmapCommands() {
    }

    // Single bits

    static void getbit(CommandContext c) {
        long offset = offset(c, 2, 0);
        Bytes value = c.read().string(c.key(1));
        c.reply().integer(value == null ? 0 : Bitmap.get(value, offset, 1));
    }

    static void setbit(CommandContext c) {
        Key key = c.key(1);
        long offset = offset(c, 2, 0);
        long bit = c.integer(3, BAD_BIT);
        if (bit != 0 && bit != 1) {
            throw BAD_BIT;
        }
        StringEdit string = c.edit().inStringOrNew(key);
        boolean longer = growTo(c, string, offset);
        Bytes bytes = string.show(c.scratchView());
        long before = Bitmap.get(bytes, offset, 1);
        if (longer || before != bit) {
            Bitmap.set(bytes, offset, 1, bit);
            c.event(key, EventClass.STRING, "setbit");
        } else {
            string.keptAsItWas();
        }
        c.reply().integer(before);
    }

    /**
     * The number of a bit.
     *
     * @param unit how many bits a number behind a {@code #} counts for; 0 if there is to be none
     */
    static long offset(CommandContext c, int argument, int unit) {
        Bytes text = c.argument(argument);
        boolean counted = unit > 0 && text.length() > 0 && text.array()[text.offset()] == '#';
        try {
            long offset = counted
                    ? Math.multiplyExact(Decimal.parseLong(text.array(), text.offset() + 1, text.length() - 1), unit)
                    : Decimal.parseLong(text);
            if (offset >= 0 && offset >> 3 < c.server().settings().limits().value()) {
                return offset;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw BAD_OFFSET;
        }
        throw BAD_OFFSET;
    }

    /**
     * Makes a string so long that it has a certain bit.
     *
     * @return whether it was shorter
     */
    static boolean growTo(CommandContext c, StringEdit edit, long bit) {
        int before = edit.length();
        c.server().maxMemory().require((bit >> 3) + 1 - before);
        StringValue string = edit.value();
        string.growTo((int) (bit >> 3) + 1);
        string.changed();
        return string.length() > before;
    }

    // Ranges of bits

    /** The part of a string that two arguments tell, in bytes or in bits. */
    private record Range(long from, long to) {

        /** @param unit the bits that the arguments count by */
        static Range of(long start, long end, long length, int unit) {
            long from = Math.max(0, start < 0 ? start + length : start);
            long last = Math.min(length - 1, Math.max(0, end < 0 ? end + length : end));
            return from > last ? new Range(0, 0) : new Range(from * unit, (last + 1) * unit);
        }
    }

    /** The bits that an argument says a range is counted by. */
    private static int unit(CommandContext c, int argument) {
        if (c.is(argument, "BIT")) {
            return 1;
        }
        if (c.is(argument, "BYTE")) {
            return Byte.SIZE;
        }
        throw CommandException.SYNTAX;
    }

    static void bitcount(CommandContext c) {
        Bytes value = c.read().string(c.key(1));
        if (value == null) {
            c.reply().integer(0);
            return;
        }
        long bits = value.length() * 8L;
        if (c.count() == 2) {
            c.reply().integer(Bitmap.count(value, 0, bits));
            return;
        }
        if (c.count() != 4 && c.count() != 5) {
            throw CommandException.SYNTAX;
        }
        long start = c.integer(2);
        long end = c.integer(3);
        if (start < 0 && end < 0 && start > end) {
            c.reply().integer(0);
            return;
        }
        int unit = c.count() == 5 ? unit(c, 4) : Byte.SIZE;
        Range range = Range.of(start, end, bits / unit, unit);
        c.reply().integer(Bitmap.count(value, range.from, range.to));
    }

    static void bitpos(CommandContext c) {
        long bit = c.integer(2);
        if (bit != 0 && bit != 1) {
            throw new CommandException("ERR The bit argument must be 1 or 0.");
        }
        Bytes value = c.read().string(c.key(1));
        if (value == null) {
            c.reply().integer(-bit);
            return;
        }
        if (c.count() > 6) {
            throw CommandException.SYNTAX;
        }
        long start = c.count() > 3 ? c.integer(3) : 0;
        int unit = c.count() == 6 ? unit(c, 5) : Byte.SIZE;
        boolean endTold = c.count() > 4;
        long end = endTold ? c.integer(4) : -1;
        long bits = value.length() * 8L;
        Range range = Range.of(start, end, bits / unit, unit);
        long position = Bitmap.position(value, bit == 1, range.from, range.to);
        if (position < 0 && bit == 0 && !endTold && range.from < range.to) {
            // A string that may go on is followed by zeros.
            position = bits;
        }
        c.reply().integer(position);
    }

    // Whole strings

    private enum Operation {
        AND,
        OR,
        XOR,
        NOT,
        /** What the first has, and none of the others. */
        DIFF,
        /** What any of the others has, and not the first. */
        DIFF1,
        /** What the first has, and any of the others. */
        ANDOR,
        /** What exactly one of them has. */
        ONE;

        /** Whether it is one of Redis 7.0. */
        boolean isOld() {
            return compareTo(NOT) <= 0;
        }

        /** Whether the first string is not like the others. */
        boolean needsTwo() {
            return this == DIFF || this == DIFF1 || this == ANDOR;
        }

        static Operation parse(CommandContext c, int argument) {
            for (Operation operation : values()) {
                if (c.is(argument, operation.name())) {
                    return operation;
                }
            }
            throw CommandException.SYNTAX;
        }

        /** @return the result, as long as the longest source */
        byte[] of(Bytes[] sources, int length) {
            if (needsTwo()) {
                return ofFirstAndOthers(sources, length);
            }
            if (this == ONE) {
                return exactlyOne(sources, length);
            }
            byte[] result = new byte[length];
            System.arraycopy(sources[0].array(), sources[0].offset(), result, 0, sources[0].length());
            if (this == NOT) {
                Bitmap.not(result);
            }
            for (int i = 1; i < sources.length; i++) {
                switch (this) {
                    case AND -> Bitmap.and(result, sources[i]);
                    case OR -> Bitmap.or(result, sources[i]);
                    case XOR -> Bitmap.xor(result, sources[i]);
                    default -> throw new IllegalArgumentException(this + " of several strings");
                }
            }
            return result;
        }

        private byte[] ofFirstAndOthers(Bytes[] sources, int length) {
            byte[] others = OR.of(Arrays.copyOfRange(sources, 1, sources.length), length);
            Bytes first = sources[0];
            for (int i = 0; i < length; i++) {
                int own = i < first.length() ? first.array()[first.offset() + i] : 0;
                others[i] = (byte) (this == DIFF ? own & ~others[i] : this == DIFF1 ? others[i] & ~own : own & others[i]);
            }
            return others;
        }

        private static byte[] exactlyOne(Bytes[] sources, int length) {
            byte[] one = new byte[length];
            byte[] more = new byte[length];
            for (Bytes source : sources) {
                for (int i = 0; i < source.length(); i++) {
                    byte bits = source.array()[source.offset() + i];
                    more[i] |= (byte) (one[i] & bits);
                    one[i] |= bits;
                }
            }
            for (int i = 0; i < length; i++) {
                one[i] &= (byte) ~more[i];
            }
            return one;
        }
    }

    /** Tells the log the operation, or what has come of it if a Redis that reads the log may not know it. */
    private static void recordBitop(CommandContext c, Operation operation, Bytes result) {
        if (!c.isLogged()) {
            return;
        }
        if (!operation.isOld()) {
            c.record("SET", c.key(2).copy(), result.copy());
            return;
        }
        byte[][] arguments = new byte[c.count() - 1][];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = c.argument(i + 1).copy();
        }
        c.record("BITOP", arguments);
    }

    static void bitop(CommandContext c) {
        Operation operation = Operation.parse(c, 1);
        if (operation == Operation.NOT && c.count() != 4) {
            throw new CommandException("ERR BITOP NOT must be called with a single source key.");
        }
        if (operation.needsTwo() && c.count() < 5) {
            throw new CommandException("ERR BITOP " + operation + " must be called with at least two source keys.");
        }
        Bytes[] sources = new Bytes[c.count() - 3];
        int length = 0;
        for (int i = 0; i < sources.length; i++) {
            Bytes value = c.read().string(c.key(i + 3));
            sources[i] = new Bytes();
            if (value != null) {
                sources[i].show(value.array(), value.offset(), value.length());
                length = Math.max(length, value.length());
            }
        }
        Key target = c.key(2);
        if (length > 0) {
            c.server().maxMemory().require(length);
            Bytes result = new Bytes().show(operation.of(sources, length));
            c.edit().setString(target, result, StringEncoding.RAW, Keyspace.NEVER);
            recordBitop(c, operation, result);
            c.event(target, EventClass.STRING, "set");
        } else if (c.edit().delete(target)) {
            KeyCommands.recordDeletion(c, target);
            c.event(target, EventClass.GENERIC, "del");
        }
        c.reply().integer(length);
    }
}
