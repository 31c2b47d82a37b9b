package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * What SCAN and its relatives are told.
 *
 * @param cursor where to go on
 * @param count about how many elements to look at
 * @param pattern what they are to match, or null
 * @param typeName what they are to hold, or null
 */
record ScanOptions(long cursor, long count, byte[] pattern, String typeName) {

    private static final long DEFAULT_COUNT = 10;

    /**
     * @param first the argument that is the cursor
     * @param withType whether TYPE is allowed
     */
    static ScanOptions parse(CommandContext c, int first, boolean withType) {
        long cursor = cursor(c, first);
        long count = DEFAULT_COUNT;
        byte[] pattern = null;
        String type = null;
        for (int i = first + 1; i < c.count(); i += 2) {
            boolean valueFollows = i + 1 < c.count();
            if (valueFollows && c.is(i, "COUNT")) {
                count = c.integer(i + 1);
                if (count < 1) {
                    throw CommandException.SYNTAX;
                }
            } else if (valueFollows && c.is(i, "MATCH")) {
                pattern = c.argument(i + 1).copy();
            } else if (valueFollows && withType && c.is(i, "TYPE")) {
                type = KeyCommands.typeName(c.argument(i + 1));
            } else {
                throw CommandException.SYNTAX;
            }
        }
        return new ScanOptions(cursor, count, pattern, type);
    }

    /** The cursor alone: Redis reads it first, and the options only where there is something to go through. */
    static long cursor(CommandContext c, int argument) {
        Bytes digits = c.argument(argument);
        try {
            // Nothing at all is 0 for strtoul of C, and so for Redis.
            return digits.length() == 0 ? 0 : Long.parseUnsignedLong(digits.latin1());
        } catch (NumberFormatException e) {
            throw CommandException.INVALID_CURSOR;
        }
    }

    boolean matches(Bytes element) {
        return pattern == null || pattern.length == 1 && pattern[0] == '*' || Glob.matches(new Bytes().show(pattern), element);
    }

    /** The type of values wanted, or null for any. */
    ValueType type() {
        return typeName == null ? null : ValueType.named(typeName).orElse(null);
    }

    /** Whether there can be values of the type that is wanted. */
    boolean isTypeKnown() {
        return typeName == null || type() != null;
    }
}
