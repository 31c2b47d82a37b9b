package io.quarkiverse.kvs.core.store.rdb;

import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.file;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.intset;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.listpack;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.number;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.read;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.stream;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.string;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.ziplist;
import static io.quarkiverse.kvs.core.store.rdb.RdbFiles.zipmap;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Files as versions of Redis from 2.4 on wrote them, made by hand, and what can be wrong with them. */
class RdbFileReaderTest {

    private static final String GROUP = "grp 1-1 1, grp c 17, grp 1-1 c 99 3]";

    static Stream<Arguments> values() {
        return Stream.of(Arguments.of(1, "\0\1k\3abc", "STRING [abc]"), Arguments.of(1, "\0\1k\300\377", "STRING [-1]"),
                Arguments.of(1, "\1\1k\2\1a\1b", "LIST [a, b]"), Arguments.of(1, "\2\1k\2\1a\1b", "SET [a, b]"),
                Arguments.of(1, "\3\1k\3\1a\0031.5\1b\376\1c\377", "ZSET [-Infinity c, 1.5 a, Infinity b]"),
                Arguments.of(1, "\4\1k\1\1f\1v", "HASH [f=v]"),
                Arguments.of(2, "\11\1k" + string(zipmap("f", "v", "g", "")), "HASH [f=v, g=]"),
                Arguments.of(2, "\12\1k" + string(ziplist("a", "", "c")), "LIST [a, , c]"),
                Arguments.of(2, "\13\1k" + string(intset(2, -3, 7)), "SET [-3, 7]"),
                Arguments.of(2, "\13\1k" + string(intset(8, Long.MIN_VALUE, 7)), "SET [-9223372036854775808, 7]"),
                Arguments.of(2, "\14\1k" + string(ziplist("a", "2", "b", "1")), "ZSET [1.0 b, 2.0 a]"),
                Arguments.of(4, "\15\1k" + string(ziplist("f", "v")), "HASH [f=v]"),
                Arguments.of(7, "\16\1k\2" + string(ziplist("a", "b")) + string(ziplist("c")), "LIST [a, b, c]"),
                Arguments.of(8, "\5\1k\1\1a\0\0\0\0\0\0\370\77", "ZSET [1.5 a]"),
                Arguments.of(10, "\20\1k" + string(listpack("f", "v")), "HASH [f=v]"),
                Arguments.of(10, "\21\1k" + string(listpack("a", "-2.5")), "ZSET [-2.5 a]"),
                Arguments.of(10, "\22\1k\2\1\1a\2" + string(listpack("b", "c")), "LIST [a, b, c]"),
                Arguments.of(11, "\24\1k" + string(listpack("b", "1")), "SET [1, b]"),
                Arguments.of(9, "\17\1k" + stream(1), "STREAM [1-1 f=v, 6-1 g=u, 7-0 1-1 0-0 2, " + GROUP),
                Arguments.of(10, "\23\1k" + stream(2), "STREAM [1-1 f=v, 6-1 g=u, 7-0 1-1 1-2 3, " + GROUP),
                Arguments.of(11, "\25\1k" + stream(3), "STREAM [1-1 f=v, 6-1 g=u, 7-0 1-1 1-2 3, " + GROUP));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValuesOfAllVersions(int version, String entry, String expected) throws IOException {
        for (int later = version; later <= 11; later++) {
            assertThat(read(file(later, "\376\2" + entry))).containsExactly("database 2", "2 k: " + expected,
                    "end " + later + (later < 5 ? " unchecked" : ""));
        }
    }

    @Test
    void readsWhatStandsAroundValues() throws IOException {
        String content = "\372\11redis-ver\0057.0.0\372\4bits\300\100\365\4code\376\0\373\2\1"
                + "\374" + number(1_700_000_000_123L, 8) + "\371\12\0\1a\1x" + "\370\100\200\0\1b\1y"
                + "\376\17" + "\375" + number(1_700_000_000, 4) + "\0\1c\1z" + "\364\1\2\3\0\1d\1w";

        assertThat(read(file(11, content))).containsExactly("aux redis-ver=7.0.0", "aux bits=64", "function code", "database 0",
                "sizes 2 1", "0 a until 1700000000123 used 10: STRING [x]", "0 b idle 128: STRING [y]", "database 15",
                "15 c until 1700000000000: STRING [z]", "15 d: STRING [w]", "end 11");
    }

    @Test
    void readsKeysWithoutADatabaseAndTimesBefore1970() throws IOException {
        assertThat(read(file(9, "\374" + number(-2, 8) + "\0\1a\1x" + "\374" + number(-1, 8) + "\0\1b\1x")))
                .containsExactly("0 a until 0: STRING [x]", "0 b: STRING [x]", "end 9");
    }

    @Test
    void readsFilesOfValkey9() throws IOException {
        assertThat(read(file("VALKEY080", true, "\0\1a\1x"))).containsExactly("0 a: STRING [x]", "end 80");
    }

    @Test
    void passesOverEmptyCollections() throws IOException {
        String content = "\1\1a\0\2\1b\0\4\1c\0\5\1d\0" + "\12\1e" + string(ziplist()) + "\20\1f" + string(listpack())
                + "\16\1g\2" + string(ziplist()) + string(ziplist()) + "\375\1\0\0\0\22\1h\1\2" + string(listpack())
                + "\0\1z\1x";
        RdbFileReader reader = new RdbFileReader(new ByteArrayInputStream(file(10, content)), Long.MAX_VALUE, RdbFiles.LIMITS,
                true);
        List<String> lines = new ArrayList<>();

        reader.read(new RdbFiles.Telling(lines));

        assertThat(lines).containsExactly("0 z: STRING [x]", "end 10");
        assertThat(reader.emptyKeys()).isEqualTo(8);
        assertThat(reader.version()).isEqualTo(10);
    }

    @Test
    void leavesWhatFollows() throws IOException {
        byte[] file = file(10, "\0\1a\1x");
        InputStream in = new ByteArrayInputStream((new String(file, ISO_8859_1) + "*1\r\n...").getBytes(ISO_8859_1));
        RdbFileReader reader = new RdbFileReader(in, Long.MAX_VALUE, RdbFiles.LIMITS, true);

        reader.read((key, value) -> {
        });

        assertThat(reader.offset()).isEqualTo(file.length);
        assertThat(reader.rest()).hasContent("*1\r\n...");
    }

    @Test
    void seesWhatKindOfFileItIs() {
        assertThat(RdbFileReader.isBegin("REDIS0".getBytes(ISO_8859_1))).isTrue();
        assertThat(RdbFileReader.isBegin("VALKEY".getBytes(ISO_8859_1))).isTrue();
        assertThat(RdbFileReader.isBegin("*2\r\n$6".getBytes(ISO_8859_1))).isFalse();
        assertThat(RdbFileReader.isBegin("REDI".getBytes(ISO_8859_1))).isFalse();
    }

    // What is refused

    private static void assertRefused(byte[] file, String reason) {
        assertThatExceptionOfType(RdbFileException.class).isThrownBy(() -> read(file))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void assertRefused(String content, String reason) {
        assertRefused(file(11, content), reason);
    }

    @Test
    void refusesOtherVersionsByNumber() {
        assertRefused(file("REDIS0012", true, ""), "Can't handle RDB format version 12");
        assertRefused(file("REDIS0080", true, ""), "Can't handle RDB format version 80");
        assertRefused(file("REDIS0000", true, ""), "Can't handle RDB format version 0");
        assertRefused(file("VALKEY081", true, ""), "Can't handle RDB format version 81");
        assertRefused(file("VALKEY011", true, ""), "Can't handle RDB format version 11");
        assertRefused(file("REDIS00x1", true, ""), "Wrong signature trying to load DB from file");
        assertRefused(file("SIDER0011", true, ""), "Wrong signature trying to load DB from file");
    }

    @Test
    void refusesModulesByName() {
        // In version 3 of its format.
        long number = 0;
        String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (char c : "ReJSON-RL".toCharArray()) {
            number = number << 6 | characters.indexOf(c);
        }
        number = number << 10 | 3;
        StringBuilder bytes = new StringBuilder();
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.append((char) (number >> shift & 0xff));
        }
        String reason = "The RDB file contains module data I can't load: no matching module type 'ReJSON-RL'";
        assertRefused("\7\1k\201" + bytes, reason);
        assertRefused("\6\1k\201" + bytes, reason);
        assertRefused("\367\201" + bytes + "\2\1\0", "The RDB file contains AUX module data I can't load: no matching module "
                + "'ReJSON-RL'");
        // The highest bit of a number is part of a name, too.
        assertRefused("\7\1k\201\377\377\377\377\377\377\377\377",
                "The RDB file contains module data I can't load: no matching module type '_________'");
    }

    @Test
    void passesOverDataOfModulesIfTold() throws IOException {
        String content = "\367\201\0\0\0\0\0\0\4\0\2\1\1\201\377\377\377\377\377\377\377\377\2\5\3....\4........\5\3abc\0\0\1a\1x";
        List<String> lines = new ArrayList<>();

        new RdbFileReader(new ByteArrayInputStream(file(11, content)), Long.MAX_VALUE, RdbFiles.LIMITS, true)
                .read(new RdbFiles.Telling(lines) {
                    @Override
                    public boolean moduleAux(String name) {
                        lines.add("module " + name);
                        return true;
                    }
                });

        assertThat(lines).containsExactly("module AAAAAAAAB", "0 a: STRING [x]", "end 11");
    }

    @Test
    void refusesWhatIsNotKnown() {
        for (int type : List.of(8, 22, 23, 100, 242)) {
            assertRefused((char) type + "\1k\1v", "values of type " + type + " are not known");
        }
        assertRefused(file(10, "\24\1k" + string(listpack("b"))), "values of type 20 are not known");
        assertRefused("\366\1a", "Pre-release function format not supported.");
        assertRefused("\363\1a", "slots of a cluster that are imported are not known");
    }

    @Test
    void refusesMembersThatAreThereTwice() {
        String twice = "an element is there twice";
        assertRefused("\2\1k\2\1a\1a", twice);
        assertRefused("\2\1k\2\300\1\300\1", twice);
        assertRefused("\5\1k\2\1a" + number(0, 8) + "\1a" + number(1, 8), twice);
        assertRefused("\4\1k\2\1a\1b\1a\1c", twice);
        assertRefused("\11\1k" + string(zipmap("a", "b", "a", "c")), twice);
        assertRefused("\24\1k" + string(listpack("a", "a")), twice);
        assertRefused("\13\1k" + string(intset(2, 1, 1)), "an intset is not in order");
    }

    @Test
    void comparesTheChecksum() throws IOException {
        byte[] file = file(10, "\0\1a\1x");
        file[13] = 'y';
        assertThatExceptionOfType(RdbFileException.class).isThrownBy(() -> read(file))
                .withMessageMatching("Wrong RDB checksum expected: \\([0-9a-f]+\\) but got \\([0-9a-f]+\\). Aborting now. "
                        + "\\(at offset 23\\)");
        List<String> lines = new ArrayList<>();
        new RdbFileReader(new ByteArrayInputStream(file), file.length, RdbFiles.LIMITS, false)
                .read(new RdbFiles.Telling(lines));
        assertThat(lines).containsExactly("0 a: STRING [y]", "end 10");
        Arrays.fill(file, 15, 23, (byte) 0);
        assertThat(read(file)).containsExactly("0 a: STRING [y]", "end 10 unchecked");
    }

    // Damage

    /** A bit of everything. */
    private static byte[] everything() {
        StringBuilder content = new StringBuilder("\372\1a\1b\365\1c\376\0\373\22\1");
        char key = 'A';
        for (Arguments value : values().toList()) {
            String entry = (String) value.get()[1];
            content.append("\374").append(number(1L << 41, 8)).append("\371\1").append(entry.charAt(0)).append('\1')
                    .append(key++)
                    .append(entry.substring(3));
        }
        // An a, 17 that are where it is, and two more.
        content.append("\0\1k\303\10\24\0a\340\10\0\1aa");
        return file(11, content.toString());
    }

    @Test
    void readsEverything() throws IOException {
        assertThat(read(everything())).hasSize(27);
    }

    @Test
    void noticesWhereItIsCut() {
        byte[] whole = everything();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            int cut = length;
            for (long size : new long[] { length, Long.MAX_VALUE }) {
                assertThatExceptionOfType(RdbFileException.class).as("cut at %d", length)
                        .isThrownBy(() -> read(new ByteArrayInputStream(part), size)).satisfies(e -> {
                            assertThat(e.isTruncated()).isTrue();
                            assertThat(e.offset()).isLessThanOrEqualTo(cut);
                        });
            }
        }
    }

