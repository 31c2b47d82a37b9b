package io.quarkiverse.kvs.core.lua;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** Makes nodes of the syntax tree of one function, and of those inside it. */
final class Translator {

    /** Java methods that one level of the tree takes on the stack, and those around a call. */
    private static final int LEVEL_DEPTH = 2;
    private static final int CALL_DEPTH = 4;

    private final Syntax.Function function;
    private final LuaString chunkName;
    private final String shortName;
    private final Code code = new Code();
    private final List<Integer> lines = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int level;
    private int deepest;
    /** The first constant that is zero, of either sign: as in Lua 5.1, all others are the same constant. */
    private Double zero;

    Translator(Syntax.Function function, LuaString chunkName, String shortName) {
        this.function = function;
        this.chunkName = chunkName;
        this.shortName = shortName;
    }

    Code translate() {
        code.chunkName = chunkName;
        code.shortName = shortName;
        code.parameters = function.parameters.size();
        code.isVararg = function.isVararg;
        code.needsArg = function.needsArg;
        code.slots = function.slots;
        List<Integer> captured = new ArrayList<>();
        for (Syntax.Local parameter : function.parameters) {
            if (parameter.isCaptured) {
                captured.add(parameter.slot);
            }
        }
        if (function.arg != null && function.arg.isCaptured) {
            captured.add(function.arg.slot);
        }
        code.capturedParameters = captured.isEmpty() ? null : captured.stream().mapToInt(Integer::intValue).toArray();
        code.upvalues = function.upvalues.stream().mapToInt(Integer::intValue).toArray();
        code.upvalueNames = function.upvalueNames.toArray(new String[0]);
        site(function.line, null);
        code.body = block(function.body);
        code.lines = lines.stream().mapToInt(Integer::intValue).toArray();
        code.names = names.toArray(new String[0]);
        code.depth = CALL_DEPTH + LEVEL_DEPTH * deepest;
        return code;
    }

    private int site(int line, String name) {
        lines.add(line);
        names.add(name);
        return lines.size() - 1;
    }

    private void deeper() {
        deepest = Math.max(deepest, ++level);
    }

    // ---- Statements ----

    private Statement block(List<Syntax.Stat> statements) {
        deeper();
        Statement[] nodes = new Statement[statements.size()];
        for (int i = 0; i < nodes.length; i++) {
            deeper();
            nodes[i] = statement(statements.get(i));
            level--;
        }
        level--;
        return switch (nodes.length) {
            case 1 -> nodes[0];
            case 2 -> new ControlNodes.TwoStatements(nodes[0], nodes[1]);
            default -> new ControlNodes.Block(nodes);
        };
    }

