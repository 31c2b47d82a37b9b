package io.quarkiverse.kvs.core.protocol;

import static io.quarkiverse.kvs.core.protocol.DecodedStream.decode;
import static io.quarkiverse.kvs.core.protocol.DecodedStream.decodeInPieces;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CommandDecoderPropertiesTest {

    @Property
    void argumentsOfAnyBytesComeBackAsSent(@ForAll("arguments") List<String> arguments,
            @ForAll boolean carriageReturns, @ForAll @IntRange(min = 1, max = 30) int piece) {
        String lineEnd = carriageReturns ? "\r\n" : "\n";
        String stream = "*" + arguments.size() + lineEnd
                + arguments.stream().map(argument -> argument + lineEnd).collect(Collectors.joining());

        assertThat(decodeInPieces(stream, piece, piece)).containsExactly("request " + arguments);
    }

    @Property
    void inRespToo(@ForAll("anyArguments") List<String> arguments, @ForAll @IntRange(min = 1, max = 30) int piece) {
        String stream = "*" + arguments.size() + "\r\n" + arguments.stream()
                .map(argument -> "$" + argument.length() + "\r\n" + argument + "\r\n").collect(Collectors.joining());

        assertThat(decodeInPieces(stream, piece, piece)).containsExactly("resp " + arguments);
    }

    @Property
    void andQuotedInAnInlineCommand(@ForAll("anyArguments") List<String> arguments,
            @ForAll @IntRange(min = 1, max = 30) int piece) {
        String stream = arguments.stream().map(CommandDecoderPropertiesTest::quoted).collect(Collectors.joining(" ")) + "\r\n";

        assertThat(decodeInPieces(stream, piece, piece)).containsExactly("resp " + arguments);
    }

    private static String quoted(String argument) {
        return argument.chars().mapToObj(c -> String.format("\\x%02x", c)).collect(Collectors.joining("", "\"", "\""));
    }

    @Property
    void garbageNeverDoesMoreThanBreakTheConnection(@ForAll @Size(max = 300) byte[] garbage,
            @ForAll @IntRange(min = 1, max = 40) int piece) {
        String stream = new String(garbage, ISO_8859_1);

        assertThat(decodeInPieces(stream, piece, piece)).isEqualTo(decode(stream));
    }

    /** Garbage that looks like the protocol gets further. */
    @Property
    void almostValidStreamsAreReadTheSameInAnyPieces(@ForAll("almostValid") String stream,
            @ForAll @IntRange(min = 1, max = 40) int piece) {
        assertThat(decodeInPieces(stream, piece, piece)).isEqualTo(decode(stream));
    }

    /** Any bytes but a line feed, and no carriage return at the end: that would belong to the line's end. */
    @Provide
    Arbitrary<List<String>> arguments() {
        return Arbitraries.strings().withCharRange('\u0000', '\u00ff').excludeChars('\n').ofMaxLength(9)
                .filter(argument -> !argument.endsWith("\r")).list().ofMinSize(1).ofMaxSize(9)
                // That would be RESP.
                .filter(arguments -> !arguments.get(0).startsWith("$"));
    }

    @Provide
    Arbitrary<List<String>> anyArguments() {
        return Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(5).list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> almostValid() {
        return Arbitraries
                .of("*", "1", "2", "3", "12", "\r", "\n", "\r\n", "\r\n", "*2\r\nGET\r\nA\r\n", "*3\nSET\nA\nB\n", "GET",
                        "0123456789", " ", "$", "$3", "$1\r\nA\r\n", "*2\r\n$3\r\nGET\r\n$1\r\nA\r\n", "\"", "'", "-1")
                .list().ofMaxSize(40).map(parts -> String.join("", parts));
    }
}
