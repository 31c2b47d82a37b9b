package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Bytes as text for people to read and to change, such that {@code bytes(text(b))} is {@code b} for all bytes.
 * <p>
 * What is UTF-8 and can be seen is itself. Any other byte is <code>&#92;xHH</code>, with two hexadecimal digits. A backslash is
 * itself, too, except where it would be taken for the beginning of that. So text in which people use backslashes, such as JSON,
 * looks as they wrote it.
 */
final class EscapedText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    /** The length of an escaped byte. */
    private static final int ESCAPED = 4;
    /** Marks what stands for a byte, until backslashes are protected: half a character, which no decoder makes. */
    private static final char MARK = '\uD800';

    private EscapedText() {
    }

    /** On one line. */
    static String text(byte[] bytes) {
        return text(bytes, false);
    }

    /** @param lines whether ends of lines (LF) and tabs are to be themselves */
    static String text(byte[] bytes, boolean lines) {
        StringBuilder text = new StringBuilder(bytes.length);
        CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            append(text, out, lines);
            out.clear();
            if (!result.isMalformed()) {
                return protectBackslashes(text);
            }
            for (int i = 0; i < result.length(); i++) {
                escape(text, in.get());
            }
            decoder.reset();
        }
    }

    /** The bytes that a text stands for. */
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i)) {
            if (isEscaped(text, i)) {
                bytes.writeBytes(text.substring(plain, i).getBytes(UTF_8));
                bytes.write(Integer.parseInt(text, i + 2, i + ESCAPED, 16));
                i += ESCAPED;
                plain = i;
            } else {
                i++;
            }
        }
        bytes.writeBytes(text.substring(plain).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private static void append(StringBuilder text, CharBuffer decoded, boolean lines) {
        decoded.codePoints().forEach(point -> {
            if (isVisible(point) || lines && (point == '\n' || point == '\t')) {
                text.appendCodePoint(point);
            } else {
                for (byte b : Character.toString(point).getBytes(UTF_8)) {
                    escape(text, b);
                }
            }
        });
    }

    private static void escape(StringBuilder text, byte b) {
        text.append(MARK).append('x').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
    }

    private static String protectBackslashes(StringBuilder marked) {
        StringBuilder text = new StringBuilder(marked.length());
        for (int i = 0; i < marked.length(); i++) {
            char c = marked.charAt(i);
            if (c == '\\' && isEscaped(marked, i)) {
                text.append("\\x5c");
            } else {
                text.append(isMark(marked, i) ? '\\' : c);
            }
        }
        return text.toString();
    }

    /** No character that is decoded has a first half without a second. */
    private static boolean isMark(CharSequence text, int at) {
        return text.charAt(at) == MARK && at + 1 < text.length() && !Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static boolean isEscaped(CharSequence text, int at) {
        return at + ESCAPED <= text.length() && text.charAt(at + 1) == 'x' && isHex(text.charAt(at + 2))
                && isHex(text.charAt(at + 3));
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
