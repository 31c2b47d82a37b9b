package io.quarkiverse.kvs.core.lua;

import static io.quarkiverse.kvs.core.lua.Lexer.AND;
import static io.quarkiverse.kvs.core.lua.Lexer.BREAK;
import static io.quarkiverse.kvs.core.lua.Lexer.CONCAT;
import static io.quarkiverse.kvs.core.lua.Lexer.DO;
import static io.quarkiverse.kvs.core.lua.Lexer.DOTS;
import static io.quarkiverse.kvs.core.lua.Lexer.ELSE;
import static io.quarkiverse.kvs.core.lua.Lexer.ELSEIF;
import static io.quarkiverse.kvs.core.lua.Lexer.END;
import static io.quarkiverse.kvs.core.lua.Lexer.ENDWORD;
import static io.quarkiverse.kvs.core.lua.Lexer.EQ;
import static io.quarkiverse.kvs.core.lua.Lexer.FALSE;
import static io.quarkiverse.kvs.core.lua.Lexer.FOR;
import static io.quarkiverse.kvs.core.lua.Lexer.FUNCTION;
import static io.quarkiverse.kvs.core.lua.Lexer.GE;
import static io.quarkiverse.kvs.core.lua.Lexer.IF;
import static io.quarkiverse.kvs.core.lua.Lexer.IN;
import static io.quarkiverse.kvs.core.lua.Lexer.LE;
import static io.quarkiverse.kvs.core.lua.Lexer.LOCAL;
import static io.quarkiverse.kvs.core.lua.Lexer.NAME;
import static io.quarkiverse.kvs.core.lua.Lexer.NE;
import static io.quarkiverse.kvs.core.lua.Lexer.NIL;
import static io.quarkiverse.kvs.core.lua.Lexer.NOT;
import static io.quarkiverse.kvs.core.lua.Lexer.NUMBER;
import static io.quarkiverse.kvs.core.lua.Lexer.OR;
import static io.quarkiverse.kvs.core.lua.Lexer.REPEAT;
import static io.quarkiverse.kvs.core.lua.Lexer.RETURN;
import static io.quarkiverse.kvs.core.lua.Lexer.STRING;
import static io.quarkiverse.kvs.core.lua.Lexer.THEN;
import static io.quarkiverse.kvs.core.lua.Lexer.TRUE;
import static io.quarkiverse.kvs.core.lua.Lexer.UNTIL;
import static io.quarkiverse.kvs.core.lua.Lexer.WHILE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses a chunk by recursive descent, and resolves names: to slots of local variables, upvalues, or globals. Its errors are
 * those of Lua 5.1, in the same order.
 */
final class Parser {

    private static final int MOST_LEVELS = 200;
    private static final int MOST_LOCALS = 200;
    private static final int MOST_UPVALUES = 60;
    private static final int UNARY_PRIORITY = 8;

    private final Lexer lexer;
    private final LuaString chunkName;
    private final String shortName;
    private Syntax.Function function;
    private int levels;

    Parser(byte[] source, LuaString chunkName) {
        this.chunkName = chunkName;
        this.shortName = shortName(chunkName);
        this.lexer = new Lexer(source, shortName);
        if (source.length > 0 && source[0] == 27) {
            throw lexer.error("unexpected symbol near 'char(27)'");
        }
    }

    /** How messages show the name of a chunk. */
    static String shortName(LuaString chunk) {
        String name = new String(chunk.bytes, StandardCharsets.ISO_8859_1);
        int zero = name.indexOf(0);
        if (zero >= 0) {
            name = name.substring(0, zero);
        }
        int most = 60;
        if (name.startsWith("=")) {
            return name.substring(1, Math.min(name.length(), most));
        }
        if (name.startsWith("@")) {
            name = name.substring(1);
            int room = most - " '...' ".length() - 1;
            return name.length() > room ? "..." + name.substring(name.length() - room) : name;
        }
        int end = 0;
        while (end < name.length() && name.charAt(end) != '\n' && name.charAt(end) != '\r') {
            end++;
        }
        int room = most - " [string \"...\"] ".length() - 1;
        boolean isCut = end < name.length() || end > room;
        return "[string \"" + name.substring(0, Math.min(end, room)) + (isCut ? "..." : "") + "\"]";
    }

