package io.quarkiverse.kvs.core.protocol;

import static io.quarkiverse.kvs.core.protocol.DecodedStream.decode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecoderTest {

    @Test
    void findsNameAndArguments() {
        assertThat(decode("*3\r\nSET\r\nA\r\n100\r\n")).containsExactly("request [SET, A, 100]");
    }

    @Test
    void acceptsBareLineFeeds() {
        assertThat(decode("*3\nSET\nA\r\n100\n")).containsExactly("request [SET, A, 100]");
    }

    @Test
    void ignoresEmptyLinesBetweenRequests() {
        assertThat(decode("\r\n\n*1\r\nRESET\r\n\n\r\n*1\nRESET\n\n")).containsExactly("request [RESET]", "request [RESET]");
    }

    @Test
    void keepsBlanksAndEmptyArguments() {
        assertThat(decode("*4\r\nSET\r\n  a \r\n\r\n\t\r\n")).containsExactly("request [SET,   a , , \t]");
    }

    @Test
    void keepsCarriageReturnsThatEndNoLine() {
        assertThat(decode("*2\r\nGET\r\na\rb\r\r\n")).containsExactly("request [GET, a\rb\r]");
    }

    @Test
    void findsRequestsBehindEachOther() {
        assertThat(decode("*2\r\nGET\r\na\r\n*2\nGET\nb\n*1\r\nRESET\r\n*2\r\nGE"))
                .containsExactly("request [GET, a]", "request [GET, b]", "request [RESET]");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "*3\r\nSET\r\nA\r\n100\r\n*2\r\nGET\r\nA\r\n",
            "\r\n*2\nGET\n\n*2\r\nGET\r\n\r\n",
            "*2\r\nGET\r\n0123456789\r\n*2\r\nGET\r\nA\r\n",
            "*3\r\nSET\r\n01234567890\r\nx\r\n*2\r\nGET\r\nA\r\n",
            "*3\r\nSET\r\nx\r\n0123456789012345678901234\r\n*2\r\nGET\r\nA\r\n",
            "*2\r\nGET\r\nA\r\n*x\r\n",
            "*0\r\n" })
    void findsTheSameWhereverTheBytesAreSplit(String stream) {
        DecodedStream.assertSameInPieces(stream);
    }

    @Nested
    class ABrokenHeader {

        @ParameterizedTest
        @ValueSource(strings = { "*0", "*-1", "*abc", "*", "*1x", "* 1", "*+1", "*01", "*9999999999", "*99999999999999999999",
                "*11" })
        void saysWhatWasExpectedAndWhatCame(String header) {
            assertThat(decode(header + "\r\nGET\r\n")).containsExactly(
                    "broken: ERR Protocol error: invalid multibulk length, expected *<number of lines> from *1 to *10, got "
                            + header);
        }

        @Test
        void isNotRepeatedWithoutBound() {
            assertThat(decode("*" + "x".repeat(100_000))).containsExactly(
                    "broken: ERR Protocol error: invalid multibulk length, expected *<number of lines> from *1 to *10, got *"
                            + "x".repeat(CommandDecoder.MAX_HEADER - 1));
        }

        @Test
        void isShownWithoutControlCharacters() {
            assertThat(decode("*\u0000\u001b[2J\u00ff\n")).containsExactly(
                    "broken: ERR Protocol error: invalid multibulk length, expected *<number of lines> from *1 to *10, got *\\x00\\x1b[2J\\xff");
        }
    }

    /** The limits are 10 lines, 10 bytes for a key, 20 for a value, 100 for a request. */
    @Nested
    class ALimit {

        @Test
        void ofLines() {
            assertThat(decode("*10\n" + "a\n".repeat(10))).containsExactly("request [a, a, a, a, a, a, a, a, a, a]");
            assertThat(decode("*11\n")).singleElement().asString().startsWith("broken");
        }

        @Test
        void ofAKey() {
            assertThat(decode("*2\nGET\n0123456789\n*1\nX\n")).containsExactly("request [GET, 0123456789]", "request [X]");
            assertThat(decode("*2\nGET\n0123456789a\n*1\nX\n"))
                    .containsExactly("rejected: key too long: at most 10 bytes are allowed", "request [X]");
        }

        @Test
        void ofACommandName() {
            assertThat(decode("*1\n0123456789\n*1\nX\n")).containsExactly("request [0123456789]", "request [X]");
            assertThat(decode("*2\n0123456789a\nb\n*1\nX\n"))
                    .containsExactly("rejected: command name too long: at most 10 bytes are allowed", "request [X]");
        }

        @Test
        void ofAValue() {
            String longest = "x".repeat(20);
            assertThat(decode("*3\nSET\na\n" + longest + "\n*1\nX\n")).containsExactly("request [SET, a, " + longest + "]",
                    "request [X]");
            assertThat(decode("*3\nSET\na\n" + longest + "y\n*1\nX\n"))
                    .containsExactly("rejected: value too long: at most 20 bytes are allowed", "request [X]");
        }

        @Test
        void ofARequest() {
            // 4 bytes of header, 9 lines of 10 with CRLF, and what is left up to the limit of 100
            String nine = "*10\n" + ("x".repeat(8) + "\r\n").repeat(9);
            assertThat(decode(nine + "12345\n*1\nX\n")).hasSize(2).first().asString().startsWith("request");
            assertThat(decode(nine + "123456\n*1\nX\n"))
                    .containsExactly("rejected: request too long: at most 100 bytes are allowed", "request [X]");
        }

        @Test
        void isExceededWithoutKeepingTheBytes() {
            CommandDecoder decoder = DecodedStream.decoder();
            Request request = new Request();
            byte[] start = "*4\nSET\na\n".getBytes(UTF_8);
            byte[] more = "x".repeat(1000).getBytes(UTF_8);
            assertThat(decoder.decode(start, 0, start.length, request)).isEqualTo(CommandDecoder.Result.INCOMPLETE);
            assertThat(decoder.consumed()).as("an honest beginning is kept").isZero();
            byte[] both = (new String(start, UTF_8) + new String(more, UTF_8)).getBytes(UTF_8);
            assertThat(decoder.decode(both, 0, both.length, request)).isEqualTo(CommandDecoder.Result.INCOMPLETE);
            assertThat(decoder.consumed()).isEqualTo(both.length);
            for (int i = 0; i < 1000; i++) {
                assertThat(decoder.decode(more, 0, more.length, request)).isEqualTo(CommandDecoder.Result.INCOMPLETE);
                assertThat(decoder.consumed()).isEqualTo(more.length);
            }
            byte[] end = "\nlast\n".getBytes(UTF_8);
            assertThat(decoder.decode(end, 0, end.length, request)).isEqualTo(CommandDecoder.Result.REJECTED);
            assertThat(decoder.consumed()).isEqualTo(end.length);
        }

        @Test
        void isToldByTheFirstArgumentThatExceedsIt() {
            assertThat(decode("*3\nSET\n" + "k".repeat(11) + "\n" + "v".repeat(50) + "\n"))
                    .containsExactly("rejected: key too long: at most 10 bytes are allowed");
        }
    }
}
