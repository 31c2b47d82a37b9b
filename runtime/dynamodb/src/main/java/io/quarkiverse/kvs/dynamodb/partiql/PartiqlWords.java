package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.WordReader;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** The words of one statement, read from left to right, and the values of its parameters. */
final class PartiqlWords extends WordReader<PartiqlToken> {

    /** The deepest parentheses, lists and maps in each other. */
    private static final int DEEPEST = 100;

    /** How errors name the signs that are missing. */
    private static final Map<String, String> SIGNS = Map.of("(", "LEFT_PAREN", ")", "RIGHT_PAREN", "]", "RIGHT_BRACKET", "}",
            "RIGHT_CURLY", ">>", "RIGHT_DOUBLE_ANGLE_BRACKET", ":", "COLON", "*", "STAR");

    private final List<AttributeValue> parameters;
    private int used;
    private int depth;

    PartiqlWords(String statement, List<AttributeValue> parameters) {
        this(parameters, PartiqlLexer.tokens(statement));
    }

    private PartiqlWords(List<AttributeValue> parameters, List<PartiqlToken> tokens) {
        super(tokens);
        this.parameters = parameters;
        long marks = tokens.stream().filter(token -> token.type() == PartiqlToken.Type.PARAMETER).count();
        if (marks != parameters.size()) {
            throw DynamoDbException.validation("Number of parameters in request and statement don't match.");
        }
    }

    void expectSign(String sign) {
        if (!takeSign(sign)) {
            throw NotWellFormed.because("Expected " + SIGNS.get(sign));
        }
    }

    /** The end, possibly after a semicolon. */
    void expectEnd() {
        takeSign(";");
        if (!peek().isEnd()) {
            throw NotWellFormed.because("Unexpected token after expression");
        }
    }

    /** The value of the next parameter. */
    AttributeValue parameter() {
        return parameters.get(used++);
    }

    /** Something begins that may have others of its kind in it. */
    void deeper() {
        if (++depth > DEEPEST) {
            throw NotWellFormed.because("Expressions are nested too deep");
        }
    }

    /** It ends. */
    void higher() {
        depth--;
    }
}