    Code parse() {
        Syntax.Function main = new Syntax.Function(null, 0);
        main.isVararg = true;
        function = main;
        lexer.next();
        main.body = block();
        check(END);
        return new Translator(main, chunkName, shortName).translate();
    }

    // ---- Tokens ----

    private LuaError syntaxError(String message) {
        return lexer.errorAtToken(message);
    }

    private LuaError expected(int token) {
        return syntaxError("'" + Lexer.describe(token) + "' expected");
    }

    private boolean accept(int token) {
        if (lexer.token == token) {
            lexer.next();
            return true;
        }
        return false;
    }

    private void check(int token) {
        if (lexer.token != token) {
            throw expected(token);
        }
    }

    private void expect(int token) {
        check(token);
        lexer.next();
    }

    private void expectMatch(int what, int who, int where) {
        if (!accept(what)) {
            if (where == lexer.line) {
                throw expected(what);
            }
            throw syntaxError(
                    "'" + Lexer.describe(what) + "' expected (to close '" + Lexer.describe(who) + "' at line " + where + ")");
        }
    }

    private LuaString name() {
        check(NAME);
        LuaString name = lexer.string;
        lexer.next();
        return name;
    }

    private void enter() {
        if (++levels > MOST_LEVELS) {
            throw lexer.error("chunk has too many syntax levels");
        }
    }

    private void limit(int value, int most, String what) {
        if (value > most) {
            throw lexer.error(
                    (function.line == 0 ? "main function" : "function at line " + function.line) + " has more than " + most
                            + " " + what);
        }
    }

    // ---- Names ----

    private Syntax.Local newLocal(LuaString name, int pending) {
        limit(function.active.size() + pending + 1, MOST_LOCALS, "local variables");
        return new Syntax.Local(name.toString(), function.active.size() + pending);
    }

    private void activate(Syntax.Local local) {
        function.active.add(local);
        function.slots = Math.max(function.slots, function.active.size());
    }

    private void leaveBlock(int active) {
        while (function.active.size() > active) {
            function.active.remove(function.active.size() - 1);
        }
    }

    private Syntax.Expr variable(LuaString name) {
        String text = name.toString();
        Syntax.Local local = find(function, text);
        if (local != null) {
            return new Syntax.LocalUse(local);
        }
        int upvalue = upvalue(function, text);
        return upvalue >= 0 ? new Syntax.Upvalue(upvalue, text) : new Syntax.Global(name);
    }

    private static Syntax.Local find(Syntax.Function function, String name) {
        for (int i = function.active.size() - 1; i >= 0; i--) {
            if (function.active.get(i).name.equals(name)) {
                return function.active.get(i);
            }
        }
        return null;
    }

    private int upvalue(Syntax.Function inner, String name) {
        if (inner.outer == null) {
            return -1;
        }
        Syntax.Local local = find(inner.outer, name);
        int from;
        if (local != null) {
            local.isCaptured = true;
            from = local.slot;
        } else {
            int outer = upvalue(inner.outer, name);
            if (outer < 0) {
                return -1;
            }
            from = -1 - outer;
        }
        for (int i = 0; i < inner.upvalues.size(); i++) {
            if (inner.upvalues.get(i) == from && inner.upvalueNames.get(i).equals(name)) {
                return i;
            }
        }
        Syntax.Function current = function;
        function = inner;
        limit(inner.upvalues.size() + 1, MOST_UPVALUES, "upvalues");
        function = current;
        inner.upvalues.add(from);
        inner.upvalueNames.add(name);
        return inner.upvalues.size() - 1;
    }

    // ---- Statements ----

