package io.quarkiverse.kvs.core.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

class AppendOnlyReaderTest {

    private static final String SELECT = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";
    private static final String SET = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$2\r\n\r\n\r\n";
    private static final String MULTI = "*1\r\n$5\r\nMULTI\r\n";
    private static final String EXEC = "*1\r\n$4\r\nexec\r\n";

    private static AppendOnlyReader reader(String content) {
        return new AppendOnlyReader(new ByteArrayInputStream(content.getBytes(ISO_8859_1)), "x.aof", 0, Long.MAX_VALUE);
    }

    /** Each record as its offset and its commands, and how it ended. */
    private static List<String> read(AppendOnlyReader reader) throws IOException {
        List<String> records = new ArrayList<>();
        try {
            while (reader.next()) {
                StringBuilder record = new StringBuilder().append(reader.start()).append('-').append(reader.end()).append(':');
                for (int i = 0; i < reader.commands(); i++) {
                    record.append(i == 0 ? "" : ";");
                    for (int j = 0; j < reader.words(i); j++) {
                        record.append(j == 0 ? "" : " ").append(reader.show(i, j, new Bytes()).latin1());
                    }
                }
                records.add(record.toString());
            }
            records.add("end");
        } catch (AppendOnlyTruncatedException e) {
            records.add((e.isInTransaction() ? "transaction" : "truncated") + " at " + e.validUpTo());
        } catch (AppendOnlyFormatException e) {
            records.add("broken at " + e.offset());
        }
        return records;
    }

    private static List<String> read(String content) throws IOException {
        return read(reader(content));
    }

    @Test
    void readsCommandsAndTransactions() throws IOException {
        assertThat(read(SELECT + MULTI + SET + SELECT + EXEC + SET + MULTI + EXEC)).containsExactly("0-23:SELECT 0",
                "23-103:SET a \r\n;SELECT 0", "103-131:SET a \r\n", "131-160:", "end");
    }

    @Test
    void readsTimestamps() throws IOException {
        AppendOnlyReader reader = reader("#TS:12\r\n#\r\n" + SET + MULTI + "#TS:13\r\n" + SET + EXEC + "#TS:x\r\n#other\r\n");

        assertThat(reader.timestamp()).isEqualTo(-1);
        assertThat(reader.next()).isTrue();
        assertThat(reader.timestamp()).isEqualTo(12);
        assertThat(reader.start()).isEqualTo(11);
        assertThat(reader.next()).isTrue();
        assertThat(reader.timestamp()).isEqualTo(13);
        assertThat(reader.copy(0)).isDeepEqualTo(new byte[][] { { 'S', 'E', 'T' }, { 'a' }, { '\r', '\n' } });
        assertThat(reader.next()).isFalse();
        assertThat(reader.end()).isEqualTo(11 + 2 * SET.length() + MULTI.length() + 8 + EXEC.length() + 7 + 8);
    }

