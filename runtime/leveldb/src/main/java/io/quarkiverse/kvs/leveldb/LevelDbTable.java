package io.quarkiverse.kvs.leveldb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A table of LevelDB: blocks of entries, and one that tells where these are.
 *
 * <pre>
 * file    blocks, footer
 * block   entries, places where keys are whole, their number (4 bytes), compression (1 byte), checksum (4 bytes)
 * entry   bytes shared with the key in front, further bytes of the key, length of the value; those of both
 * footer  places of two blocks, of which the second is the index; from its 40th byte on, 8 bytes that all tables have
 * </pre>
 */
final class LevelDbTable {

    /** Takes an entry. */
    @FunctionalInterface
    interface Visitor {
        /** @param value null if the key was removed */
        void visit(byte[] key, long sequence, byte @Nullable [] value);
    }

    private static final int FOOTER = 48;
    private static final long MAGIC = 0xdb4775248b80fb57L;
    private static final int NOT_COMPRESSED = 0;
    private static final int SNAPPY = 1;

    private final Path file;
    private byte[] bytes;

    LevelDbTable(Path file) {
        this.file = file;
    }

    void forEach(Visitor visitor) throws IOException {
        bytes = Files.readAllBytes(file);
        if (bytes.length < FOOTER
                || new LevelDbInput(bytes, bytes.length - Long.BYTES, bytes.length).fixed(Long.BYTES) != MAGIC) {
            throw new IOException(file + " is no table of LevelDB");
        }
        LevelDbInput footer = new LevelDbInput(bytes, bytes.length - FOOTER, bytes.length);
        footer.number();
        footer.number();
        entries(block(footer), (key, place) -> entries(block(new LevelDbInput(place)), (internal, value) -> {
            int length = internal.length - LevelDbDirectory.TRAILER;
            if (length < 0) {
                throw damaged();
            }
            long trailer = new LevelDbInput(internal, length, internal.length).fixed(Long.BYTES);
            int type = (int) (trailer & 0xff);
            if (type != LevelDbDirectory.VALUE && type != LevelDbDirectory.DELETION) {
                throw damaged();
            }
            visitor.visit(Arrays.copyOf(internal, length), trailer >>> Byte.SIZE,
                    type == LevelDbDirectory.VALUE ? value : null);
        }));
    }

    private IOException damaged() {
        return new IOException(file + " is damaged");
    }

    /** The block at a place, which is an offset and a length. */
    private byte[] block(LevelDbInput place) throws IOException {
        int offset = place.length();
        int length = place.length();
        if ((long) offset + length + 1 + Integer.BYTES > bytes.length) {
            throw damaged();
        }
        int end = offset + length;
        long checksum = new LevelDbInput(bytes, end + 1, bytes.length).fixed(Integer.BYTES);
        if ((int) checksum != LevelDbInput.checksum(bytes, offset, end + 1)) {
            throw damaged();
        }
        return switch (bytes[end]) {
            case NOT_COMPRESSED -> Arrays.copyOfRange(bytes, offset, end);
            case SNAPPY -> Snappy.decompress(new LevelDbInput(bytes, offset, end));
            default -> throw new IOException(file + " is compressed in a way that is not known: " + bytes[end]);
        };
    }

    @FunctionalInterface
    private interface EntryVisitor {
        void visit(byte[] key, byte[] value) throws IOException;
    }

    private void entries(byte[] block, EntryVisitor visitor) throws IOException {
        if (block.length < Integer.BYTES) {
            throw damaged();
        }
        long restarts = new LevelDbInput(block, block.length - Integer.BYTES, block.length).fixed(Integer.BYTES);
        long end = block.length - (restarts + 1) * Integer.BYTES;
        if (end < 0) {
            throw damaged();
        }
        byte[] key = new byte[0];
        for (LevelDbInput in = new LevelDbInput(block, 0, (int) end); in.hasMore();) {
            int shared = in.length();
            int further = in.length();
            int valueLength = in.length();
            if (shared > key.length) {
                throw damaged();
            }
            byte[] rest = in.take(further);
            byte[] next = Arrays.copyOf(key, Math.addExact(shared, further));
            System.arraycopy(rest, 0, next, shared, further);
            key = next;
            visitor.visit(key, in.take(valueLength));
        }
    }
}
