package io.quarkiverse.kvs.core.command.family;

import java.util.Arrays;

import io.quarkiverse.kvs.core.store.Reader;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableHash;

/**
 * What SORT is to look at in the place of an element.
 *
 * <pre>
 * weight_*        the string whose key is the pattern with the element in the place of the first asterisk
 * object_*->size  the field of a hash whose key is what stands in front of the arrow
 * #               the element itself
 * anything else   nothing
 * </pre>
 *
 * Views that methods return show something else after the next call.
 */
final class SortPattern {

    private final boolean element;
    /** Null if there is no asterisk. */
    private final byte[] before;
    private final byte[] behind;
    /** Null if there is no arrow. */
    private final Key field;

    private final Key key = new Key();
    private final Bytes value = new Bytes();

    SortPattern(Bytes pattern) {
        element = pattern.is("#");
        String text = pattern.latin1();
        int asterisk = text.indexOf('*');
        if (asterisk < 0) {
            before = null;
            behind = null;
            field = null;
            return;
        }
        int arrow = text.indexOf("->", asterisk);
        // An arrow at the end points at nothing, and is part of the key.
        boolean hash = arrow >= 0 && arrow + 2 < text.length();
        byte[] all = pattern.copy();
        before = part(all, 0, asterisk);
        behind = part(all, asterisk + 1, hash ? arrow : all.length);
        field = hash ? new Key().show(part(all, arrow + 2, all.length)) : null;
    }

    private static byte[] part(byte[] all, int from, int to) {
        return Arrays.copyOfRange(all, from, to);
    }

    /** Whether it names keys, a different one for each element. */
    boolean namesKeys() {
        return before != null;
    }

    /** What there is in the place of an element, or null. */
    Bytes find(Reader reader, byte[] of) {
        if (element) {
            return value.show(of);
        }
        if (before == null) {
            return null;
        }
        byte[] name = new byte[before.length + of.length + behind.length];
        System.arraycopy(before, 0, name, 0, before.length);
        System.arraycopy(of, 0, name, before.length, of.length);
        System.arraycopy(behind, 0, name, before.length + of.length, behind.length);
        try {
            return find(reader, key.show(name));
        } catch (WrongTypeException e) {
            return null;
        }
    }

    private Bytes find(Reader reader, Key named) {
        if (field == null) {
            return reader.string(named);
        }
        ReadableHash hash = reader.hash(named);
        return hash == null ? null : hash.get(field, value);
    }
}