    @Test
    void findsWhereTheFileIsCut() throws IOException {
        String content = SELECT + "#TS:12\r\n" + SET + MULTI + SET + EXEC + SET;
        int command = SELECT.length();
        int second = command + 8;
        int multi = second + SET.length();
        int last = multi + MULTI.length() + SET.length() + EXEC.length();
        for (int length = 0; length < content.length(); length++) {
            List<String> records = read(content.substring(0, length));
            String end = records.get(records.size() - 1);
            if (List.of(0, command, second, multi, last).contains(length)) {
                assertThat(end).isEqualTo("end");
            } else if (length < command) {
                assertThat(records).containsExactly("truncated at 0");
            } else if (length < second) {
                assertThat(end).isEqualTo("truncated at " + command);
            } else if (length < multi) {
                assertThat(end).isEqualTo("truncated at " + second);
            } else if (length < last) {
                assertThat(records).hasSize(3);
                assertThat(end).isEqualTo(
                        (length < multi + MULTI.length() ? "truncated" : "transaction") + " at " + multi);
            } else {
                assertThat(records).hasSize(4);
                assertThat(end).isEqualTo("truncated at " + last);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "x", "+OK\r\n", "\0", "*0\r\n", "*-1\r\n", "*\r\n", "*1x\r\n", "*1\n$1\r\na\r\n", "*1\r\n*1\r\n",
            "*1\r\n$-1\r\n", "*1\r\n$\r\n", "*1\r\n$1\r\nabc", "*1\r\n$1\r\na\rb", "*9999999999999999999\r\n",
            "*1\r\n$9999999999999\r\n", "\r\n" })
    void tellsWhereTheFileIsBroken(String damage) throws IOException {
        List<String> records = read(SET + damage + SET);

        assertThat(records).hasSize(2);
        assertThat(records.get(1)).startsWith("broken at ");
        assertThat(Integer.parseInt(records.get(1).substring(10))).isBetween(SET.length(),
                SET.length() + damage.length());
    }

    @Test
    void refusesTransactionsInTransactionsAndTheirEndsAlone() throws IOException {
        assertThat(read(MULTI + SET + MULTI)).containsExactly("broken at 43");
        assertThat(read(SET + EXEC)).containsExactly("0-28:SET a \r\n", "broken at 28");
    }

    @Test
    void refusesLinesThatAreTooLong() throws IOException {
        String longest = "#".repeat(AppendOnlyReader.MAX_LINE - 2) + "\r\n";

        assertThat(read(longest + SET)).hasSize(2).last().isEqualTo("end");
        assertThat(read("#" + longest + SET)).containsExactly("broken at 0");
    }

    @Test
    void saysWhatRedisSays() {
        assertThatExceptionOfType(AppendOnlyFormatException.class).isThrownBy(() -> reader("x").next())
                .withMessage("Bad file format reading the append only file x.aof: make a backup of your AOF file, then use "
                        + "./redis-check-aof --fix <filename.manifest> (at offset 0: '*' was expected)")
                .satisfies(e -> assertThat(e.file()).isEqualTo("x.aof"));
        assertThatExceptionOfType(AppendOnlyTruncatedException.class).isThrownBy(() -> reader("*").next())
                .withMessage("Unexpected end of file reading the append only file x.aof. You can: 1) Make a backup of your AOF "
                        + "file, then use ./redis-check-aof --fix <filename.manifest>. 2) Alternatively you can set the "
                        + "'aof-load-truncated' configuration option to yes and restart the server.")
                .satisfies(e -> assertThat(e.file()).isEqualTo("x.aof"));
    }

    /** More than the buffer takes, in pieces of any length. */
    @ParameterizedTest
    @ValueSource(ints = { 1, 7, 1000, AppendOnlyReader.INITIAL, 10_000_000 })
    void readsInAnyPieces(int piece) throws IOException {
        StringBuilder content = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int length : new int[] { 0, 1, 65_500, 65_536, 200_000, 3, 2_000_000, 10 }) {
            long start = 100L + content.length();
            String word = "w".repeat(length);
            content.append("*2\r\n$1\r\na\r\n$").append(length).append("\r\n").append(word).append("\r\n");
            expected.add(start + "-" + (100 + content.length()) + ":a " + word);
        }
        expected.add("end");
        InputStream whole = new ByteArrayInputStream(content.toString().getBytes(ISO_8859_1));
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

        assertThat(read(new AppendOnlyReader(pieces, "x.aof", 100, Long.MAX_VALUE))).isEqualTo(expected);
    }

    @Test
    void readsCommandsOfManyWords() throws IOException {
        AppendOnlyReader reader = reader("*100000\r\n" + "$1\r\na\r\n".repeat(100_000) + SET);

        assertThat(reader.next()).isTrue();
        assertThat(reader.words(0)).isEqualTo(100_000);
        assertThat(reader.next()).isTrue();
        assertThat(reader.words(0)).isEqualTo(3);
    }

    /** A length that is wrong does not make it read the rest of a large file. */
    @Test
    void seesThatAWordIsLongerThanTheFile() throws IOException {
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                String start = "*1\r\n$2000000000\r\n";
                return at < start.length() ? start.charAt(at++) : 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                target[offset] = (byte) read();
                return 1;
            }
        };

        assertThat(read(new AppendOnlyReader(endless, "x.aof", 0, 1_000_000_000))).containsExactly("truncated at 0");
    }
}