    private boolean blockEnds() {
        switch (lexer.token) {
            case ELSE:
            case ELSEIF:
            case ENDWORD:
            case END:
            case UNTIL:
                return true;
            default:
                return false;
        }
    }

    private List<Syntax.Stat> scope() {
        int active = function.active.size();
        List<Syntax.Stat> body = block();
        leaveBlock(active);
        return body;
    }

    private List<Syntax.Stat> block() {
        List<Syntax.Stat> body = new ArrayList<>();
        boolean isLast = false;
        enter();
        while (!isLast && !blockEnds()) {
            int line = lexer.line;
            Syntax.Stat statement = statement(line);
            statement.line = statement.line == 0 ? line : statement.line;
            body.add(statement);
            isLast = statement instanceof Syntax.Return || statement instanceof Syntax.Break;
            accept(';');
        }
        levels--;
        return body;
    }

    private Syntax.Stat statement(int line) {
        switch (lexer.token) {
            case IF:
                return ifStatement(line);
            case WHILE: {
                lexer.next();
                Syntax.Expr condition = expression();
                expect(DO);
                function.loops++;
                List<Syntax.Stat> body = scope();
                function.loops--;
                expectMatch(ENDWORD, WHILE, line);
                return new Syntax.While(condition, body);
            }
            case DO: {
                lexer.next();
                List<Syntax.Stat> body = scope();
                expectMatch(ENDWORD, DO, line);
                return new Syntax.Do(body);
            }
            case FOR:
                return forStatement(line);
            case REPEAT: {
                lexer.next();
                int active = function.active.size();
                function.loops++;
                List<Syntax.Stat> body = block();
                expectMatch(UNTIL, REPEAT, line);
                function.loops--;
                Syntax.Expr condition = expression();
                leaveBlock(active);
                return new Syntax.Repeat(body, condition);
            }
            case FUNCTION:
                return functionStatement(line);
            case LOCAL:
                lexer.next();
                return accept(FUNCTION) ? localFunction() : local();
            case RETURN:
                return returnStatement();
            case BREAK:
                lexer.next();
                if (function.loops == 0) {
                    throw syntaxError("no loop to break");
                }
                return new Syntax.Break();
            default:
                return expressionStatement();
        }
    }

    private Syntax.Stat ifStatement(int line) {
        Syntax.If statement = new Syntax.If();
        do {
            lexer.next();
            statement.conditions.add(expression());
            expect(THEN);
            statement.blocks.add(scope());
        } while (lexer.token == ELSEIF);
        if (accept(ELSE)) {
            statement.otherwise = scope();
        }
        expectMatch(ENDWORD, IF, line);
        return statement;
    }

    private Syntax.Stat forStatement(int line) {
        lexer.next();
        LuaString first = name();
        int active = function.active.size();
        Syntax.Stat statement;
        function.loops++;
        switch (lexer.token) {
            case '=':
                statement = numericFor(first);
                break;
            case ',':
            case IN:
                statement = genericFor(first, line);
                break;
            default:
                throw syntaxError("'=' or 'in' expected");
        }
        expectMatch(ENDWORD, FOR, line);
        function.loops--;
        leaveBlock(active);
        return statement;
    }

    /** A variable that Lua has, but scripts cannot name: it takes a place among the local variables. */
    private void hidden(String name) {
        activate(newLocal(LuaString.of(name), 0));
    }

    private Syntax.Stat numericFor(LuaString name) {
        limit(function.active.size() + 4, MOST_LOCALS, "local variables");
        lexer.next();
        Syntax.Expr start = expression();
        expect(',');
        Syntax.Expr limit = expression();
        Syntax.Expr step = accept(',') ? expression() : null;
        hidden("(for index)");
        hidden("(for limit)");
        hidden("(for step)");
        expect(DO);
        Syntax.Local variable = newLocal(name, 0);
        Syntax.NumericFor statement = new Syntax.NumericFor(variable, start, limit, step);
        statement.line = lexer.lastLine;
        int active = function.active.size();
        activate(variable);
        statement.body = block();
        leaveBlock(active);
        return statement;
    }