    private Statement statement(Syntax.Stat s) {
        if (s instanceof Syntax.LocalStat) {
            Syntax.LocalStat local = (Syntax.LocalStat) s;
            if (local.locals.size() == 1 && local.values.size() <= 1) {
                Expression value = local.values.isEmpty() ? new ConstantNodes.Constant(null) : expression(local.values.get(0));
                return set(local.locals.get(0), value, true);
            }
            LocalNodes.Store[] targets = newVariables(local.locals);
            return new LocalNodes.SetSeveral(targets, expressions(local.values), isOpen(local.values));
        }
        if (s instanceof Syntax.Assign) {
            return assign((Syntax.Assign) s);
        }
        if (s instanceof Syntax.CallStat) {
            return new ControlNodes.CallStatement(expression(((Syntax.CallStat) s).call));
        }
        if (s instanceof Syntax.If) {
            Syntax.If statement = (Syntax.If) s;
            Statement[] blocks = new Statement[statement.blocks.size()];
            Expression[] conditions = new Expression[blocks.length];
            for (int i = 0; i < blocks.length; i++) {
                conditions[i] = expression(statement.conditions.get(i));
                blocks[i] = block(statement.blocks.get(i));
            }
            if (conditions.length == 1 && statement.otherwise == null) {
                return new ControlNodes.OnlyIf(conditions[0], blocks[0]);
            }
            return new ControlNodes.If(conditions, blocks, statement.otherwise == null ? null : block(statement.otherwise));
        }
        if (s instanceof Syntax.Return) {
            return returnStatement(((Syntax.Return) s).values);
        }
        if (s instanceof Syntax.NumericFor) {
            Syntax.NumericFor loop = (Syntax.NumericFor) s;
            code.hasNumbers = true;
            return new ControlNodes.NumericFor(loop.variable.slot, loop.variable.isCaptured, expression(loop.start),
                    expression(loop.limit), loop.step == null ? null : expression(loop.step), block(loop.body),
                    site(loop.line, null));
        }
        if (s instanceof Syntax.GenericFor) {
            Syntax.GenericFor loop = (Syntax.GenericFor) s;
            return new ControlNodes.GenericFor(loop.slot, newVariables(loop.variables), expressions(loop.values),
                    isOpen(loop.values), block(loop.body), site(loop.line, "(for generator)"));
        }
        if (s instanceof Syntax.While) {
            return new ControlNodes.While(expression(((Syntax.While) s).condition), block(((Syntax.While) s).body),
                    site(s.line, null));
        }
        if (s instanceof Syntax.Repeat) {
            return new ControlNodes.Repeat(block(((Syntax.Repeat) s).body), expression(((Syntax.Repeat) s).condition),
                    site(s.line, null));
        }
        if (s instanceof Syntax.Do) {
            return block(((Syntax.Do) s).body);
        }
        if (s instanceof Syntax.LocalFunction) {
            Syntax.LocalFunction local = (Syntax.LocalFunction) s;
            return new ControlNodes.LocalFunction(local.local.slot, local.local.isCaptured, closure(local.function));
        }
        return new ControlNodes.Break();
    }

    private LocalNodes.Store[] newVariables(List<Syntax.Local> locals) {
        LocalNodes.Store[] stores = new LocalNodes.Store[locals.size()];
        for (int i = 0; i < stores.length; i++) {
            Syntax.Local local = locals.get(i);
            stores[i] = local.isCaptured ? new LocalNodes.NewCell(local.slot) : new LocalNodes.StoreLocal(local.slot);
        }
        return stores;
    }

    private Statement set(Syntax.Local local, Expression value, boolean isNew) {
        if (local.isCaptured) {
            return new LocalNodes.Assign(isNew ? new LocalNodes.NewCell(local.slot) : new LocalNodes.StoreCell(local.slot),
                    value);
        }
        if (value.isNumeric() && !(value instanceof ConstantNodes.Num)) {
            code.hasNumbers = true;
            return new LocalNodes.SetNumber(local.slot, value);
        }
        return new LocalNodes.SetLocal(local.slot, value);
    }

