package io.quarkiverse.kvs.core.protocol;

import static io.quarkiverse.kvs.core.protocol.DecodedStream.decode;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RESP, its inline commands, and how both mix with the line protocol. */
class RespDecoderTest {

    @Test
    void findsNameAndArguments() {
        assertThat(decode("*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$3\r\n100\r\n")).containsExactly("resp [SET, A, 100]");
    }

    @Test
    void keepsEveryByte() {
        assertThat(decode("*3\r\n$3\r\nSET\r\n$0\r\n\r\n$6\r\n\r\n\u0000\u00ff$*\r\n"))
                .containsExactly("resp [SET, , \r\n\u0000\u00ff$*]");
    }

    @Test
    void tellsTheDialectRequestByRequest() {
        assertThat(decode("*1\r\n$4\r\nPING\r\n*1\r\nPING\r\nPING\r\n*2\nGET\n$1\n*1\n$1\nX\r\n"))
                .containsExactly("resp [PING]", "request [PING]", "resp [PING]", "request [GET, $1]",
                        "broken: ERR Protocol error: invalid bulk length");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$3\r\n100\r\n*2\r\n$3\r\nGET\r\n$1\r\nA\r\n",
            "*2\r\n$3\r\nGET\r\n$11\r\n01234567890\r\n*1\r\n$1\r\nX\r\n",
            "*3\r\n$3\r\nSET\r\n$11\r\n01234567890\r\n$30\r\n012345678901234567890123456789\r\n*1\r\n$1\r\nX\r\n",
            "*2\r\n$1\r\nX\r\n$1x\r\n",
            "SET 'A B' \"\\x41\"\r\n*1\r\n$1\r\nX\r\n\r\nX\n",
            "*1\r\n$1\r\nX\r\n*0\r\n*-1\r\n*1\r\n$1\r\nX\r\n*x\r\n",
            "X 'a\r\n" })
    void findsTheSameWhereverTheBytesAreSplit(String stream) {
        DecodedStream.assertSameInPieces(stream);
    }

    /** As Redis words them, because clients compare. */
    @Nested
    class AMistake {

        @Test
        void inTheNumberOfArguments() {
            assertThat(decode("*1\r\n$1\r\nX\r\n*3000000000\r\n"))
                    .containsExactly("resp [X]", "broken: ERR Protocol error: invalid multibulk length");
            assertThat(decode("*1\r\n$1\r\nX\r\n*0\r\n*-10\r\n*1\r\n$1\r\nY\r\n")).as("no arguments are no request")
                    .containsExactly("resp [X]", "resp [Y]");
        }

        @ParameterizedTest
        @ValueSource(strings = { "$x", "$-1", "$", "$2000000000", "$01", "$99999999999999999999", "$1 " })
        void inALength(String length) {
            assertThat(decode("*2\r\n$1\r\nX\r\n" + length + "\r\n"))
                    .containsExactly("broken: ERR Protocol error: invalid bulk length");
        }

        @Test
        void inThePlaceOfALength() {
            assertThat(decode("*2\r\n$1\r\nX\r\nfoo\r\n"))
                    .containsExactly("broken: ERR Protocol error: expected '$', got 'f'");
        }

        @Test
        void inTheQuotes() {
            assertThat(decode("set \"\"\"test-key\"\"\" v\r\n"))
                    .containsExactly("broken: ERR Protocol error: unbalanced quotes in request");
        }

        @Test
        void ofAnInlineCommandWithoutEnd() {
            assertThat(decode("x".repeat(CommandDecoder.MAX_INLINE) + "\r\n")).singleElement().asString().startsWith("resp");
            assertThat(decode("x".repeat(CommandDecoder.MAX_INLINE + 1) + "\r\n"))
                    .containsExactly("broken: ERR Protocol error: too big inline request");
        }
    }

    /** The limits are 10 arguments, 10 bytes for a key, 20 for a value, 100 for a request. */
    @Nested
    class ALimit {

        @Test
        void ofArguments() {
            assertThat(decode("*10\r\n" + "$1\r\na\r\n".repeat(10))).singleElement().asString().startsWith("resp");
            assertThat(decode("*1\r\n$1\r\nX\r\n*11\r\n")).last()
                    .isEqualTo("broken: ERR Protocol error: invalid multibulk length");
        }

        @Test
        void ofAKey() {
            assertThat(decode("*2\r\n$3\r\nGET\r\n$10\r\n0123456789\r\n")).containsExactly("resp [GET, 0123456789]");
            assertThat(decode("*2\r\n$3\r\nGET\r\n$11\r\n0123456789a\r\n*1\r\n$1\r\nX\r\n"))
                    .containsExactly("rejected: ERR key too long: at most 10 bytes are allowed", "resp [X]");
        }

        /** As proto-max-bulk-len of Redis: the length is not believed, and so neither is the rest. */
        @Test
        void ofAValue() {
            assertThat(decode("*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$20\r\n" + "x".repeat(20) + "\r\n")).singleElement().asString()
                    .startsWith("resp");
            assertThat(decode("*3\r\n$3\r\nSET\r\n$1\r\nA\r\n$21\r\n" + "x".repeat(21) + "\r\n"))
                    .containsExactly("broken: ERR Protocol error: invalid bulk length");
        }

        @Test
        void ofARequest() {
            // 4 + 4 * (5 + 10 + 2) + (5 + n + 2)
            String start = "*5\r\n" + "$10\r\n0123456789\r\n".repeat(4);
            assertThat(decode(start + "$20\r\n" + "x".repeat(20) + "\r\n*1\r\n$1\r\nX\r\n")).hasSize(2).first().asString()
                    .startsWith("resp");
            String six = "*6\r\n" + "$10\r\n0123456789\r\n".repeat(4);
            assertThat(decode(six + "$20\r\n" + "x".repeat(20) + "\r\n$1\r\nx\r\n*1\r\n$1\r\nX\r\n"))
                    .containsExactly("rejected: ERR request too long: at most 100 bytes are allowed", "resp [X]");
        }
    }

    /** A client that has not given the password cannot make the server keep much. */
    @Nested
    class WithoutPassword {

        @Test
        void fewArgumentsAreAllowed() {
            assertThat(decodeUnauthenticated("*11\r\n"))
                    .isEqualTo("ERR Protocol error: unauthenticated multibulk length");
        }

        @Test
        void shortOnesAreAllowed() {
            assertThat(decodeUnauthenticated("*2\r\n$4\r\nAUTH\r\n$16385\r\n"))
                    .isEqualTo("ERR Protocol error: unauthenticated bulk length");
        }

        @Test
        void shortLinesAreAllowed() {
            assertThat(decodeUnauthenticated("*2\r\nAUTH\r\n" + "x".repeat(16_385)))
                    .isEqualTo("ERR Protocol error: unauthenticated line length");
        }

        private static String decodeUnauthenticated(String stream) {
            CommandDecoder decoder = new CommandDecoder(new DecoderLimits(100, 100_000, 100_000, 100_000),
                    (name, offset, length, argument, count) -> false);
            decoder.authenticated(false);
            byte[] bytes = stream.getBytes(UTF_8);
            assertThat(decoder.decode(bytes, 0, bytes.length, new Request())).isEqualTo(CommandDecoder.Result.BROKEN);
            return decoder.error();
        }
    }

    @ParameterizedTest
    @CsvSource({
            "*2|$3|GET|$1, 0",
            "*2|$3|GET|$5|, 7",
            "*2|$3|GET|$5|ab, 5",
            "*2|$3|GET|$5|abcde, 2",
            "*3|$3|SET|$5|abcde|$9|, 11",
            "GET ab, 0",
            "*2|GET|ab, 0" })
    void tellsHowManyBytesAreToCome(String stream, int missing) {
        CommandDecoder decoder = DecodedStream.decoder();
        byte[] bytes = ("*1|$1|X|" + stream).replace("|", "\r\n").getBytes(ISO_8859_1);
        assertThat(decoder.decode(bytes, 0, bytes.length, new Request())).isEqualTo(CommandDecoder.Result.REQUEST);
        assertThat(decoder.missing()).isZero();
        assertThat(decoder.decode(bytes, decoder.consumed(), bytes.length, new Request()))
                .isEqualTo(CommandDecoder.Result.INCOMPLETE);
        assertThat(decoder.missing()).isEqualTo(missing);
    }

    @Test
    void splitsInlineCommandsAsAShellDoes() {
        assertThat(decode("SET A 100\n")).containsExactly("resp [SET, A, 100]");
        assertThat(decode("  SET\t A  \r\n")).containsExactly("resp [SET, A]");
        assertThat(decode("SET \"a b\" 'c d'\r\n")).containsExactly("resp [SET, a b, c d]");
        assertThat(decode("SET \"\" ''\r\n")).containsExactly("resp [SET, , ]");
        assertThat(decode("SET \"\\x41\\n\\\"\\q\" '\\'\\n'\r\n")).containsExactly("resp [SET, A\n\"q, '\\n]");
        assertThat(decode("SET \\x41\r\n")).containsExactly("resp [SET, \\x41]");
        assertThat(decode("   \r\n\r\nX\r\n")).containsExactly("resp [X]");
    }
}
