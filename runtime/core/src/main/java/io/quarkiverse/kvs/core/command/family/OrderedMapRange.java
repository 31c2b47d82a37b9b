package io.quarkiverse.kvs.core.command.family;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;

/**
 * The entries of an ordered map between two names, told as ZRANGEBYLEX tells members ({@code [a}, {@code (b}, {@code -},
 * {@code +}), or all whose names begin in some way ({@code PREFIX a}).
 */
record OrderedMapRange(KeyBound from, KeyBound to) {

    private static final CommandException NOT_A_BOUND = new CommandException("ERR min or max not valid string range item");

    /**
     * Two arguments.
     *
     * @param descending whether the upper end comes first
     */
    static OrderedMapRange of(CommandContext c, int first, boolean descending, ReadableOrderedMap map) {
        if (c.is(first, "PREFIX")) {
            if (map != null && map.order() != KeyOrder.BYTES) {
                throw new CommandException("ERR PREFIX needs names that are ordered by their bytes");
            }
            Bytes prefix = c.argument(first + 1);
            return new OrderedMapRange(KeyBound.before(prefix), KeyBound.behindPrefix(prefix));
        }
        KeyBound one = bound(c.argument(first), descending);
        KeyBound other = bound(c.argument(first + 1), !descending);
        return descending ? new OrderedMapRange(other, one) : new OrderedMapRange(one, other);
    }

    private static KeyBound bound(Bytes text, boolean upper) {
        if (text.is("-")) {
            return KeyBound.START;
        }
        if (text.is("+")) {
            return KeyBound.END;
        }
        char first = text.length() == 0 ? ' ' : (char) text.array()[text.offset()];
        if (first != '(' && first != '[') {
            throw NOT_A_BOUND;
        }
        Bytes name = new Bytes().show(text.array(), text.offset() + 1, text.length() - 1);
        return upper == (first == '(') ? KeyBound.before(name) : KeyBound.behind(name);
    }
}