    private Syntax.Stat genericFor(LuaString first, int line) {
        List<LuaString> names = new ArrayList<>(List.of(first));
        while (accept(',')) {
            names.add(name());
            limit(function.active.size() + 3 + names.size(), MOST_LOCALS, "local variables");
        }
        expect(IN);
        List<Syntax.Expr> values = expressions();
        int slot = function.active.size();
        hidden("(for generator)");
        hidden("(for state)");
        hidden("(for control)");
        expect(DO);
        List<Syntax.Local> variables = new ArrayList<>();
        for (LuaString name : names) {
            Syntax.Local variable = newLocal(name, 0);
            variables.add(variable);
            activate(variable);
        }
        Syntax.GenericFor statement = new Syntax.GenericFor(slot, variables, values);
        statement.line = line;
        statement.body = block();
        return statement;
    }

    private Syntax.Stat functionStatement(int line) {
        lexer.next();
        Syntax.Expr target = variable(name());
        target.line = lexer.lastLine;
        boolean isMethod = false;
        while (lexer.token == '.' || lexer.token == ':') {
            isMethod = lexer.token == ':';
            lexer.next();
            Syntax.Expr key = new Syntax.Constant(name());
            Syntax.Expr outer = target;
            target = new Syntax.Index(outer, key);
            target.line = lexer.lastLine;
            if (isMethod) {
                break;
            }
        }
        Syntax.Expr body = functionBody(isMethod, line);
        Syntax.Assign statement = new Syntax.Assign(List.of(target), List.of(body));
        statement.line = line;
        return statement;
    }

    private Syntax.Stat localFunction() {
        Syntax.Local local = newLocal(name(), 0);
        activate(local);
        Syntax.LocalFunction statement = new Syntax.LocalFunction(local);
        statement.function = ((Syntax.Closure) functionBody(false, lexer.line)).function;
        return statement;
    }

    private Syntax.Stat local() {
        List<Syntax.Local> locals = new ArrayList<>();
        do {
            locals.add(newLocal(name(), locals.size()));
        } while (accept(','));
        List<Syntax.Expr> values = accept('=') ? expressions() : List.of();
        locals.forEach(this::activate);
        return new Syntax.LocalStat(locals, values);
    }

    private Syntax.Stat returnStatement() {
        lexer.next();
        return new Syntax.Return(blockEnds() || lexer.token == ';' ? List.of() : expressions());
    }

    private Syntax.Stat expressionStatement() {
        Syntax.Expr first = primary();
        if (first instanceof Syntax.Call) {
            return new Syntax.CallStat(first);
        }
        List<Syntax.Expr> targets = new ArrayList<>(List.of(first));
        while (true) {
            Syntax.Expr last = targets.get(targets.size() - 1);
            if (!(last instanceof Syntax.LocalUse || last instanceof Syntax.Upvalue || last instanceof Syntax.Global
                    || last instanceof Syntax.Index)) {
                throw syntaxError("syntax error");
            }
            if (!accept(',')) {
                break;
            }
            targets.add(primary());
            limit(targets.size() - 1, MOST_LEVELS - levels, "variables in assignment");
        }
        expect('=');
        List<Syntax.Expr> values = expressions();
        Syntax.Assign statement = new Syntax.Assign(targets, values);
        statement.line = lexer.lastLine;
        return statement;
    }

    // ---- Expressions ----

    private List<Syntax.Expr> expressions() {
        List<Syntax.Expr> values = new ArrayList<>();
        do {
            values.add(expression());
        } while (accept(','));
        return values;
    }

    private Syntax.Expr expression() {
        return expression(0);
    }

