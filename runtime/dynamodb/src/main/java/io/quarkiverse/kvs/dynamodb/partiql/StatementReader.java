package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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
        Supplier<? extends Statement> statement = new StatementReader(words).statement();
        words.expectEnd();
        return statement.get();
    }

    /** What a statement means is looked at after all of it has been read. */
    private Supplier<? extends Statement> statement() {
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
            Supplier<Statement.Select> select = select();
            words.expectSign(")");
            return () -> new Statement.Exists(select.get());
        }
        throw LiteralReader.unexpected(words.peek());
    }

    private Supplier<Statement.Select> select() {
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
        Expr where = where();
        List<Statement.Order> order = order();
        return () -> new Statement.Select(table, index, projection, where == null ? null : new Where(where), order);
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

    /** The name of a table, or of an attribute, that has no parts. */
    private String wholeName() {
        DocumentPath path = paths.simplePath();
        if (path.isNested()) {
            throw DynamoDbException.validation("A name without parts is expected, found: " + path);
        }
        return path.topLevelName();
    }

    private void rejectAlias() {
        if (words.peek().isWord("AS") || words.peek().isName()) {
            throw DynamoDbException.validation("Aliases are not supported");
        }
    }

    private Expr where() {
        return words.takeWord("WHERE") ? expressions.expression() : null;
    }

    private List<Statement.Order> order() {
        List<Statement.Order> order = new ArrayList<>();
        if (!words.takeWord("ORDER")) {
            return order;
        }
        if (!words.takeWord("BY")) {
            throw NotWellFormed.because("Expected BY");
        }
        do {
            String attribute = wholeName();
            boolean descending = words.takeWord("DESC");
            if (!descending) {
                words.takeWord("ASC");
            }
            order.add(new Statement.Order(attribute, descending));
        } while (words.takeSign(","));
        return order;
    }

    private Supplier<Statement> insert() {
        if (!words.takeWord("INTO")) {
            throw NotWellFormed.because("Expected INTO after INSERT");
        }
        String table = wholeName();
        if (!words.takeWord("VALUE")) {
            throw LiteralReader.unexpected(words.peek());
        }
        AttributeValue value = new LiteralReader(words).literal();
        return () -> {
            if (value instanceof AttributeValue.M item) {
                return new Statement.Insert(table, item.values());
            }
            throw DynamoDbException.validation("The value that is inserted must be a map");
        };
    }

    private Supplier<Statement> update() {
        String table = wholeName();
        rejectAlias();
        UpdateCompiler changes = changes();
        return updated(table, changes, where());
    }

    /** The form that says first what it changes. */
    private Supplier<Statement> updateFrom() {
        String table = wholeName();
        rejectAlias();
        Expr where = where();
        return updated(table, changes(), where);
    }

    private Supplier<Statement> updated(String table, UpdateCompiler changes, Expr where) {
        Returning returning = returning(true);
        return () -> new Statement.Update(table, changes.build(), requireWhere(where), returning);
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

    private Supplier<Statement> delete() {
        if (!words.takeWord("FROM")) {
            throw NotWellFormed.because("Expected FROM after DELETE");
        }
        String table = wholeName();
        rejectAlias();
        Expr where = where();
        Returning returning = returning(false);
        return () -> new Statement.Delete(table, requireWhere(where), returning);
    }

    private static Where requireWhere(Expr where) {
        if (where == null) {
            throw DynamoDbException.validation("Where clause does not contain a mandatory equality on all key attributes");
        }
        return new Where(where);
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
