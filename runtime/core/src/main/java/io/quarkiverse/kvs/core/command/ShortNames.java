package io.quarkiverse.kvs.core.command;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Locale;

/**
 * The commands whose names have no more than eight letters, found with one comparison of numbers where a client spells them all
 * in capitals or all in small letters, as they do.
 */
final class ShortNames {

    private static final int MAX = Long.BYTES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Without these bits, a capital and a small letter are the same. */
    private static final long CASELESS = 0xdfdfdfdfdfdfdfdfL;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** Open addressing; at least half of it stays empty. */
    private final Command[] commands;
    private final long[] capitals;
    private final long[] smallLetters;
    private final int shift;

    ShortNames(Collection<Command> all) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(all.size()) + 1;
        shift = Long.SIZE - bits;
        commands = new Command[1 << bits];
        capitals = new long[1 << bits];
        smallLetters = new long[1 << bits];
        for (Command command : all) {
            if (command.name().length() <= MAX) {
                add(command);
            }
        }
    }

    private void add(Command command) {
        long word = word(command.name().toUpperCase(Locale.ROOT));
        int i = slot(word);
        while (commands[i] != null) {
            i = next(i);
        }
        commands[i] = command;
        capitals[i] = word;
        smallLetters[i] = word(command.name().toLowerCase(Locale.ROOT));
    }

    /** The command of a name that is spelled as it mostly is, or null. */
    Command find(byte[] array, int offset, int length) {
        if (length == 0 || length > MAX || offset + MAX > array.length) {
            return null;
        }
        long word = (long) LONG.get(array, offset) & -1L >>> Long.SIZE - length * Byte.SIZE;
        for (int i = slot(word); commands[i] != null; i = next(i)) {
            if ((capitals[i] == word || smallLetters[i] == word) && commands[i].nameLength() == length) {
                return commands[i];
            }
        }
        return null;
    }

    private static long word(String name) {
        long word = 0;
        for (int i = 0; i < name.length(); i++) {
            word |= (long) name.charAt(i) << i * Byte.SIZE;
        }
        return word;
    }

    private int slot(long word) {
        return (int) ((word & CASELESS) * SPREAD >>> shift);
    }

    private int next(int slot) {
        return slot + 1 & commands.length - 1;
    }
}
