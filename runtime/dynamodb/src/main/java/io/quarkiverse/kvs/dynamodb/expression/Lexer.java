package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;

/** Splits an expression into words. It takes anything: what makes no sense is a sign of its own, and the parser complains. */
final class Lexer {

    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** The words; the last one is the end. */
    static List<Token> tokens(String text) {
        return new Lexer(text).all();
    }

    private List<Token> all() {
        List<Token> tokens = new ArrayList<>();
        while (true) {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                tokens.add(new Token(Token.Type.END, "<EOF>", at, at));
                return tokens;
            }
            tokens.add(next());
        }
    }

    private Token next() {
        int start = at;
        char first = text.charAt(at++);
        Token.Type type = Token.Type.SIGN;
        if (isDigit(first)) {
            type = Token.Type.NUMBER;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
        } else if (isWordPart(first)) {
            type = Token.Type.WORD;
            skipWord();
        } else if (first == '#' || first == ':') {
            skipWord();
            if (at > start + 1) {
                type = first == '#' ? Token.Type.NAME : Token.Type.VALUE;
            }
        } else if (at < text.length() && isPair(first, text.charAt(at))) {
            at++;
        }
        return new Token(type, text.substring(start, at), start, at);
    }

    private void skipWord() {
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isPair(char first, char second) {
        return (second == '=' && (first == '<' || first == '>')) || (first == '<' && second == '>')
                || (Character.isHighSurrogate(first) && Character.isLowSurrogate(second));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
    }
}
