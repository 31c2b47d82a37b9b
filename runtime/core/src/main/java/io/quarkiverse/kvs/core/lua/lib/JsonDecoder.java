package io.quarkiverse.kvs.core.lua.lib;

import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaNumbers;
import io.quarkiverse.kvs.core.lua.LuaState;
import io.quarkiverse.kvs.core.lua.LuaString;
import io.quarkiverse.kvs.core.lua.LuaTable;
import io.quarkiverse.kvs.core.lua.LuaUserdata;

/** {@code cjson.decode}. A byte of zero ends the text, as in C. */
final class JsonDecoder {

    private static final int STACK = 8000;
    private static final int ORDINARY_DEPTH = 500;

    private enum Token {
        T_OBJ_BEGIN,
        T_OBJ_END,
        T_ARR_BEGIN,
        T_ARR_END,
        T_STRING,
        T_NUMBER,
        T_BOOLEAN,
        T_NULL,
        T_COLON,
        T_COMMA,
        T_END,
        T_ERROR
    }

    private final LuaState state;
    private final CjsonLibrary.Settings settings;
    private final byte[] text;
    private int at;
    private int depth;
    /** How many values the C library would have on its stack. */
    private int stack = 1;
    private Token token;
    private int tokenAt;
    private Object value;
    private String problem;

    JsonDecoder(LuaState state, CjsonLibrary.Settings settings, LuaString text) {
        this.state = state;
        this.settings = settings;
        this.text = text.bytes();
    }

    Object decode() {
        if (text.length >= 2 && (text[0] == 0 || text[1] == 0)) {
            throw state.error("JSON parser does not support UTF-16 or UTF-32");
        }
        next();
        Object result = value();
        next();
        if (token != Token.T_END) {
            throw unexpected("the end");
        }
        return result;
    }

    private int peek(int offset) {
        return at + offset < text.length ? text[at + offset] & 0xff : 0;
    }

    private LuaError unexpected(String expected) {
        return state.error("Expected " + expected + " but found " + (token == Token.T_ERROR ? problem : token.name())
                + " at character " + (tokenAt + 1));
    }

    private Object value() {
        switch (token) {
            case T_STRING:
            case T_NUMBER:
            case T_BOOLEAN:
                return value;
            case T_NULL:
                return LuaUserdata.NULL;
            case T_OBJ_BEGIN:
            case T_ARR_BEGIN: {
                boolean isObject = token == Token.T_OBJ_BEGIN;
                return depth % ORDINARY_DEPTH == ORDINARY_DEPTH - 1
                        ? state.onLargeStack(() -> isObject ? object() : array())
                        : isObject ? object() : array();
            }
            default:
                throw unexpected("value");
        }
    }

    private void descend(int slots) {
        state.work(1);
        depth++;
        if (depth > settings.decodeMaxDepth || stack + slots > STACK) {
            throw state.error("Found too many nested data structures (" + depth + ") at character " + at);
        }
    }

    private LuaTable object() {
        descend(3);
        LuaTable table = state.newTable();
        next();
        if (token == Token.T_OBJ_END) {
            depth--;
            return table;
        }
        stack += 2;
        while (true) {
            if (token != Token.T_STRING) {
                throw unexpected("object key string");
            }
            Object key = value;
            next();
            if (token != Token.T_COLON) {
                throw unexpected("colon");
            }
            next();
            table.set(key, value());
            next();
            if (token == Token.T_OBJ_END) {
                depth--;
                stack -= 2;
                return table;
            }
            if (token != Token.T_COMMA) {
                throw unexpected("comma or object end");
            }
            next();
        }
    }

    private LuaTable array() {
        descend(2);
        LuaTable table = state.newTable();
        next();
        if (token == Token.T_ARR_END) {
            depth--;
            return table;
        }
        stack++;
        for (int i = 1;; i++) {
            table.set(i, value());
            next();
            if (token == Token.T_ARR_END) {
                depth--;
                stack--;
                return table;
            }
            if (token != Token.T_COMMA) {
                throw unexpected("comma or array end");
            }
            next();
        }
    }

    private void fail(String what) {
        token = Token.T_ERROR;
        tokenAt = at;
        problem = what;
    }