    /** After any change, it is refused, or what is read is sound; and no length makes it take memory that is not needed. */
    @Test
    void readsOrRefusesWhateverIsChanged() {
        byte[] whole = everything();
        for (int place = 0; place < whole.length; place++) {
            for (int change : new int[] { 1, 2, 0x10, 0x40, 0x80, 0xff, whole[place] & 0xff, whole[place] ^ 0x81 }) {
                byte[] changed = whole.clone();
                changed[place] ^= (byte) change;
                if (place < whole.length - 8) {
                    // So that the checksum is not what refuses it.
                    Arrays.fill(changed, whole.length - 8, whole.length, (byte) 0);
                }
                Allocation.assertIsLessThan(4_000_000, () -> {
                    try {
                        read(changed);
                    } catch (IOException e) {
                        assertThat(e).isInstanceOf(RdbFileException.class);
                    }
                }, "place %d, change %d", place, change);
            }
        }
    }

    /** Numbers of elements, and lengths, that there is no memory for. */
    @ParameterizedTest
    @ValueSource(strings = { "\200\377\377\377\377", "\200\177\377\377\370", "\201\0\0\0\1\0\0\0\0",
            "\201\177\377\377\377\377\377\377\377", "\201\377\377\377\377\377\377\377\377" })
    void doesNotBelieveHugeNumbers(String number) {
        for (int type : new int[] { 0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 }) {
            for (String content : List.of((char) type + "\1k" + number + "abc", (char) type + "\1k\303" + number + "\5abc",
                    (char) type + "\1k\303\3" + number + "abc", (char) type + "\1k\1" + number, (char) type + number,
                    "\373" + number + number + (char) type + number, "\376" + number + (char) type + number)) {
                byte[] file = file(11, content);
                for (long size : new long[] { file.length, Long.MAX_VALUE }) {
                    Allocation.assertIsLessThan(3_000_000,
                            () -> assertThatExceptionOfType(RdbFileException.class)
                                    .isThrownBy(() -> read(new ByteArrayInputStream(file), size)),
                            "%s", content);
                }
            }
        }
    }

