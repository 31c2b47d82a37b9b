package io.quarkiverse.kvs.leveldb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A log or a manifest of LevelDB: records in blocks of 32 kilobytes, divided where a block ends.
 *
 * <pre>
 * piece   checksum (4 bytes), length (2 bytes), kind (1 byte), data
 * </pre>
 *
 * A last record that is not complete was never acknowledged, and is passed over, as LevelDB does.
 */
final class LevelDbLog {

    /** Takes a record. */
    @FunctionalInterface
    interface Visitor {
        void visit(LevelDbInput record) throws IOException;
    }

    private static final int BLOCK = 32 * 1024;
    private static final int HEADER = 7;
    private static final int NOTHING = 0;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;

    private final Path file;

    LevelDbLog(Path file) {
        this.file = file;
    }

    void forEach(Visitor visitor) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteArrayOutputStream record = null;
        int at = 0;
        while (bytes.length - at >= HEADER) {
            int leftInBlock = BLOCK - at % BLOCK;
            if (leftInBlock < HEADER) {
                at += leftInBlock;
                continue;
            }
            LevelDbInput in = new LevelDbInput(bytes, at, bytes.length);
            int checksum = (int) in.fixed(Integer.BYTES);
            int length = (int) in.fixed(Short.BYTES);
            int kind = in.unsignedByte();
            if (kind == NOTHING && length == 0) {
                // Room that was taken beforehand.
                at += leftInBlock;
                continue;
            }
            int begin = at + HEADER;
            if (length > bytes.length - begin) {
                return;
            }
            if (length > leftInBlock - HEADER
                    || checksum != LevelDbInput.checksum(bytes, begin - 1, begin + length)) {
                throw new IOException(file + " is damaged at " + at);
            }
            at = begin + length;
            switch (kind) {
                case FULL -> visitor.visit(new LevelDbInput(bytes, begin, at));
                case FIRST -> {
                    record = new ByteArrayOutputStream();
                    record.write(bytes, begin, length);
                }
                case MIDDLE, LAST -> {
                    if (record == null) {
                        throw new IOException(file + " is damaged at " + at);
                    }
                    record.write(bytes, begin, length);
                    if (kind == LAST) {
                        visitor.visit(new LevelDbInput(record.toByteArray()));
                        record = null;
                    }
                }
                default -> throw new IOException(file + " is damaged at " + at);
            }
        }
    }
}
