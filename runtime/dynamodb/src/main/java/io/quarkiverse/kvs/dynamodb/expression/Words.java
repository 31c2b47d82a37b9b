package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** The words of one expression, read from left to right. */
final class Words extends WordReader<Token> {

    /** The bytes of the longest expression. */
    static final int LONGEST = 4096;
    /** The most operators and functions in an expression. */
    static final int MOST_OPERATORS = 300;

    private final ExpressionKind kind;
    private final String text;
    private int operators;

    Words(ExpressionKind kind, String text) {
        super(tokens(kind, text));
        this.kind = kind;
        this.text = text;
    }

    private static List<Token> tokens(ExpressionKind kind, String text) {
        if (text.isBlank()) {
            throw kind.error("The expression can not be empty;");
        }
        int size = text.length() > LONGEST ? text.length() : ItemSize.utf8(text);
        if (size > LONGEST) {
            throw kind.error("Expression size has exceeded the maximum allowed size;"
                    + (kind == ExpressionKind.FILTER ? " expression size: " + ItemSize.utf8(text) : ""));
        }
        return Lexer.tokens(text);
    }

    ExpressionKind kind() {
        return kind;
    }

    void expectSign(String sign) {
        if (!takeSign(sign)) {
            throw syntaxError();
        }
    }

    void expectEnd() {
        if (!peek().isEnd()) {
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
        Token before = last();
        Token after = peekSecond();
        int end = after.isEnd() ? (token.isEnd() ? before.end() : token.end()) : after.end();
        return kind
                .error("Syntax error; token: \"" + token.text() + "\", near: \"" + text.substring(before.start(), end) + "\"");
    }
}
