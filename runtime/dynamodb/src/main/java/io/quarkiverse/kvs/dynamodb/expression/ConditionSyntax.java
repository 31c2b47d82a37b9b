package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads a condition: OR binds weaker than AND, that weaker than NOT, that weaker than comparators, BETWEEN, IN and functions
 * (developer guide, "Condition and filter expressions, operators, and functions").
 */
final class ConditionSyntax {

    private static final Set<String> COMPARATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
    /** The deepest parentheses: deeper ones cannot all have an operator in them. */
    private static final int DEEPEST = Words.MOST_OPERATORS;

    private final Words words;
    private final SyntaxReader reader;
    /** The position behind each parenthesis that was opened at a position, to find those around nothing but others. */
    private final Map<Integer, Integer> closed = new HashMap<>();
    private boolean redundant;
    private int depth;

    private ConditionSyntax(Words words) {
        this.words = words;
        this.reader = new SyntaxReader(words);
    }

    static Syntax read(Words words) {
        ConditionSyntax syntax = new ConditionSyntax(words);
        Syntax condition = syntax.condition(syntax.or());
        words.expectEnd();
        if (syntax.redundant) {
            throw words.kind().error("The expression has redundant parentheses;");
        }
        return condition;
    }

    private Syntax or() {
        return chain("OR", this::and, Syntax.Or::new);
    }

    private Syntax and() {
        return chain("AND", this::not, Syntax.And::new);
    }

    private Syntax chain(String operator, Supplier<Syntax> part, java.util.function.Function<List<Syntax>, Syntax> whole) {
        Syntax first = part.get();
        if (!words.peek().isWord(operator)) {
            return first;
        }
        List<Syntax> parts = new ArrayList<>();
        parts.add(condition(first));
        while (words.takeWord(operator)) {
            words.countOperator();
            parts.add(condition(part.get()));
        }
        return whole.apply(parts);
    }

    private Syntax not() {
        if (words.takeWord("NOT")) {
            words.countOperator();
            return new Syntax.Not(condition(not()));
        }
        return comparison();
    }

    private Syntax comparison() {
        Syntax left = primary();
        if (!isOperand(left)) {
            return left;
        }
        Token token = words.peek();
        if (token.type() == Token.Type.SIGN && COMPARATORS.contains(token.text())) {
            words.countOperator();
            return new Syntax.Compare(words.next().text(), left, operand());
        }
        if (words.takeWord("BETWEEN")) {
            words.countOperator();
            Syntax low = operand();
            if (!words.takeWord("AND")) {
                throw words.syntaxError();
            }
            return new Syntax.Between(left, low, operand());
        }
        if (words.takeWord("IN")) {
            words.countOperator();
            words.expectSign("(");
            return new Syntax.In(left, reader.list(this::operand));
        }
        return left;
    }

    /** An operand, or a condition in parentheses. */
    private Syntax primary() {
        if (words.peek().isSign("(")) {
            return parentheses(this::or);
        }
        return simpleOperand();
    }

    private Syntax operand() {
        if (words.peek().isSign("(")) {
            return parentheses(this::operand);
        }
        return simpleOperand();
    }

    private Syntax parentheses(Supplier<Syntax> inside) {
        int opened = words.position();
        words.expectSign("(");
        if (++depth > DEEPEST) {
            throw words.kind().error("The expression has redundant parentheses;");
        }
        Syntax inner = inside.get();
        depth--;
        if (Integer.valueOf(words.position()).equals(closed.get(opened + 1))) {
            redundant = true;
        }
        words.expectSign(")");
        closed.put(opened, words.position());
        return inner instanceof Syntax.Path path ? reader.continued(path.steps()) : inner;
    }

    private Syntax simpleOperand() {
        if (words.peek().type() == Token.Type.VALUE) {
            return reader.value();
        }
        return reader.atCall() ? reader.call(this::operand) : reader.path();
    }

    private static boolean isOperand(Syntax syntax) {
        return syntax instanceof Syntax.Path || syntax instanceof Syntax.Value || syntax instanceof Syntax.Call;
    }

    /** A path or a value alone is no condition. */
    private Syntax condition(Syntax syntax) {
        if (syntax instanceof Syntax.Path || syntax instanceof Syntax.Value) {
            throw words.syntaxError();
        }
        return syntax;
    }
}
