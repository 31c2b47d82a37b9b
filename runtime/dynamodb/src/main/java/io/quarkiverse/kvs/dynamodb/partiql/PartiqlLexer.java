package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a statement into words. */
final class PartiqlLexer {

    private static final Set<String> PAIRS = Set.of("<=", ">=", "<>", "!=", "<<", ">>");
    private static final String SIGNS = "()[]{},.:;=<>+-*";

    private final String text;
    private int at;

    private PartiqlLexer(String text) {
        this.text = text;
    }

    /** The words; the last one is the end. */
    static List<PartiqlToken> tokens(String text) {
        return new PartiqlLexer(text).all();
    }

    private List<PartiqlToken> all() {
        List<PartiqlToken> tokens = new ArrayList<>();
        while (skipSpace()) {
            tokens.add(next());
        }
        tokens.add(new PartiqlToken(PartiqlToken.Type.END, ""));
        return tokens;
    }

    /** Spaces and comments. */
    private boolean skipSpace() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw NotWellFormed.because("");
                }
                at = end + 2;
            } else {
                return true;
            }
        }
        return false;
    }

    private PartiqlToken next() {
        char first = text.charAt(at);
        if (first == '\'') {
            return new PartiqlToken(PartiqlToken.Type.STRING, quoted('\''));
        }
        if (first == '"') {
            return new PartiqlToken(PartiqlToken.Type.QUOTED, quoted('"'));
        }
        if (isDigit(at) || (first == '.' && isDigit(at + 1))) {
            return new PartiqlToken(PartiqlToken.Type.NUMBER, number());
        }
        int start = at;
        if (Character.isLetter(first) || first == '_' || first == '$') {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            return new PartiqlToken(PartiqlToken.Type.WORD, text.substring(start, at));
        }
        if (first == '?') {
            at++;
            return new PartiqlToken(PartiqlToken.Type.PARAMETER, "?");
        }
        if (at + 1 < text.length() && PAIRS.contains(text.substring(at, at + 2))) {
            at += 2;
        } else if (SIGNS.indexOf(first) >= 0) {
            at++;
        } else {
            throw NotWellFormed.because("");
        }
        return new PartiqlToken(PartiqlToken.Type.SIGN, text.substring(start, at));
    }

    /** What is between quotes; two of them mean one. */
    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                if (at == text.length() || text.charAt(at) != quote) {
                    return value.toString();
                }
            }
            value.append(c);
        }
        throw NotWellFormed.because("");
    }

    private String number() {
        int start = at;
        skipDigits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            skipDigits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
            if (isDigit(at + 1 + sign)) {
                at += 1 + sign;
                skipDigits();
            }
        }
        return text.substring(start, at);
    }

    private void skipDigits() {
        while (isDigit(at)) {
            at++;
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
