package io.quarkiverse.kvs.core.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Words in a line of a manifest: with blanks between them, those that have blanks or bytes that cannot be printed in quotation
 * marks, with escapes as in C. Characters are bytes.
 *
 * <pre>
 * file "with a blank" seq 1 type i
 * </pre>
 */
final class QuotedWords {

    private static final String ESCAPED = "\n\r\t\u0007\b";
    private static final String LETTERS = "nrtab";

    private final String line;
    private int at;

    private QuotedWords(String line) {
        this.line = line;
    }

    /** A word as it stands in a line. */
    static String quote(String word) {
        if (!word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
            return word;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int escaped = ESCAPED.indexOf(c);
            if (escaped >= 0) {
                quoted.append('\\').append(LETTERS.charAt(escaped));
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\x%02x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    /** The words of a line, or null if quotation marks in it are not in pairs, or do not end a word. */
    static List<String> split(String line) {
        return new QuotedWords(line).split();
    }

    private List<String> split() {
        List<String> words = new ArrayList<>();
        skipBlanks();
        while (at < line.length()) {
            String word = word();
            if (word == null) {
                return null;
            }
            words.add(word);
            skipBlanks();
        }
        return words;
    }

    private void skipBlanks() {
        while (isBlank()) {
            at++;
        }
    }

    private boolean isBlank() {
        return at < line.length() && (line.charAt(at) == ' ' || (line.charAt(at) >= '\t' && line.charAt(at) <= '\r'));
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !isBlank()) {
            char c = line.charAt(at++);
            if (c == '"' || c == '\'') {
                return quoted(c, word) && (at == line.length() || isBlank()) ? word.toString() : null;
            }
            word.append(c);
        }
        return word.toString();
    }

    /** @return whether the other quotation mark is there */
    private boolean quoted(char mark, StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == mark) {
                return true;
            }
            if (c != '\\' || at == line.length() || (mark == '\'' && line.charAt(at) != '\'')) {
                word.append(c);
            } else {
                word.append(escaped());
            }
        }
        return false;
    }

    private char escaped() {
        char c = line.charAt(at++);
        if (c == 'x' && at + 2 <= line.length() && Character.digit(line.charAt(at), 16) >= 0
                && Character.digit(line.charAt(at + 1), 16) >= 0) {
            at += 2;
            return (char) Integer.parseInt(line.substring(at - 2, at), 16);
        }
        int letter = LETTERS.indexOf(c);
        return letter >= 0 ? ESCAPED.charAt(letter) : c;
    }
}
