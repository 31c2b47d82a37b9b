package io.quarkiverse.kvs.core.lua;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Makes tokens of bytes. A byte of zero is a character like any other outside of numbers, as in Lua 5.1. */
final class Lexer {

    static final int END = -1;
    static final int NAME = 256;
    static final int STRING = 257;
    static final int NUMBER = 258;
    static final int CONCAT = 259;
    static final int DOTS = 260;
    static final int EQ = 261;
    static final int GE = 262;
    static final int LE = 263;
    static final int NE = 264;
    static final int AND = 270;
    static final int BREAK = 271;
    static final int DO = 272;
    static final int ELSE = 273;
    static final int ELSEIF = 274;
    static final int ENDWORD = 275;
    static final int FALSE = 276;
    static final int FOR = 277;
    static final int FUNCTION = 278;
    static final int IF = 279;
    static final int IN = 280;
    static final int LOCAL = 281;
    static final int NIL = 282;
    static final int NOT = 283;
    static final int OR = 284;
    static final int REPEAT = 285;
    static final int RETURN = 286;
    static final int THEN = 287;
    static final int TRUE = 288;
    static final int UNTIL = 289;
    static final int WHILE = 290;

    private static final String[] WORDS = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if",
            "in",
            "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" };
    private static final Map<LuaString, Integer> RESERVED = new HashMap<>();

    static {
        for (int i = 0; i < WORDS.length; i++) {
            RESERVED.put(LuaString.of(WORDS[i]), AND + i);
        }
    }

    private final byte[] source;
    private final String chunk;
    private final Map<LuaString, LuaString> strings = new HashMap<>();
    private int at;
    int line = 1;
    /** The line of the token before the current one. */
    int lastLine = 1;
    int token;
    LuaString string;
    double number;
    private int tokenFrom;
    private int ahead = Integer.MIN_VALUE;
    private LuaString aheadString;
    private double aheadNumber;
    private int aheadFrom;
    private int aheadTo;

    Lexer(byte[] source, String chunk) {
        this.source = source;
        this.chunk = chunk;
        if (source.length > 0 && source[0] == '#') {
            while (at < source.length && source[at] != '\n') {
                at++;
            }
        }
    }

    void next() {
        lastLine = line;
        if (ahead != Integer.MIN_VALUE) {
            token = ahead;
            string = aheadString;
            number = aheadNumber;
            tokenFrom = aheadFrom;
            tokenTo = aheadTo;
            ahead = Integer.MIN_VALUE;
        } else {
            token = scan();
        }
    }

    /** Where the current token ends. */
    private int tokenTo;

    /** The token after the current one. */
    int lookAhead() {
        int currentToken = token;
        LuaString currentString = string;
        double currentNumber = number;
        int currentFrom = tokenFrom;
        int currentTo = tokenTo;
        ahead = scan();
        aheadString = string;
        aheadNumber = number;
        aheadFrom = tokenFrom;
        aheadTo = tokenTo;
        token = currentToken;
        string = currentString;
        number = currentNumber;
        tokenFrom = currentFrom;
        tokenTo = currentTo;
        return ahead;
    }

    private int peek() {
        return at < source.length ? source[at] & 0xff : END;
    }

    private int peek(int offset) {
        return at + offset < source.length ? source[at + offset] & 0xff : END;
    }

    private int scan() {
        int found = scanToken();
        tokenTo = at;
        return found;
    }

    private int scanToken() {
        while (true) {
            tokenFrom = at;
            int c = peek();
            switch (c) {
                case END:
                    return END;
                case '\n':
                case '\r':
                    newLine();
                    continue;
                case '-':
                    at++;
                    if (peek() != '-') {
                        return '-';
                    }
                    at++;
                    comment();
                    continue;
                case '[':
                    int level = longBracket();
                    if (level >= 0) {
                        string = longString(level, false);
                        return STRING;
                    }
                    if (level == -1) {
                        at++;
                        return '[';
                    }
                    at += -level - 1;
                    throw errorAtText("invalid long string delimiter");
                case '=':
                    return one('=', '=', EQ);
                case '<':
                    return one('<', '=', LE);
                case '>':
                    return one('>', '=', GE);
                case '~':
                    return one('~', '=', NE);
                case '"':
                case '\'':
                    string = shortString(c);
                    return STRING;
                case '.':
                    if (peek(1) == '.') {
                        at += peek(2) == '.' ? 3 : 2;
                        return at - tokenFrom == 3 ? DOTS : CONCAT;
                    }
                    if (!isDigit(peek(1))) {
                        at++;
                        return '.';
                    }
                    return number();
                default:
                    if (isSpace(c)) {
                        at++;
                        continue;
                    }
                    if (isDigit(c)) {
                        return number();
                    }
                    if (isLetter(c)) {
                        while (isLetter(peek()) || isDigit(peek())) {
                            at++;
                        }
                        string = intern(LuaString.copyOf(source, tokenFrom, at - tokenFrom));
                        Integer word = RESERVED.get(string);
                        return word == null ? NAME : word;
                    }
                    at++;
                    return c;
            }
        }
    }

    private int one(int single, int follow, int both) {
        at++;
        if (peek() == follow) {
            at++;
            return both;
        }
        return single;
    }

    private void newLine() {
        int c = peek();
        at++;
        if ((peek() == '\n' || peek() == '\r') && peek() != c) {
            at++;
        }
        if (++line >= Integer.MAX_VALUE - 2) {
            throw error("chunk has too many lines");
        }
    }

    private void comment() {
        if (peek() == '[') {
            int from = at;
            int level = longBracket();
            if (level >= 0) {
                longString(level, true);
                return;
            }
            at = from;
        }
        while (peek() != END && peek() != '\n' && peek() != '\r') {
            at++;
        }
    }

    /**
     * How many equals signs are in the long bracket that begins here; -1 if none begins: -1 - n if it breaks off after n + 1.
     */
    private int longBracket() {
        int level = 0;
        while (peek(1 + level) == '=') {
            level++;
        }
        return peek(1 + level) == '[' ? level : level == 0 ? -1 : -level - 2;
    }

    private LuaString longString(int level, boolean isComment) {
        at += level + 2;
        if (peek() == '\n' || peek() == '\r') {
            newLine();
        }
        ByteArrayOutputStream text = isComment ? null : new ByteArrayOutputStream();
        while (true) {
            int c = peek();
            if (c == END) {
                throw errorNearEnd(isComment ? "unfinished long comment" : "unfinished long string");
            }
            if (c == '[' && level == 0 && longBracket() == 0) {
                at += 2;
                throw errorAt("nesting of [[...]] is deprecated", "[");
            }
            if (c == ']') {
                int found = 0;
                while (peek(1 + found) == '=') {
                    found++;
                }
                if (found == level && peek(1 + found) == ']') {
                    at += level + 2;
                    return isComment ? null : intern(LuaString.of(text.toByteArray()));
                }
                if (text != null) {
                    text.write(c);
                }
                at++;
            } else if (c == '\n' || c == '\r') {
                if (text != null) {
                    text.write('\n');
                }
                newLine();
            } else {
                if (text != null) {
                    text.write(c);
                }
                at++;
            }
        }
    }

    private LuaString shortString(int quote) {
        at++;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (peek() != quote) {
            int c = peek();
            switch (c) {
                case END:
                    throw errorNearEnd("unfinished string");
                case '\n':
                case '\r':
                    throw errorAt("unfinished string", read(quote, text));
                case '\\':
                    at++;
                    escape(quote, text);
                    break;
                default:
                    text.write(c);
                    at++;
            }
        }
        at++;
        return intern(LuaString.of(text.toByteArray()));
    }

    private void escape(int quote, ByteArrayOutputStream text) {
        int c = peek();
        switch (c) {
            case END:
                return;
            case '\n':
            case '\r':
                text.write('\n');
                newLine();
                return;
            default:
                int simple = "abfnrtv".indexOf(c);
                if (simple >= 0) {
                    text.write("\u0007\b\f\n\r\t\u000b".charAt(simple));
                    at++;
                } else if (isDigit(c)) {
                    int code = 0;
                    for (int i = 0; i < 3 && isDigit(peek()); i++) {
                        code = code * 10 + peek() - '0';
                        at++;
                    }
                    if (code > 255) {
                        throw errorAt("escape sequence too large", read(quote, text));
                    }
                    text.write(code);
                } else {
                    text.write(c);
                    at++;
                }
        }
    }

    private int number() {
        while (isDigit(peek()) || peek() == '.') {
            at++;
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
        }
        while (isLetter(peek()) || isDigit(peek())) {
            at++;
        }
        Double value = LuaNumbers.parse(LuaString.copyOf(source, tokenFrom, at - tokenFrom));
        if (value == null) {
            throw errorAtText("malformed number");
        }
        number = value;
        return NUMBER;
    }

    private LuaString intern(LuaString text) {
        LuaString known = strings.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= 9 && c <= 13);
    }

    /** An error with the place only. */
    LuaError error(String message) {
        return new LuaError(LuaString.of((chunk + ":" + line + ": " + message).getBytes(StandardCharsets.ISO_8859_1)), null,
                line);
    }

    private LuaError errorAt(String message, String near) {
        return error(message + " near '" + near + "'");
    }

    private LuaError errorNearEnd(String message) {
        return errorAt(message, "<eof>");
    }

    /** An error at what has been read of the current token. */
    private LuaError errorAtText(String message) {
        return errorAt(message, text(tokenFrom, at));
    }

    /** What has been read of a string, as messages show it: its escapes are resolved, and a byte of zero ends it. */
    private static String read(int quote, ByteArrayOutputStream text) {
        String read = (char) quote + text.toString(StandardCharsets.ISO_8859_1);
        return read.indexOf(0) < 0 ? read : read.substring(0, read.indexOf(0));
    }

    /** The same of a whole string. */
    private String stringText() {
        String content = new String(string.bytes, StandardCharsets.ISO_8859_1);
        int first = source[tokenFrom];
        String text;
        if (first == '[') {
            int level = 0;
            while (source[tokenFrom + 1 + level] == '=') {
                level++;
            }
            String equals = "=".repeat(level);
            text = "[" + equals + "[" + content + "]" + equals + "]";
        } else {
            text = (char) first + content + (char) first;
        }
        return text.indexOf(0) < 0 ? text : text.substring(0, text.indexOf(0));
    }

    private String text(int from, int to) {
        int end = from;
        while (end < to && source[end] != 0) {
            end++;
        }
        return new String(source, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** An error at the current token. */
    LuaError errorAtToken(String message) {
        if (token == 0) {
            // Lua takes the number of a byte of zero for no token.
            return error(message);
        }
        return errorAt(message, token == STRING ? stringText()
                : token == NAME || token == NUMBER ? text(tokenFrom, tokenTo) : describe(token));
    }

    /** A token as messages name it. */
    static String describe(int token) {
        if (token >= AND && token <= WHILE) {
            return WORDS[token - AND];
        }
        switch (token) {
            case END:
                return "<eof>";
            case NAME:
                return "<name>";
            case STRING:
                return "<string>";
            case NUMBER:
                return "<number>";
            case CONCAT:
                return "..";
            case DOTS:
                return "...";
            case EQ:
                return "==";
            case GE:
                return ">=";
            case LE:
                return "<=";
            case NE:
                return "~=";
            default:
                return token < 32 ? "char(" + token + ")" : String.valueOf((char) token);
        }
    }
}
