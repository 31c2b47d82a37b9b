package io.quarkiverse.kvs.cluster.raft;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C of what is in the files of the log. */
final class Checksum {

    private Checksum() {
    }

    static int of(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }

    /** The same of a number (8 bytes) in front of them. */
    static int of(long number, byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(8).putLong(number).flip());
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }
}
