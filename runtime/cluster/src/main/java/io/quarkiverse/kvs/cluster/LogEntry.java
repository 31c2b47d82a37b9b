package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.Effect;

/**
 * What an entry of the log says, and its bytes. Numbers have their highest byte first.
 *
 * <pre>
 * 1  reign (8 bytes)  name of the leader (4 bytes for its length, UTF-8)                                    checksum (4)
 * 2  reign (8)  number (8)  effects (4): each its database (4), words (4), each its length (4) and bytes
 * </pre>
 *
 * A reign is the time in which one member leads without a break. It begins with an announcement. Records are only done that
 * belong to the reign announced last, in the order of their numbers, without a gap: so what a leader appends when it has been
 * replaced, or behind what got lost, is passed over, and by all members alike.
 */
sealed interface LogEntry {

    /** A member leads from here on. */
    record Announcement(long reign, String leader) implements LogEntry {
    }

    /**
     * What was done to the data.
     *
     * @param number its number in the reign, from 1 on
     * @param effects none if it is only there for those who have read
     */
    record Done(long reign, long number, List<Effect> effects) implements LogEntry {
    }

    /** The bytes of an announcement. */
    static byte[] announcement(long reign, String leader) {
        byte[] name = leader.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + 8 + 4 + name.length).put((byte) 1).putLong(reign).putInt(name.length).put(name).array();
    }

    /** The bytes of what was done. */
    static byte[] done(long reign, long number, List<Effect> effects) {
        long size = 1 + 8 + 8 + 4;
        for (Effect effect : effects) {
            size += 8;
            for (byte[] word : effect.words()) {
                size += 4 + word.length;
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).put((byte) 2).putLong(reign).putLong(number)
                .putInt(effects.size());
        for (Effect effect : effects) {
            bytes.putInt(effect.database()).putInt(effect.words().length);
            for (byte[] word : effect.words()) {
                bytes.putInt(word.length).put(word);
            }
        }
        return bytes.array();
    }

    /** @throws IOException if these are not the bytes of an entry */
    static LogEntry of(byte[] bytes) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte type = in.get();
            long reign = in.getLong();
            if (type == 1) {
                return new Announcement(reign, new String(word(in), UTF_8));
            } else if (type != 2) {
                throw new IOException("an entry of the log is of a kind that is not known here: " + type);
            }
            long number = in.getLong();
            int count = count(in);
            List<Effect> effects = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int database = in.getInt();
                byte[][] words = new byte[count(in)][];
                for (int j = 0; j < words.length; j++) {
                    words[j] = word(in);
                }
                effects.add(new Effect(database, words));
            }
            return new Done(reign, number, effects);
        } catch (BufferUnderflowException e) {
            throw new IOException("an entry of the log ends too early", e);
        }
    }

    private static int count(ByteBuffer in) throws IOException {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new IOException("an entry of the log has a length that cannot be");
        }
        return count;
    }

    private static byte[] word(ByteBuffer in) throws IOException {
        byte[] word = new byte[count(in)];
        in.get(word);
        return word;
    }
}
