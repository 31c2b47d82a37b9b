package io.quarkiverse.kvs.dynamodb.expression;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads an update: clauses, each of one kind, with actions (developer guide, "Update expressions"). */
final class UpdateSyntax {

    /** The kinds of clauses. */
    enum Clause {
        SET,
        REMOVE,
        ADD,
        DELETE
    }

    /**
     * A change.
     *
     * @param value null for REMOVE
     */
    record Action(Clause clause, Syntax.Path path, Syntax value) {
    }

    /** @param repeated a clause that is there more than once; null if there is none */
    record Update(List<Action> actions, Clause repeated) {
    }

    private final Words words;
    private final SyntaxReader reader;
    private final List<Action> actions = new ArrayList<>();
    private int depth;

    private UpdateSyntax(Words words) {
        this.words = words;
        this.reader = new SyntaxReader(words);
    }

    static Update read(Words words) {
        return new UpdateSyntax(words).update();
    }

    private Update update() {
        Set<Clause> seen = EnumSet.noneOf(Clause.class);
        Clause repeated = null;
        do {
            Clause clause = clause();
            if (!seen.add(clause) && repeated == null) {
                repeated = clause;
            }
            do {
                actions.add(action(clause));
            } while (words.takeSign(","));
        } while (words.peek().type() != Token.Type.END);
        return new Update(actions, repeated);
    }

    private Clause clause() {
        for (Clause clause : Clause.values()) {
            if (words.takeWord(clause.name())) {
                return clause;
            }
        }
        throw words.syntaxError();
    }

    private Action action(Clause clause) {
        words.countOperator();
        Syntax.Path path = reader.path();
        switch (clause) {
            case SET:
                words.expectSign("=");
                return new Action(clause, path, value());
            case REMOVE:
                return new Action(clause, path, null);
            default:
                return new Action(clause, path, reader.value());
        }
    }

    /** An operand, or the sum or the difference of two. */
    private Syntax value() {
        Syntax left = operand(true);
        Token sign = words.peek();
        if (!sign.isSign("+") && !sign.isSign("-")) {
            return left;
        }
        words.countOperator();
        words.next();
        return new Syntax.Call(sign.text(), List.of(left, operand(false)));
    }

    /** @param whole whether what is in parentheses may be all of the value: a sum, for example */
    private Syntax operand(boolean whole) {
        if (words.takeSign("(")) {
            if (++depth > Words.MOST_OPERATORS) {
                throw words.syntaxError();
            }
            Syntax inner = whole ? value() : operand(false);
            depth--;
            words.expectSign(")");
            return inner;
        }
        if (words.peek().type() == Token.Type.VALUE) {
            return reader.value();
        }
        return reader.atCall() ? reader.call(() -> operand(false)) : reader.path();
    }
}