    /** Buffers end anywhere, and reads return anything. */
    @ParameterizedTest
    @ValueSource(ints = { 1, 3, 1000, 65_536 })
    void readsInAnyPieces(int piece) throws IOException {
        byte[] file = RdbFiles.write(false, true, writer -> {
            writer.database(0, 100, 0);
            for (int i = 0; i < 100; i++) {
                writer.entry(bytes("key" + i), bytes(Integer.toString(i).repeat(i * 37 % 5000 + 1)), i % 2 == 0 ? -1 : i);
            }
            writer.entry(bytes("long"), bytes("x".repeat(300_000)), -1);
            writer.entry(bytes("k".repeat(70_000)), bytes("v".repeat(16_384)), -1);
        });
        InputStream whole = new ByteArrayInputStream(file);
        InputStream pieces = new InputStream() {
            @Override
            public int read() throws IOException {
                return whole.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return whole.read(target, offset, Math.min(length, piece));
            }
        };

        List<String> lines = read(pieces, piece == 3 ? Long.MAX_VALUE : file.length);

        assertThat(lines).hasSize(105).isEqualTo(read(file)).contains("0 key7 until 7: STRING [" + "7".repeat(260) + "]")
                .contains("0 long: STRING [" + "x".repeat(300_000) + "]").last().isEqualTo("end 10");
    }

    @Test
    void passesOnWhatGoesWrongWithTheStream() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(broken, Long.MAX_VALUE))
                .withMessage("the disk is gone");
        assertThatNoException().isThrownBy(() -> read(everything()));
    }

    private static Bytes bytes(String text) {
        return new Bytes().show(text.getBytes(ISO_8859_1));
    }
}
