package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.redis.Script.Comparison;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The text that stands for a reply in the files of expected replies. */
class ReplyTextTest {

    /** The bytes of a reply, where ; stands for the end of a line, and its text. */
    @ParameterizedTest
    @CsvSource(delimiterString = " is ", quoteCharacter = '|', value = {
            "+OK; is +OK",
            "-ERR syntax error; is -ERR syntax error",
            "-ERR with: ; is -\"ERR with: \"",
            ":-1; is :-1",
            "$3;a\"b; is \"a\\\"b\"",
            "$0;; is \"\"",
            "$-1; is $-1",
            "*-1; is *-1",
            "*0; is []",
            "*3;+OK;-ERR syntax error;*1;:1; is [+OK -\"ERR syntax error\" [:1]]",
            "%1;$1;a;~1;,3.5; is %[\"a\" ~[,3.5]]",
            "=5;txt:a; is =\"txt:a\"",
            "!7;ERR a b; is !\"ERR a b\"",
            "(12345; is (12345",
            "#t; is #t",
            "_; is _",
            "(closed) is (closed)",
            "(timeout)+O is (timeout) \"+O\"",
            "$03;a b; is (bytes) \"$03\\r\\na b\\r\\n\"",
            "$3;a bc; is (bytes) \"$3\\r\\na bc\\r\\n\"",
            "$3;a b is (bytes) \"$3\\r\\na b\"",
            ":1;:2; is (bytes) \":1\\r\\n:2\\r\\n\"",
            "?; is (bytes) \"?\\r\\n\"" })
    void textOfAReply(String bytes, String text) {
        assertThat(ReplyText.of(bytes.replace(";", "\r\n"), Comparison.EXACT)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " is ", quoteCharacter = '|', value = {
            "*2;$1;b;*2;:2;:1; is [\"b\" [:1 :2]]",
            "%2;$1;b;:1;$1;a;:2; is %[\"a\" :2 \"b\" :1]" })
    void elementsInAnyOrderAreSorted(String bytes, String text) {
        assertThat(ReplyText.of(bytes.replace(";", "\r\n"), Comparison.ANY_ORDER)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({ ":100;, :100", ":99;, :100", ":91;, :100", ":90;, :90", ":1;, :10", ":0;, :0", ":-1;, :-1", ":-2;, :-2",
            "-ERR x;, -ERR x" })
    void secondsToLiveAreRoundedUpToTens(String bytes, String text) {
        assertThat(ReplyText.of(bytes.replace(";", "\r\n"), Comparison.TENS_OF_SECONDS)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({ ":100, :...", "$1;a;, $...", "*0;, *..." })
    void ofAReplyComparedByTypeOnlyTheTypeIsLeft(String bytes, String text) {
        assertThat(ReplyText.of(bytes.replace(";", "\r\n"), Comparison.TYPE)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({ "20, 0", "21, 1" })
    void manyOfTheSameAreCounted(int count, int counted) {
        String zeros = count + ";" + "0".repeat(count) + ";";
        assertThat(ReplyText.of(("$" + zeros).replace(";", "\r\n"), Comparison.EXACT))
                .isEqualTo(counted == 0 ? "\"" + "0".repeat(count) + "\"" : "\"0\\{" + count + "}\"");
        assertThat(ReplyText.of(("*" + count + ";" + ":0;".repeat(count)).replace(";", "\r\n"), Comparison.EXACT))
                .isEqualTo(counted == 0 ? "[" + ":0 ".repeat(count).strip() + "]" : "[:0 {" + count + "}]");
    }

    @Property(tries = 3000)
    void otherBytesHaveAnotherText(@ForAll("replies") String one, @ForAll("replies") String other) {
        assertThat(ReplyText.of(one, Comparison.EXACT).equals(ReplyText.of(other, Comparison.EXACT)))
                .isEqualTo(one.equals(other));
    }

    /** Of a few pieces, so that similar ones meet; most are not what RESP wants. */
    @Provide
    Arbitrary<String> replies() {
        Arbitrary<String> pieces = Arbitraries.of("*1\r\n", "*2\r\n", "+", "-", "$1\r\n", "$3\r\n", "$25\r\n", ":", "_", "\r\n",
                "a", "\"", "\\", " ", "1", "{", "}", "0".repeat(21), "[", "]", "(closed)", "\u00ff");
        return pieces.list().ofMinSize(1).ofMaxSize(5).map(ReplyTextTest::joined);
    }

    private static String joined(List<String> pieces) {
        return String.join("", pieces);
    }
}