    private Statement assign(Syntax.Assign s) {
        if (s.targets.size() == 1 && s.values.size() == 1) {
            Syntax.Expr target = s.targets.get(0);
            if (target instanceof Syntax.LocalUse) {
                return set(((Syntax.LocalUse) target).local, expression(s.values.get(0)), false);
            }
            if (target instanceof Syntax.Index) {
                Syntax.Index index = (Syntax.Index) target;
                Expression object = expression(index.object);
                Expression key = expression(index.key);
                Expression value = expression(s.values.get(0));
                int site = site(s.line, null);
                if ((isLate(index.object) || isLate(index.key))
                        && (mayChangeVariables(s.values.get(0)) || mayChangeVariables(index.key))) {
                    int slot = code.slots;
                    code.slots += 3;
                    boolean isLateKey = isLate(index.key);
                    boolean isLateObject = isLate(index.object);
                    Statement set = new TableNodes.SetIndex(isLateObject ? object : new LocalNodes.Get(slot),
                            isLateKey ? key : new LocalNodes.Get(slot + 1), false, new LocalNodes.Get(slot + 2),
                            describe(index.object), site);
                    return new ControlNodes.Block(new Statement[] {
                            isLateObject ? new ControlNodes.Block(new Statement[0]) : new LocalNodes.SetLocal(slot, object),
                            isLateKey ? new ControlNodes.Block(new Statement[0]) : new LocalNodes.SetLocal(slot + 1, key),
                            new LocalNodes.SetLocal(slot + 2, value), set });
                }
                if (isString(index.key)) {
                    return new TableNodes.SetField(object, (LuaString) ((Syntax.Constant) index.key).value, value,
                            describe(index.object), site);
                }
                return new TableNodes.SetIndex(object, key, isNumber(index.key, key), value, describe(index.object), site);
            }
            return new LocalNodes.Assign(store(target, s.line), expression(s.values.get(0)));
        }
        if (isOfTwoNumbers(s)) {
            return new LocalNodes.SetTwo(((Syntax.LocalUse) s.targets.get(0)).local.slot, expression(s.values.get(0)),
                    ((Syntax.LocalUse) s.targets.get(1)).local.slot, expression(s.values.get(1)));
        }
        Object[] targets = new Object[s.targets.size()];
        for (int i = 0; i < targets.length; i++) {
            Syntax.Expr target = s.targets.get(i);
            if (target instanceof Syntax.Index) {
                Syntax.Index index = (Syntax.Index) target;
                targets[i] = new TableNodes.FieldTarget(expression(index.object), expression(index.key), describe(index.object),
                        site(s.line, null));
            } else {
                targets[i] = store(target, s.line);
            }
        }
        return new TableNodes.AssignSeveral(targets, expressions(s.values), isOpen(s.values));
    }

    /** {@code a, b = b, a + b}: two local variables get two values, of which at least one is most likely a number. */
    private boolean isOfTwoNumbers(Syntax.Assign s) {
        boolean isOfTwoLocals = s.targets.size() == 2 && s.values.size() == 2
                && s.targets.stream().allMatch(t -> t instanceof Syntax.LocalUse && !((Syntax.LocalUse) t).local.isCaptured);
        if (!isOfTwoLocals || s.values.stream().noneMatch(Translator::isArithmetic)) {
            return false;
        }
        code.hasNumbers = true;
        return true;
    }

    private static boolean isArithmetic(Syntax.Expr e) {
        return e instanceof Syntax.Binary && "+-*/%".indexOf(((Syntax.Binary) e).operator) >= 0;
    }

    private LocalNodes.Store store(Syntax.Expr target, int line) {
        if (target instanceof Syntax.LocalUse) {
            Syntax.Local local = ((Syntax.LocalUse) target).local;
            return local.isCaptured ? new LocalNodes.StoreCell(local.slot) : new LocalNodes.StoreLocal(local.slot);
        }
        if (target instanceof Syntax.Upvalue) {
            return new LocalNodes.StoreUpvalue(((Syntax.Upvalue) target).index);
        }
        return new LocalNodes.StoreGlobal(((Syntax.Global) target).name, site(line, null));
    }

    private Statement returnStatement(List<Syntax.Expr> values) {
        if (values.isEmpty()) {
            return new ControlNodes.ReturnNothing();
        }
        if (values.size() > 1 || values.get(0) instanceof Syntax.Vararg) {
            return new ControlNodes.ReturnSeveral(expressions(values), isOpen(values));
        }
        Expression value = expression(values.get(0));
        if (value instanceof CallNodes.AnyCall) {
            return new ControlNodes.ReturnCall((CallNodes.AnyCall) value);
        }
        return value.isNumeric() ? new ControlNodes.ReturnNumber(value) : new ControlNodes.ReturnOne(value);
    }

    // ---- Expressions ----

    private Expression[] expressions(List<Syntax.Expr> list) {
        Expression[] nodes = new Expression[list.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = expression(list.get(i));
        }
        return nodes;
    }

    /** Whether the last one may have several values. */
    private static boolean isOpen(List<Syntax.Expr> list) {
        Syntax.Expr last = list.isEmpty() ? null : list.get(list.size() - 1);
        return last instanceof Syntax.Call || last instanceof Syntax.Vararg;
    }

