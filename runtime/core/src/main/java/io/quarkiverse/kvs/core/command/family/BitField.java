package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.StringEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;

/** The commands BITFIELD and BITFIELD_RO: integers of any size, read and written anywhere in a string. */
final class BitField {

    private enum Action {
        GET,
        SET,
        INCRBY
    }

    private enum Overflow {
        WRAP,
        SAT,
        FAIL
    }

    /** @param operand what to set or to add */
    private record Step(Action action, BitFieldType type, long offset, long operand, Overflow overflow) {

        /** The value to write, or null if nothing is to be written. */
        Long result(long before) {
            long value = action == Action.SET ? operand : before;
            long increment = action == Action.SET ? 0 : operand;
            int direction = type.overflow(value, increment);
            if (direction == 0 || overflow == Overflow.WRAP) {
                return type.wrap(value + increment);
            }
            if (overflow == Overflow.FAIL) {
                return null;
            }
            return direction > 0 ? type.max() : type.min();
        }
    }

    /** As in Redis, only the first bit is held against the configured limit; but no array is longer than this. */
    private static final long MAX_LENGTH = Integer.MAX_VALUE - 8;

    private final List<Step> steps = new ArrayList<>();
    private boolean writes;
    /** The last bit that is written to. */
    private long lastBit;

    private BitField() {
    }

    static void run(CommandContext c) {
        BitField field = new BitField();
        field.parse(c);
        if (field.writes) {
            field.write(c);
        } else {
            field.read(c);
        }
    }

    static void runReadOnly(CommandContext c) {
        BitField field = new BitField();
        field.parse(c);
        if (field.writes) {
            throw new CommandException("ERR BITFIELD_RO only supports the GET subcommand");
        }
        field.read(c);
    }

    private void parse(CommandContext c) {
        Overflow overflow = Overflow.WRAP;
        for (int i = 2; i < c.count();) {
            if (c.is(i, "OVERFLOW") && i + 1 < c.count()) {
                overflow = overflow(c, i + 1);
                i += 2;
            } else {
                Action action = action(c, i);
                BitFieldType type = BitFieldType.parse(c.argument(i + 1));
                long offset = BitmapCommands.offset(c, i + 2, type.bits());
                long operand = 0;
                if (action != Action.GET) {
                    operand = c.integer(i + 3);
                    writes = true;
                    lastBit = Math.max(lastBit, offset + type.bits() - 1);
                }
                steps.add(new Step(action, type, offset, operand, overflow));
                i += action == Action.GET ? 3 : 4;
            }
        }
    }

    private static Overflow overflow(CommandContext c, int argument) {
        for (Overflow overflow : Overflow.values()) {
            if (c.is(argument, overflow.name())) {
                return overflow;
            }
        }
        throw new CommandException("ERR Invalid OVERFLOW type specified");
    }

    /** What to do, if there are enough arguments for it. */
    private static Action action(CommandContext c, int argument) {
        for (Action action : Action.values()) {
            if (c.is(argument, action.name()) && argument + (action == Action.GET ? 2 : 3) < c.count()) {
                return action;
            }
        }
        throw CommandException.SYNTAX;
    }

    private void read(CommandContext c) {
        Bytes bytes = c.read().string(c.key(1));
        if (bytes == null) {
            bytes = new Bytes();
        }
        c.reply().array(steps.size());
        for (Step step : steps) {
            c.reply().integer(step.type.read(bytes, step.offset));
        }
    }

    private void write(CommandContext c) {
        Key key = c.key(1);
        if (lastBit >> 3 >= MAX_LENGTH) {
            throw BitmapCommands.BAD_OFFSET;
        }
        StringEdit string = c.edit().inStringOrNew(key);
        boolean longer = BitmapCommands.growTo(c, string, lastBit);
        Bytes bytes = string.show(c.scratchView());
        boolean changed = false;
        c.reply().array(steps.size());
        for (Step step : steps) {
            long before = step.type.read(bytes, step.offset);
            if (step.action == Action.GET) {
                c.reply().integer(before);
                continue;
            }
            Long after = step.result(before);
            if (after == null) {
                c.reply().nil();
                continue;
            }
            step.type.write(bytes, step.offset, after);
            c.reply().integer(step.action == Action.SET ? before : after);
            changed |= longer || before != after;
        }
        if (changed) {
            c.event(key, EventClass.STRING, "setbit");
        } else if (!longer) {
            string.keptAsItWas();
        }
    }
}
