package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkiverse.kvs.dynamodb.expression.Comparator;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Reads expressions: OR binds weaker than AND, that weaker than NOT, that weaker than comparisons, these weaker than sums. */
final class ExprReader {

    private final PartiqlWords words;
    private final PathReader paths;
    private final LiteralReader literals;

    ExprReader(PartiqlWords words) {
        this.words = words;
        this.paths = new PathReader(words);
        this.literals = new LiteralReader(words);
    }

    Expr expression() {
        words.deeper();
        Expr expression = chain("OR", () -> chain("AND", this::not, Expr.And::new), Expr.Or::new);
        words.higher();
        return expression;
    }

    private Expr chain(String operator, Supplier<Expr> part, Function<List<Expr>, Expr> whole) {
        Expr first = part.get();
        if (!words.peek().isWord(operator)) {
            return first;
        }
        List<Expr> parts = new ArrayList<>();
        parts.add(first);
        while (words.takeWord(operator)) {
            requireRight();
            parts.add(part.get());
        }
        return whole.apply(parts);
    }

    private void requireRight() {
        if (words.peek().type() == PartiqlToken.Type.END) {
            throw NotWellFormed.because("Missing right-hand side expression of infix operator");
        }
    }

    private Expr not() {
        if (!words.takeWord("NOT")) {
            return comparison();
        }
        words.deeper();
        Expr condition = new Expr.Not(not());
        words.higher();
        return condition;
    }

    private Expr comparison() {
        Expr left = sum();
        PartiqlToken token = words.peek();
        Comparator comparator = token.type() == PartiqlToken.Type.SIGN
                ? Comparator.of(token.text().equals("!=") ? "<>" : token.text())
                : null;
        if (comparator != null) {
            words.next();
            requireRight();
            return new Expr.Compare(comparator, left, sum());
        }
        if (words.takeWord("IS")) {
            boolean not = words.takeWord("NOT");
            return negated(not, is(left));
        }
        boolean not = token.isWord("NOT") && (words.peekSecond().isWord("IN") || words.peekSecond().isWord("BETWEEN"));
        if (not) {
            words.next();
        }
        if (words.takeWord("IN")) {
            requireRight();
            return negated(not, new Expr.In(left, candidates()));
        }
        if (words.takeWord("BETWEEN")) {
            requireRight();
            Expr low = sum();
            if (!words.takeWord("AND")) {
                throw NotWellFormed.because("Expected AND keyword");
            }
            if (words.peek().type() == PartiqlToken.Type.END) {
                throw NotWellFormed.because("Expected expression after AND");
            }
            return negated(not, new Expr.Between(left, low, sum()));
        }
        return left;
    }

    private static Expr negated(boolean not, Expr condition) {
        return not ? new Expr.Not(condition) : condition;
    }

    private Expr is(Expr operand) {
        Set<AttributeType> types = TypeNames.types(words.next());
        if (types == null) {
            throw NotWellFormed.because("Expected type name");
        }
        return new Expr.Is(operand, types);
    }

    /** A list in brackets or in parentheses, or the list that is the value of a parameter. */
    private List<Expr> candidates() {
        if (words.takeSign("(")) {
            return operands(")");
        }
        AttributeValue list = literals.literal();
        return list instanceof AttributeValue.L values
                ? values.values().stream().<Expr> map(Expr.Literal::new).toList()
                : List.of(new Expr.Literal(list));
    }

    private List<Expr> operands(String end) {
        List<Expr> operands = new ArrayList<>();
        if (words.takeSign(end)) {
            return operands;
        }
        do {
            operands.add(expression());
        } while (words.takeSign(","));
        words.expectSign(end);
        return operands;
    }

    private Expr sum() {
        Expr left = term();
        int sums = 0;
        for (; words.peek().isSign("+") || words.peek().isSign("-"); sums++) {
            boolean minus = words.next().isSign("-");
            requireRight();
            words.deeper();
            left = new Expr.Sum(left, minus, term());
        }
        for (; sums > 0; sums--) {
            words.higher();
        }
        return left;
    }

    private Expr term() {
        if (literals.atLiteral()) {
            return new Expr.Literal(literals.literal());
        }
        PartiqlToken token = words.peek();
        if (words.takeSign("(")) {
            Expr inner = expression();
            words.expectSign(")");
            return inner;
        }
        if (token.isName()) {
            if (token.type() == PartiqlToken.Type.WORD && words.peekSecond().isSign("(")) {
                words.next();
                words.next();
                return new Expr.Call(token.text().toLowerCase(Locale.ROOT), operands(")"));
            }
            return new Expr.Path(paths.path());
        }
        throw LiteralReader.unexpected(token);
    }
}
