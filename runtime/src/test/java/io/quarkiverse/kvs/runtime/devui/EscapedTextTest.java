package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EscapedTextTest {

    @Property
    void anyBytesComeBack(@ForAll byte[] bytes, @ForAll boolean lines) {
        assertThat(EscapedText.bytes(EscapedText.text(bytes, lines))).isEqualTo(bytes);
    }

    @Property
    void whatLooksEscapedComesBack(@ForAll("pieces") byte[] bytes, @ForAll boolean lines) {
        assertThat(EscapedText.bytes(EscapedText.text(bytes, lines))).isEqualTo(bytes);
    }

    @Provide
    Arbitrary<byte[]> pieces() {
        return Arbitraries
                .of("\\", "x", "4", "1", "\\x41", "\0", "ü", "\ud83d\ude00", "\ud800\udc00", "\n", "\r", "\u202e", "z").list()
                .ofMaxSize(12).map(list -> String.join("", list).getBytes(UTF_8));
    }

    @Property
    void nothingInvisibleIsLeft(@ForAll byte[] bytes) {
        assertThat(EscapedText.text(bytes).codePoints()).allMatch(point -> point >= ' ' && point != 0x7f
                && Character.getType(point) != Character.CONTROL && Character.getType(point) != Character.FORMAT);
    }

    @Example
    void textIsItself() {
        for (String text : new String[] { "", "user:1", "Zürich 日本 😀", "{\"a\":\"b\\n\\u00e9\"}", "C:\\temp" }) {
            assertThat(EscapedText.text(text.getBytes(UTF_8))).isEqualTo(text);
            assertThat(EscapedText.bytes(text)).isEqualTo(text.getBytes(UTF_8));
        }
    }

    @Example
    void otherBytesAreEscaped() {
        assertThat(EscapedText.text(new byte[] { 'a', 0, (byte) 0xff, '\n' })).isEqualTo("a\\x00\\xff\\x0a");
        assertThat(EscapedText.text(new byte[] { 'a', '\r', '\n', '\t' }, true)).isEqualTo("a\\x0d\n\t");
        assertThat(EscapedText.text("\\x41".getBytes(UTF_8))).isEqualTo("\\x5cx41");
        assertThat(EscapedText.text("\u202e".getBytes(UTF_8))).isEqualTo("\\xe2\\x80\\xae");
    }
}