    private static int leftPriority(int operator) {
        switch (operator) {
            case '+':
            case '-':
                return 6;
            case '*':
            case '/':
            case '%':
                return 7;
            case '^':
                return 10;
            case CONCAT:
                return 5;
            case NE:
            case EQ:
            case '<':
            case LE:
            case '>':
            case GE:
                return 3;
            case AND:
                return 2;
            case OR:
                return 1;
            default:
                return 0;
        }
    }

    private static int rightPriority(int operator) {
        return operator == '^' ? 9 : operator == CONCAT ? 4 : leftPriority(operator);
    }

    private Syntax.Expr expression(int least) {
        enter();
        Syntax.Expr left;
        int token = lexer.token;
        if (token == NOT || token == '-' || token == '#') {
            lexer.next();
            Syntax.Expr operand = expression(UNARY_PRIORITY);
            Double number = token == '-' ? number(operand) : null;
            if (number != null) {
                left = new Syntax.Constant(-number);
            } else if (token == NOT && operand instanceof Syntax.Constant) {
                left = new Syntax.Constant(!LuaState.isTrue(((Syntax.Constant) operand).value));
            } else {
                left = new Syntax.Unary(token, operand);
            }
            left.line = lexer.lastLine;
        } else {
            left = simple();
        }
        int operator = lexer.token;
        while (leftPriority(operator) > least) {
            lexer.next();
            Syntax.Expr right = expression(rightPriority(operator));
            left = fold(operator, left, right);
            left.line = lexer.lastLine;
            operator = lexer.token;
        }
        levels--;
        return left;
    }

    /** The number that an expression is a constant of; null if it is none. */
    private static Double number(Syntax.Expr e) {
        Syntax.Expr inner = e;
        while (inner instanceof Syntax.Paren) {
            inner = ((Syntax.Paren) inner).inner;
        }
        Object value = inner instanceof Syntax.Constant ? ((Syntax.Constant) inner).value : null;
        return value instanceof Double ? (Double) value : null;
    }

    /** An operation; on constants, its result, unless that depends on a division by zero. */
    private static Syntax.Expr fold(int operator, Syntax.Expr left, Syntax.Expr right) {
        int event = "+-*/%^".indexOf(operator);
        Double a = event < 0 ? null : number(left);
        Double b = a == null ? null : number(right);
        if (b != null) {
            double result = b == 0 && (operator == '/' || operator == '%') ? Double.NaN
                    : Arithmetic.compute(Metamethod.values()[Metamethod.ADD.ordinal() + event], a, b);
            if (!Double.isNaN(result)) {
                return new Syntax.Constant(LuaNumbers.box(result));
            }
        }
        Syntax.Expr first = left;
        while (first instanceof Syntax.Paren) {
            first = ((Syntax.Paren) first).inner;
        }
        if ((operator == AND || operator == OR) && first instanceof Syntax.Constant
                && LuaState.isTrue(((Syntax.Constant) first).value) == (operator == AND)) {
            // The first operand decides nothing.
            return inParentheses(right);
        }
        return new Syntax.Binary(operator, left, right);
    }

    /** One value of an expression; a constant stays one, so that it names the field that it is a key of. */
    private static Syntax.Expr inParentheses(Syntax.Expr inner) {
        return inner instanceof Syntax.Constant ? inner : new Syntax.Paren(inner);
    }

    private Syntax.Expr simple() {
        Syntax.Expr value;
        switch (lexer.token) {
            case NUMBER:
                value = new Syntax.Constant(LuaNumbers.box(lexer.number));
                break;
            case STRING:
                value = new Syntax.Constant(lexer.string);
                break;
            case NIL:
                value = new Syntax.Constant(null);
                break;
            case TRUE:
                value = new Syntax.Constant(Boolean.TRUE);
                break;
            case FALSE:
                value = new Syntax.Constant(Boolean.FALSE);
                break;
            case DOTS:
                if (!function.isVararg) {
                    throw syntaxError("cannot use '...' outside a vararg function");
                }
                function.needsArg = false;
                value = new Syntax.Vararg();
                break;
            case '{':
                return table();
            case FUNCTION:
                lexer.next();
                return functionBody(false, lexer.line);
            default:
                return primary();
        }
        lexer.next();
        value.line = lexer.lastLine;
        return value;
    }

