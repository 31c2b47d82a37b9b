package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.expression.DocumentPath;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/** Reads statements (developer guide, "PartiQL statements for DynamoDB"). */
final class StatementReader {

    private final PartiqlWords words;
    private final PathReader paths;
    private final ExprReader expressions;

    private StatementReader(PartiqlWords words) {
        this.words = words;
        this.paths = new PathReader(words);
        this.expressions = new ExprReader(words);
    }

    static Statement read(PartiqlWords words) {
        Statement statement = new StatementReader(words).statement();
        words.expectEnd();
        return statement;
    }

    private Statement statement() {
        if (words.takeWord("SELECT")) {
            return select();
        }
        if (words.takeWord("INSERT")) {
            return insert();
        }
        if (words.takeWord("UPDATE")) {
            return update();
        }
        if (words.takeWord("DELETE")) {
            return delete();
        }
        if (words.takeWord("FROM")) {
            return updateFrom();
        }
        if (words.takeWord("EXISTS")) {
            words.expectSign("(");
            if (!words.takeWord("SELECT")) {
                throw NotWellFormed.because("Expected SELECT after EXISTS");
            }
            Statement exists = new Statement.Exists(select());
            words.expectSign(")");
            return exists;
        }
        throw LiteralReader.unexpected(words.peek());
    }

    private Statement.Select select() {
        FlatProjection projection = projection();
        if (!words.takeWord("FROM")) {
            throw NotWellFormed.because("Expected FROM after SELECT list");
        }
        if (!words.peek().isName()) {
            throw LiteralReader.unexpected(words.peek());
        }
        String table = words.next().text();
        String index = index();
        rejectAlias();
        return new Statement.Select(table, index, projection, where(), order());
    }

    private FlatProjection projection() {
        if (words.takeSign("*")) {
            return null;
        }
        List<DocumentPath> selected = new ArrayList<>();
        do {
            if (!words.peek().isName()) {
                throw LiteralReader.unexpected(words.peek());
            }
            selected.add(paths.path());
            rejectAlias();
        } while (words.takeSign(","));
        return new FlatProjection(selected);
    }

    private String index() {
        if (!words.takeSign(".")) {
            return null;
        }
        if (!words.peek().isName()) {
            throw NotWellFormed.because("Invalid path dot component");
        }
        return words.next().text();
    }

    private void rejectAlias() {
        if (words.peek().isWord("AS") || (words.peek().isName() && !words.peek().isWord("RETURNING"))) {
            throw DynamoDbException.validation("Aliases are not supported");
        }
    }

    private Where where() {
        return words.takeWord("WHERE") ? new Where(expressions.expression()) : null;
    }

    private List<Statement.Order> order() {
        List<Statement.Order> order = new ArrayList<>();
        if (!words.takeWord("ORDER")) {
            return order;
        }
        if (!words.takeWord("BY")) {
            throw NotWellFormed.because("Expected BY after ORDER");
        }
        do {
            String attribute = paths.simplePath().topLevelName();
            boolean descending = words.takeWord("DESC");
            if (!descending) {
                words.takeWord("ASC");
            }
            order.add(new Statement.Order(attribute, descending));
        } while (words.takeSign(","));
        return order;
    }

    private Statement insert() {
        if (!words.takeWord("INTO")) {
            throw NotWellFormed.because("Expected INTO after INSERT");
        }
        String table = paths.simplePath().topLevelName();
        if (!words.takeWord("VALUE")) {
            throw LiteralReader.unexpected(words.peek());
        }
        if (new LiteralReader(words).literal() instanceof AttributeValue.M item) {
            return new Statement.Insert(table, item.values());
        }
        throw DynamoDbException.validation("The value that is inserted must be a map");
    }

    private Statement update() {
        String table = paths.simplePath().topLevelName();
        rejectAlias();
        UpdateCompiler changes = changes();
        return new Statement.Update(table, changes.build(), requireWhere(where()), returning(true));
    }

    /** The form that says first what it changes. */
    private Statement updateFrom() {
        String table = paths.simplePath().topLevelName();
        rejectAlias();
        Where where = where();
        UpdateCompiler changes = changes();
        return new Statement.Update(table, changes.build(), requireWhere(where), returning(true));
    }

    private UpdateCompiler changes() {
        if (!words.peek().isWord("SET") && !words.peek().isWord("REMOVE")) {
            throw NotWellFormed.because("Expected data manipulation");
        }
        UpdateCompiler changes = new UpdateCompiler();
        while (true) {
            if (words.takeWord("REMOVE")) {
                changes.remove(paths.simplePath());
            } else if (words.takeWord("SET")) {
                do {
                    DocumentPath path = paths.simplePath();
                    if (!words.takeSign("=")) {
                        throw NotWellFormed.because("Expected '='");
                    }
                    changes.set(path, expressions.expression());
                } while (words.takeSign(","));
            } else {
                return changes;
            }
        }
    }

    private Statement delete() {
        if (!words.takeWord("FROM")) {
            throw NotWellFormed.because("Expected FROM after DELETE");
        }
        String table = paths.simplePath().topLevelName();
        rejectAlias();
        return new Statement.Delete(table, requireWhere(where()), returning(false));
    }

    private static Where requireWhere(Where where) {
        if (where == null) {
            throw DynamoDbException.validation("Where clause does not contain a mandatory equality on all key attributes");
        }
        return where;
    }

    private Returning returning(boolean update) {
        if (!words.takeWord("RETURNING")) {
            return Returning.NONE;
        }
        boolean all = words.takeWord("ALL");
        if (!all && !words.takeWord("MODIFIED")) {
            throw NotWellFormed.because("Expected ALL or MODIFIED after RETURNING");
        }
        boolean old = words.takeWord("OLD");
        if (!old && !words.takeWord("NEW")) {
            throw NotWellFormed.because("Expected OLD or NEW in the RETURNING clause");
        }
        words.expectSign("*");
        if (!update && !(all && old)) {
            throw DynamoDbException.validation("A DELETE statement can return ALL OLD * only");
        }
        return all ? (old ? Returning.ALL_OLD : Returning.ALL_NEW) : (old ? Returning.UPDATED_OLD : Returning.UPDATED_NEW);
    }
}
