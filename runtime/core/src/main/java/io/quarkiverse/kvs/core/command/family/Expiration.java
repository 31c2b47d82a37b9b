package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;

/**
 * When a key is to expire, as commands are told it: a number with a unit, counted from now or from 1970.
 */
enum Expiration {
    /** Seconds from now. */
    EX(1000, true),
    /** Milliseconds from now. */
    PX(1, true),
    /** Seconds since 1970. */
    EXAT(1000, false),
    /** Milliseconds since 1970. */
    PXAT(1, false);

    private static final Expiration[] ALL = values();

    private final long unit;
    private final boolean relative;

    Expiration(long unit, boolean relative) {
        this.unit = unit;
        this.relative = relative;
    }

    boolean isRelative() {
        return relative;
    }

    /** Which of these an argument names, or null. */
    static Expiration named(CommandContext c, int argument) {
        for (Expiration unit : ALL) {
            if (c.is(argument, unit.name())) {
                return unit;
            }
        }
        return null;
    }

    /** The instant an argument tells, which is to be a positive number; in milliseconds since 1970. */
    long positiveInstant(CommandContext c, int argument) {
        if (c.integer(argument) <= 0) {
            throw invalid(c);
        }
        long instant = instant(c, argument);
        if (instant <= 0) {
            throw invalid(c);
        }
        return instant;
    }

    /** The instant an argument tells, in milliseconds since 1970. */
    long instant(CommandContext c, int argument) {
        long number = c.integer(argument);
        try {
            long millis = Math.multiplyExact(number, unit);
            return relative ? Math.addExact(millis, c.now()) : millis;
        } catch (ArithmeticException e) {
            throw invalid(c);
        }
    }

    static CommandException invalid(CommandContext c) {
        return new CommandException("ERR invalid expire time in '" + c.command().fullName() + "' command");
    }
}