    private static boolean isString(Syntax.Expr e) {
        return e instanceof Syntax.Constant && ((Syntax.Constant) e).value instanceof LuaString;
    }

    /** Whether a key is likely to be a number that has no box. */
    private static boolean isNumber(Syntax.Expr e, Expression node) {
        return node.isNumeric() || (e instanceof Syntax.LocalUse && !((Syntax.LocalUse) e).local.isCaptured);
    }

    private Expression expression(Syntax.Expr e) {
        deeper();
        Expression node = make(e);
        level--;
        return node;
    }

    private Expression make(Syntax.Expr e) {
        if (e instanceof Syntax.Constant) {
            return constant(((Syntax.Constant) e).value);
        }
        if (e instanceof Syntax.LocalUse) {
            Syntax.Local local = ((Syntax.LocalUse) e).local;
            return local.isCaptured ? new LocalNodes.GetCell(local.slot) : new LocalNodes.Get(local.slot);
        }
        if (e instanceof Syntax.Upvalue) {
            return new LocalNodes.GetUpvalue(((Syntax.Upvalue) e).index);
        }
        if (e instanceof Syntax.Global) {
            return new LocalNodes.GetGlobal(((Syntax.Global) e).name, site(e.line, null));
        }
        if (e instanceof Syntax.Index) {
            Syntax.Index index = (Syntax.Index) e;
            Expression object = expression(index.object);
            if (isString(index.key)) {
                return new TableNodes.GetField(object, (LuaString) ((Syntax.Constant) index.key).value, describe(index.object),
                        site(e.line, null));
            }
            Expression key = expression(index.key);
            if (isLate(index.object) && mayChangeVariables(index.key)) {
                int slot = code.slots++;
                return new LocalNodes.After(slot, key, new TableNodes.GetIndex(object, new LocalNodes.Get(slot), false,
                        describe(index.object), site(e.line, null)));
            }
            return new TableNodes.GetIndex(object, key, isNumber(index.key, key), describe(index.object), site(e.line, null));
        }
        if (e instanceof Syntax.Call) {
            return call((Syntax.Call) e);
        }
        if (e instanceof Syntax.Binary) {
            return binary((Syntax.Binary) e);
        }
        if (e instanceof Syntax.Unary) {
            Syntax.Unary unary = (Syntax.Unary) e;
            Expression operand = expression(unary.operand);
            switch (unary.operator) {
                case Lexer.NOT:
                    return new CompareNodes.Not(operand);
                case '-':
                    return new ArithmeticNodes.Minus(operand, describe(unary.operand), site(e.line, null));
                default:
                    return new ArithmeticNodes.Length(operand, describe(unary.operand), site(e.line, null));
            }
        }
        if (e instanceof Syntax.Paren) {
            Expression inner = expression(((Syntax.Paren) e).inner);
            Syntax.Expr content = ((Syntax.Paren) e).inner;
            return content instanceof Syntax.Call || content instanceof Syntax.Vararg ? new ConstantNodes.First(inner) : inner;
        }
        if (e instanceof Syntax.Table) {
            return table((Syntax.Table) e);
        }
        if (e instanceof Syntax.Closure) {
            return closure(((Syntax.Closure) e).function);
        }
        return new ConstantNodes.Varargs();
    }

    private Expression constant(Object value) {
        if (value instanceof Double) {
            double number = (Double) value;
            if (number == 0) {
                zero = zero == null ? (Double) number : zero;
                number = zero;
            }
            return new ConstantNodes.Num(number);
        }
        return new ConstantNodes.Constant(value);
    }

    private Expression closure(Syntax.Function inner) {
        return new ConstantNodes.MakeClosure(new Translator(inner, chunkName, shortName).translate());
    }

