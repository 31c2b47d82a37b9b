package io.quarkiverse.kvs.core.store.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.PackingLimits;
import io.quarkiverse.kvs.core.store.value.Value;

/** RDB files that tests make by hand, and what is read from them. Characters are bytes. */
final class RdbFiles {

    static final ValueLimits LIMITS = new ValueLimits(1_000_000, new PackingLimits(4, 20), new PackingLimits(4, 20), 4,
            NodeLimits.of(-1));

    private RdbFiles() {
    }

    /** A file of some version, with its checksum if the version has one. */
    static byte[] file(int version, String content) {
        return file(String.format("REDIS%04d", version), version >= 5, content);
    }

    static byte[] file(String header, boolean checksum, String content) {
        byte[] bytes = (header + content + '\377').getBytes(ISO_8859_1);
        ByteOutput out = new ByteOutput();
        out.put(new Bytes().show(bytes));
        if (checksum) {
            out.putLittleEndian(Crc64.of(bytes, 0, bytes.length), Long.BYTES);
        }
        return out.show(new Bytes()).copy();
    }

    /** A string of less than 16 kilobytes. */
    static String string(String text) {
        int length = text.length();
        return (length < 64 ? "" : String.valueOf((char) (0x40 | length >> 8))) + (char) (length & 0xff) + text;
    }

    /** The lowest byte first. */
    static String number(long number, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            text.append((char) (number >> i * Byte.SIZE & 0xff));
        }
        return text.toString();
    }

    /** Elements are short strings. */
    static String ziplist(String... elements) {
        StringBuilder all = new StringBuilder();
        int before = 0;
        int last = 10;
        for (String element : elements) {
            last = 10 + all.length();
            all.append((char) before).append(string(element));
            before = element.length() + 2;
        }
        return number(11 + all.length(), 4) + number(last, 4) + number(elements.length, 2) + all + '\377';
    }

    /** Elements are short strings. */
    static String listpack(String... elements) {
        StringBuilder all = new StringBuilder();
        for (String element : elements) {
            all.append((char) (0x80 | element.length())).append(element).append((char) (element.length() + 1));
        }
        return number(7 + all.length(), 4) + number(elements.length, 2) + all + '\377';
    }

    static String zipmap(String... fieldsAndValues) {
        StringBuilder all = new StringBuilder().append((char) (fieldsAndValues.length / 2));
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            all.append(string(fieldsAndValues[i])).append((char) fieldsAndValues[i + 1].length()).append('\2')
                    .append(fieldsAndValues[i + 1]).append("??");
        }
        return all.append('\377').toString();
    }

    static String intset(int width, long... numbers) {
        StringBuilder all = new StringBuilder(number(width, 4)).append(number(numbers.length, 4));
        for (long number : numbers) {
            all.append(number(number, width));
        }
        return all.toString();
    }

    /**
     * A stream with a node of three entries, of which one is deleted, and a group whose consumer has a pending entry.
     *
     * @param version of the format of streams: 1 to 3
     */
    static String stream(int version) {
        String first = id(1, 1);
        String node = listpack("2", "1", "1", "f", "0", "2", "0", "0", "v", "4", "3", "0", "1", "w", "4", "0", "5", "0", "1",
                "g",
                "u", "6");
        return "\1" + string(first) + string(node) + "\2\7\0" + (version > 1 ? "\1\1\1\2\3" : "") + "\1\3grp\1\1"
                + (version > 1 ? "\1" : "") + "\1" + first + number(99, 8) + "\3" + "\1\1c" + number(17, 8)
                + (version > 2 ? number(16, 8) : "") + "\1" + first;
    }

    /** The highest byte first. */
    private static String id(int ms, int seq) {
        return "\0\0\0\0\0\0\0" + (char) ms + "\0\0\0\0\0\0\0" + (char) seq;
    }

    static List<String> read(byte[] file) throws IOException {
        return read(new ByteArrayInputStream(file), file.length);
    }

    /** Everything that a visitor is told, a line each. */
    static List<String> read(InputStream in, long size) throws IOException {
        List<String> lines = new ArrayList<>();
        new RdbFileReader(in, size, LIMITS, true).read(new Telling(lines));
        return lines;
    }

    /** Writes down what it is told. */
    static class Telling implements RdbVisitor {

        private final List<String> lines;

        Telling(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void aux(Bytes name, Bytes value) {
            lines.add("aux " + name.latin1() + "=" + value.latin1());
        }

        @Override
        public void function(Bytes code) {
            lines.add("function " + code.latin1());
        }

        @Override
        public void database(int number) {
            lines.add("database " + number);
        }

        @Override
        public void sizes(long keys, long expiring) {
            lines.add("sizes " + keys + " " + expiring);
        }

        @Override
        public void entry(RdbKey key, Value value) {
            String attributes = (key.expireAt() == Keyspace.NEVER ? "" : " until " + key.expireAt())
                    + (key.idleSeconds() < 0 ? "" : " idle " + key.idleSeconds())
                    + (key.frequency() < 0 ? "" : " used " + key.frequency());
            lines.add(key.database() + " " + key.key().latin1() + attributes + ": " + value.type() + " "
                    + SoundValue.contents(value));
        }

        @Override
        public void end(int version, long checksum) {
            lines.add("end " + version + (checksum == 0 ? " unchecked" : ""));
        }
    }

    /** Writes a file. */
    @FunctionalInterface
    interface Content {
        void write(RdbFileWriter writer) throws IOException;
    }

    static byte[] write(boolean compressed, boolean checksum, Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RdbFileWriter writer = new RdbFileWriter(out, compressed ? new LzfCompressor() : null, checksum);
        writer.begin();
        content.write(writer);
        writer.end();
        return out.toByteArray();
    }
}
