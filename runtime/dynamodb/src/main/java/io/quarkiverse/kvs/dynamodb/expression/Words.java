package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** The words of one expression, read from left to right. */
final class Words {

    /** The bytes of the longest expression. */
    static final int LONGEST = 4096;
    /** The most operators and functions in an expression. */
    static final int MOST_OPERATORS = 300;

    private final ExpressionKind kind;
    private final String text;
    private final List<Token> tokens;
    private int at;
    private int operators;

    Words(ExpressionKind kind, String text) {
        this.kind = kind;
        this.text = text;
        if (text.isBlank()) {
            throw kind.error("The expression can not be empty;");
        }
        int size = text.length() > LONGEST ? text.length() : ItemSize.utf8(text);
        if (size > LONGEST) {
            throw kind.error("Expression size has exceeded the maximum allowed size;"
                    + (kind == ExpressionKind.FILTER ? " expression size: " + ItemSize.utf8(text) : ""));
        }
        this.tokens = Lexer.tokens(text);
    }

    ExpressionKind kind() {
        return kind;
    }

    /** The number of words read so far. */
    int position() {
        return at;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The one after the next. */
    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.type() != Token.Type.END) {
            at++;
        }
        return token;
    }

    boolean takeSign(String sign) {
        if (peek().isSign(sign)) {
            at++;
            return true;
        }
        return false;
    }

    boolean takeWord(String word) {
        if (peek().isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    void expectSign(String sign) {
        if (!takeSign(sign)) {
            throw syntaxError();
        }
    }

    void expectEnd() {
        if (peek().type() != Token.Type.END) {
            throw syntaxError();
        }
    }

    /** Counts an operator or a function: there is a limit, which bounds the depth, too. */
    void countOperator() {
        if (++operators > MOST_OPERATORS) {
            throw kind.error("The expression contains too many operators; maximum number of operators: " + MOST_OPERATORS);
        }
    }

    /** The next word has no place here. */
    DynamoDbException syntaxError() {
        Token token = peek();
        Token before = at == 0 ? token : tokens.get(at - 1);
        Token after = peekSecond();
        int end = after.type() == Token.Type.END ? (token.type() == Token.Type.END ? before.end() : token.end()) : after.end();
        return kind
                .error("Syntax error; token: \"" + token.text() + "\", near: \"" + text.substring(before.start(), end) + "\"");
    }
}
