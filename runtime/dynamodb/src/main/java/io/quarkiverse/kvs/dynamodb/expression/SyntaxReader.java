package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what all kinds of expressions have: document paths, placeholders, calls. */
final class SyntaxReader {

    private final Words words;

    SyntaxReader(Words words) {
        this.words = words;
    }

    /** A document path that begins with a name or with the placeholder of one. */
    Syntax.Path path() {
        List<Syntax.Step> steps = new ArrayList<>();
        steps.add(name());
        return continued(steps);
    }

    /** The rest of a document path. */
    Syntax.Path continued(List<Syntax.Step> begun) {
        List<Syntax.Step> steps = new ArrayList<>(begun);
        while (true) {
            if (words.takeSign(".")) {
                steps.add(name());
            } else if (words.takeSign("[")) {
                if (words.peek().type() != Token.Type.NUMBER) {
                    throw words.syntaxError();
                }
                steps.add(new Syntax.Step(Syntax.Step.Kind.INDEX, words.next().text()));
                words.expectSign("]");
            } else {
                return new Syntax.Path(steps);
            }
        }
    }

    private Syntax.Step name() {
        Token token = words.peek();
        if (token.type() == Token.Type.NAME) {
            return new Syntax.Step(Syntax.Step.Kind.PLACEHOLDER, words.next().text());
        }
        if (token.type() == Token.Type.WORD && !isKeyword(token)) {
            return new Syntax.Step(Syntax.Step.Kind.NAME, words.next().text());
        }
        throw words.syntaxError();
    }

    /** Whether a word has a meaning in expressions of this kind, so that it is no name. */
    boolean isKeyword(Token token) {
        if (words.kind() == ExpressionKind.PROJECTION) {
            return false;
        }
        if (words.kind() == ExpressionKind.UPDATE) {
            return token.isWord("SET") || token.isWord("REMOVE") || token.isWord("ADD") || token.isWord("DELETE");
        }
        return token.isWord("AND") || token.isWord("OR") || token.isWord("NOT") || token.isWord("BETWEEN")
                || token.isWord("IN");
    }

    Syntax.Value value() {
        if (words.peek().type() != Token.Type.VALUE) {
            throw words.syntaxError();
        }
        return new Syntax.Value(words.next().text());
    }

    /** Whether a call of a function comes next. */
    boolean atCall() {
        return words.peek().type() == Token.Type.WORD && !isKeyword(words.peek()) && words.peekSecond().isSign("(");
    }

    Syntax.Call call(Supplier<Syntax> operand) {
        words.countOperator();
        String function = words.next().text();
        words.expectSign("(");
        return new Syntax.Call(function, list(operand));
    }

    /** Operands with commas between them, up to the parenthesis that closes them. */
    List<Syntax> list(Supplier<Syntax> operand) {
        List<Syntax> operands = new ArrayList<>();
        do {
            operands.add(operand.get());
        } while (words.takeSign(","));
        words.expectSign(")");
        return operands;
    }
}
