package io.quarkiverse.kvs.core.command.replication;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The slots of Redis Cluster, of which one group has all: the CRC-16 (XMODEM) of the key, or of what it has in braces. */
public final class Slots {

    public static final int COUNT = 16_384;

    private Slots() {
    }

    /** The slot of the first key of a request; 0 if it has none. */
    public static int of(Command command, CommandContext context) {
        int[] argument = { 0 };
        try {
            command.findKeys(context.request(), (at, flags) -> argument[0] = argument[0] == 0 ? at : argument[0]);
        } catch (CommandException e) {
            return 0;
        }
        return argument[0] == 0 ? 0 : of(context.argument(argument[0]));
    }

    /** The slot of a key. */
    public static int of(Bytes key) {
        byte[] bytes = key.copy();
        int from = 0;
        int to = bytes.length;
        int open = indexOf(bytes, '{', 0);
        if (open >= 0) {
            int close = indexOf(bytes, '}', open + 1);
            if (close > open + 1) {
                from = open + 1;
                to = close;
            }
        }
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
            crc &= 0xffff;
        }
        return crc % COUNT;
    }

    private static int indexOf(byte[] bytes, char what, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == what) {
                return i;
            }
        }
        return -1;
    }
}