    private void one(Token found) {
        token = found;
        at++;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (peek(i) != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private void next() {
        while (peek(0) == ' ' || peek(0) == '\t' || peek(0) == '\n' || peek(0) == '\r') {
            at++;
        }
        tokenAt = at;
        int c = peek(0);
        switch (c) {
            case 0:
                token = Token.T_END;
                return;
            case '{':
                one(Token.T_OBJ_BEGIN);
                return;
            case '}':
                one(Token.T_OBJ_END);
                return;
            case '[':
                one(Token.T_ARR_BEGIN);
                return;
            case ']':
                one(Token.T_ARR_END);
                return;
            case ',':
                one(Token.T_COMMA);
                return;
            case ':':
                one(Token.T_COLON);
                return;
            case '"':
                string();
                return;
            default:
                other(c);
        }
    }

    private void other(int c) {
        if (c == '-' || (c >= '0' && c <= '9')) {
            if (settings.decodeInvalidNumbers == 0 && isInvalidNumber()) {
                fail("invalid number");
            } else {
                number();
            }
        } else if (c == 't' && word("true")) {
            token = Token.T_BOOLEAN;
            value = true;
        } else if (c == 'f' && word("false")) {
            token = Token.T_BOOLEAN;
            value = false;
        } else if (c == 'n' && word("null")) {
            token = Token.T_NULL;
        } else if ((c == 'i' || c == 'I' || c == 'n' || c == 'N' || c == '+') && settings.decodeInvalidNumbers != 0
                && isInvalidNumber()) {
            number();
        } else {
            fail("invalid token");
        }
    }

    /** Whether strtod takes it although it is no number of JSON: hexadecimal, with zeros in front, infinite or not a number. */
    private boolean isInvalidNumber() {
        if (peek(0) == '+') {
            return true;
        }
        int i = peek(0) == '-' ? 1 : 0;
        int c = peek(i);
        if (c == '0') {
            int second = peek(i + 1);
            return (second | 0x20) == 'x' || (second >= '0' && second <= '9');
        }
        if (c <= '9') {
            return false;
        }
        int a = c | 0x20;
        int b = peek(i + 1) | 0x20;
        int d = peek(i + 2) | 0x20;
        return (a == 'i' && b == 'n' && d == 'f') || (a == 'n' && b == 'a' && d == 'n');
    }

    private void number() {
        LuaNumbers.Scan scan = new LuaNumbers.Scan(text, at);
        double number = scan.number();
        if (scan.end < 0) {
            fail("invalid number");
            return;
        }
        at = scan.end;
        token = Token.T_NUMBER;
        value = LuaNumbers.box(number);
    }

    private void string() {
        at++;
        int from = at;
        while (peek(0) != '"' && peek(0) != '\\' && peek(0) != 0) {
            at++;
        }
        if (peek(0) == '"') {
            state.allocate(24 + at - from);
            token = Token.T_STRING;
            value = LuaString.copyOf(text, from, at - from);
            at++;
            return;
        }
        ByteBuffer out = new ByteBuffer(state, at - from + 32);
        out.add(text, from, at - from);
        while (peek(0) != '"') {
            int c = peek(0);
            if (c == 0) {
                fail("unexpected end of string");
                return;
            }
            if (c == '\\') {
                int escaped = peek(1);
                if (escaped == 'u') {
                    if (!unicode(out)) {
                        fail("invalid unicode escape code");
                        return;
                    }
                    continue;
                }
                int found = escaped == 0 ? -1 : "\"\\/btnfr".indexOf(escaped);
                if (found < 0) {
                    fail("invalid escape code");
                    return;
                }
                c = "\"\\/\b\t\n\f\r".charAt(found);
                at++;
            }
            out.add(c);
            at++;
        }
        at++;
        token = Token.T_STRING;
        value = out.toLuaString();
    }

    private int hex4(int offset) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek(offset + i);
            int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
            if (digit < 0) {
                return -1;
            }
            code = (code << 4) + digit;
        }
        return code;
    }

    private boolean unicode(ByteBuffer out) {
        int code = hex4(2);
        int length = 6;
        if (code < 0) {
            return false;
        }
        if ((code & 0xF800) == 0xD800) {
            if ((code & 0x400) != 0 || peek(6) != '\\' || peek(7) != 'u') {
                return false;
            }
            int low = hex4(8);
            if (low < 0 || (low & 0xFC00) != 0xDC00) {
                return false;
            }
            code = (((code & 0x3FF) << 10) | (low & 0x3FF)) + 0x10000;
            length = 12;
        }
        if (code <= 0x7F) {
            out.add(code);
        } else if (code <= 0x7FF) {
            out.add((code >> 6) | 0xC0).add((code & 0x3F) | 0x80);
        } else if (code <= 0xFFFF) {
            out.add((code >> 12) | 0xE0).add(((code >> 6) & 0x3F) | 0x80).add((code & 0x3F) | 0x80);
        } else {
            out.add((code >> 18) | 0xF0).add(((code >> 12) & 0x3F) | 0x80).add(((code >> 6) & 0x3F) | 0x80)
                    .add((code & 0x3F) | 0x80);
        }
        at += length;
        return true;
    }
}