    private Expression table(Syntax.Table table) {
        Expression[] keys = new Expression[table.values.size()];
        Expression[] values = new Expression[keys.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = table.keys.get(i) == null ? null : expression(table.keys.get(i));
            values[i] = expression(table.values.get(i));
        }
        boolean isOpen = keys.length > 0 && keys[keys.length - 1] == null && isOpen(table.values);
        return new TableNodes.Constructor(keys, values, isOpen, site(table.line, null));
    }

    private Expression call(Syntax.Call call) {
        Expression object = expression(call.function);
        Expression[] arguments = expressions(call.arguments);
        boolean isOpen = isOpen(call.arguments);
        if (call.method != null) {
            String method = call.method.toString();
            return new CallNodes.Method(object, call.method, arguments, isOpen, describe(call.function),
                    "method '" + method + "'",
                    site(call.line, Code.METHOD + method));
        }
        String name = describe(call.function);
        int site = site(call.line, name == null ? null : name.substring(name.indexOf('\'') + 1, name.length() - 1));
        if (!isOpen) {
            switch (arguments.length) {
                case 0:
                    return new CallNodes.Call0(object, name, site);
                case 1:
                    return new CallNodes.Call1(object, arguments[0], name, site);
                case 2:
                    return new CallNodes.Call2(object, arguments[0], arguments[1], name, site);
                case 3:
                    return new CallNodes.Call3(object, arguments[0], arguments[1], arguments[2], name, site);
                default:
                    break;
            }
        }
        return new CallNodes.Call(object, arguments, isOpen, name, site);
    }

    private Expression binary(Syntax.Binary e) {
        if (e.operator == Lexer.CONCAT) {
            return concat(e);
        }
        Expression left = expression(e.left);
        Expression right = expression(e.right);
        if (e.operator != Lexer.AND && e.operator != Lexer.OR && isLate(e.left) && mayChangeVariables(e.right)) {
            int slot = code.slots++;
            return new LocalNodes.After(slot, right, binary(e, left, new LocalNodes.Get(slot)));
        }
        return binary(e, left, right);
    }

    /**
     * Whether an operand is a variable that the other operand may change: Lua looks at it only when it has both. (Others are in
     * registers that only this function uses.)
     */
    private static boolean isLate(Syntax.Expr e) {
        Syntax.Expr inner = e;
        while (inner instanceof Syntax.Paren) {
            inner = ((Syntax.Paren) inner).inner;
        }
        return inner instanceof Syntax.LocalUse && ((Syntax.LocalUse) inner).local.isCaptured;
    }

    private static boolean mayChangeVariables(Syntax.Expr e) {
        return !(e instanceof Syntax.Constant || e instanceof Syntax.LocalUse || e instanceof Syntax.Upvalue
                || e instanceof Syntax.Global || e instanceof Syntax.Closure || e instanceof Syntax.Vararg);
    }

    private Expression binary(Syntax.Binary e, Expression left, Expression right) {
        switch (e.operator) {
            case Lexer.AND:
                return new CompareNodes.And(left, right);
            case Lexer.OR:
                return new CompareNodes.Or(left, right);
            default:
                break;
        }
        int site = site(e.line, null);
        switch (e.operator) {
            case Lexer.EQ:
                return new CompareNodes.Equal(left, right, false, site);
            case Lexer.NE:
                return new CompareNodes.Equal(left, right, true, site);
            case '<':
                return new CompareNodes.Less(left, right, false, site);
            case '>':
                return new CompareNodes.Less(left, right, true, site);
            case Lexer.LE:
                return new CompareNodes.LessOrEqual(left, right, false, site);
            case Lexer.GE:
                return new CompareNodes.LessOrEqual(left, right, true, site);
            default:
                break;
        }
        String leftName = describe(e.left);
        String rightName = describe(e.right);
        if (right instanceof ConstantNodes.Num) {
            ConstantNodes.Num constant = (ConstantNodes.Num) right;
            switch (e.operator) {
                case '+':
                    return new ConstantArithmetic.Add(left, constant, leftName, rightName, site);
                case '-':
                    return new ConstantArithmetic.Sub(left, constant, leftName, rightName, site);
                case '*':
                    return new ConstantArithmetic.Mul(left, constant, leftName, rightName, site);
                case '/':
                    return new ConstantArithmetic.Div(left, constant, leftName, rightName, site);
                case '%':
                    return new ConstantArithmetic.Mod(left, constant, leftName, rightName, site);
                default:
                    break;
            }
        }
        switch (e.operator) {
            case '+':
                return new ArithmeticNodes.Add(left, right, leftName, rightName, site);
            case '-':
                return new ArithmeticNodes.Sub(left, right, leftName, rightName, site);
            case '*':
                return new ArithmeticNodes.Mul(left, right, leftName, rightName, site);
            case '/':
                return new ArithmeticNodes.Div(left, right, leftName, rightName, site);
            case '%':
                return new ArithmeticNodes.Mod(left, right, leftName, rightName, site);
            default:
                return new ArithmeticNodes.Pow(left, right, leftName, rightName, site);
        }
    }

