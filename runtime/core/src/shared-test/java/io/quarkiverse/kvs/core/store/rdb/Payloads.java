package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Makes payloads of what is wrong inside, but has the right checksum. */
public final class Payloads {

    private Payloads() {
    }

    /** The payload of a type and a value, valid or not; characters are bytes. */
    public static String seal(String content) {
        return new String(seal(content.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    /** The payload of a type and a value, valid or not. */
    public static byte[] seal(byte[] content) {
        ByteOutput out = new ByteOutput();
        out.put(content, 0, content.length);
        out.putLittleEndian(10, Short.BYTES);
        out.putLittleEndian(Crc64.of(out.show(new Bytes()).array(), 0, out.size()), Long.BYTES);
        return out.show(new Bytes()).copy();
    }

    /** The type and the value of a payload. */
    public static String open(String payload) {
        return payload.substring(0, payload.length() - 10);
    }
}