    private Syntax.Expr table() {
        Syntax.Table table = new Syntax.Table();
        int line = lexer.line;
        expect('{');
        while (lexer.token != '}') {
            if (lexer.token == NAME && lexer.lookAhead() == '=') {
                table.keys.add(new Syntax.Constant(name()));
                expect('=');
            } else if (lexer.token == '[') {
                lexer.next();
                table.keys.add(expression());
                expect(']');
                expect('=');
            } else {
                table.keys.add(null);
            }
            table.values.add(expression());
            if (!accept(',') && !accept(';')) {
                break;
            }
        }
        expectMatch('}', '{', line);
        table.line = lexer.lastLine;
        return table;
    }

    private Syntax.Expr functionBody(boolean isMethod, int line) {
        Syntax.Function inner = new Syntax.Function(function, line);
        function = inner;
        expect('(');
        if (isMethod) {
            parameter(LuaString.of("self"));
        }
        if (lexer.token != ')') {
            do {
                if (lexer.token == NAME) {
                    parameter(name());
                } else if (accept(DOTS)) {
                    inner.isVararg = true;
                    inner.needsArg = true;
                } else {
                    throw syntaxError("<name> or '...' expected");
                }
            } while (!inner.isVararg && accept(','));
        }
        inner.parameters = new ArrayList<>(inner.active);
        if (inner.isVararg) {
            inner.arg = newLocal(LuaString.of("arg"), 0);
            activate(inner.arg);
        }
        expect(')');
        inner.body = block();
        expectMatch(ENDWORD, FUNCTION, line);
        function = inner.outer;
        Syntax.Expr closure = new Syntax.Closure(inner);
        closure.line = lexer.lastLine;
        return closure;
    }

    private void parameter(LuaString name) {
        activate(newLocal(name, 0));
    }

    private Syntax.Expr primary() {
        Syntax.Expr value;
        int line = lexer.line;
        if (lexer.token == NAME) {
            value = variable(name());
        } else if (lexer.token == '(') {
            lexer.next();
            value = inParentheses(expression());
            expectMatch(')', '(', line);
        } else {
            throw syntaxError("unexpected symbol");
        }
        value.line = lexer.lastLine;
        while (true) {
            Syntax.Expr object = value;
            switch (lexer.token) {
                case '.': {
                    lexer.next();
                    value = new Syntax.Index(object, new Syntax.Constant(name()));
                    break;
                }
                case '[': {
                    lexer.next();
                    Syntax.Expr key = expression();
                    expect(']');
                    value = new Syntax.Index(object, key);
                    break;
                }
                case ':': {
                    lexer.next();
                    LuaString method = name();
                    int callLine = lexer.line;
                    value = new Syntax.Call(object, method, arguments());
                    value.line = callLine;
                    continue;
                }
                case '(':
                case '{':
                case STRING: {
                    int callLine = lexer.line;
                    value = new Syntax.Call(object, null, arguments());
                    value.line = callLine;
                    continue;
                }
                default:
                    return value;
            }
            value.line = lexer.lastLine;
        }
    }

    private List<Syntax.Expr> arguments() {
        int line = lexer.line;
        switch (lexer.token) {
            case '(': {
                if (line != lexer.lastLine) {
                    throw syntaxError("ambiguous syntax (function call x new statement)");
                }
                lexer.next();
                List<Syntax.Expr> values = lexer.token == ')' ? List.of() : expressions();
                expectMatch(')', '(', line);
                return values;
            }
            case '{':
                return List.of(table());
            case STRING: {
                Syntax.Expr value = new Syntax.Constant(lexer.string);
                lexer.next();
                return List.of(value);
            }
            default:
                throw syntaxError("function arguments expected");
        }
    }
}