    /** {@code a .. b .. c} is one operation. */
    private Expression concat(Syntax.Binary e) {
        List<Syntax.Expr> operands = new ArrayList<>();
        Syntax.Expr rest = e;
        while (rest instanceof Syntax.Binary && ((Syntax.Binary) rest).operator == Lexer.CONCAT) {
            operands.add(((Syntax.Binary) rest).left);
            rest = ((Syntax.Binary) rest).right;
        }
        operands.add(rest);
        String[] names = new String[operands.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = describe(operands.get(i));
        }
        return new ArithmeticNodes.Concat(expressions(operands), names, site(e.line, null));
    }

    /** What error messages call an expression; null if they cannot name it. */
    private static String describe(Syntax.Expr e) {
        if (e instanceof Syntax.LocalUse) {
            return "local '" + ((Syntax.LocalUse) e).local.name + "'";
        }
        if (e instanceof Syntax.Upvalue) {
            return "upvalue '" + ((Syntax.Upvalue) e).name + "'";
        }
        if (e instanceof Syntax.Global) {
            return "global '" + ((Syntax.Global) e).name + "'";
        }
        if (e instanceof Syntax.Index) {
            Syntax.Expr key = ((Syntax.Index) e).key;
            String name = isString(key) ? new String(((LuaString) ((Syntax.Constant) key).value).bytes, ISO_8859_1) : "?";
            int zero = name.indexOf(0);
            return "field '" + (zero < 0 ? name : name.substring(0, zero)) + "'";
        }
        if (e instanceof Syntax.Paren) {
            return describe(((Syntax.Paren) e).inner);
        }
        return isLogical(e) ? new Last(e).name : null;
    }

    private static boolean isLogical(Syntax.Expr e) {
        return e instanceof Syntax.Binary
                && (((Syntax.Binary) e).operator == Lexer.AND || ((Syntax.Binary) e).operator == Lexer.OR);
    }

    /**
     * What {@code a and b or c} is called: Lua 5.1 follows the code from its beginning, takes every jump, and names what was
     * loaded last on that way.
     */
    private static final class Last {
        /** May be null. */
        String name;
        /** Which way the jump after it is taken: for false, for true, or null if there is none. */
        Boolean exit;

        Last(Syntax.Expr expression) {
            Syntax.Expr e = expression;
            while (e instanceof Syntax.Paren) {
                e = ((Syntax.Paren) e).inner;
            }
            if (!isLogical(e)) {
                name = describe(e);
                return;
            }
            Syntax.Binary logical = (Syntax.Binary) e;
            boolean jumpsIf = logical.operator == Lexer.OR;
            Last left = new Last(logical.left);
            boolean way = left.exit == null ? jumpsIf : left.exit;
            if (way == jumpsIf) {
                // The test is what the register was last used for, and it has no name.
                exit = way;
                return;
            }
            Last last = new Last(logical.right);
            name = last.name;
            exit = last.exit;
        }
    }
}
