package io.quarkiverse.kvs.core.lua;

import java.util.ArrayList;
import java.util.List;

/** The syntax tree: what the parser makes, and the {@link Translator} turns into nodes. */
final class Syntax {

    private Syntax() {
    }

    /** A local variable. */
    static final class Local {
        final String name;
        final int slot;
        /** Whether an inner function uses it: it then lives in a {@link Cell}. */
        boolean isCaptured;

        Local(String name, int slot) {
            this.name = name;
            this.slot = slot;
        }
    }

    /** A function, or the chunk. */
    static final class Function {
        final Function outer;
        final int line;
        final List<Local> active = new ArrayList<>();
        final List<Integer> upvalues = new ArrayList<>();
        final List<String> upvalueNames = new ArrayList<>();
        List<Local> parameters = new ArrayList<>();
        boolean isVararg;
        /** The variable {@code arg} of Lua 5.0; null if the function has none. */
        Local arg;
        boolean needsArg;
        int slots;
        List<Stat> body;
        int loops;

        Function(Function outer, int line) {
            this.outer = outer;
            this.line = line;
        }
    }

    abstract static class Expr {
        int line;
    }

    abstract static class Stat {
        int line;
    }

    static final class Constant extends Expr {
        final Object value;

        Constant(Object value) {
            this.value = value;
        }
    }

    static final class Vararg extends Expr {
    }

    static final class LocalUse extends Expr {
        final Local local;

        LocalUse(Local local) {
            this.local = local;
        }
    }

    static final class Upvalue extends Expr {
        final int index;
        final String name;

        Upvalue(int index, String name) {
            this.index = index;
            this.name = name;
        }
    }

    static final class Global extends Expr {
        final LuaString name;

        Global(LuaString name) {
            this.name = name;
        }
    }

    static final class Index extends Expr {
        final Expr object;
        final Expr key;

        Index(Expr object, Expr key) {
            this.object = object;
            this.key = key;
        }
    }

    static final class Call extends Expr {
        final Expr function;
        /** Null unless it is a call of a method. */
        final LuaString method;
        final List<Expr> arguments;

        Call(Expr function, LuaString method, List<Expr> arguments) {
            this.function = function;
            this.method = method;
            this.arguments = arguments;
        }
    }

    static final class Closure extends Expr {
        final Function function;

        Closure(Function function) {
            this.function = function;
        }
    }

    /** Arithmetic, comparison, {@code ..}, {@code and}, {@code or}. */
    static final class Binary extends Expr {
        final int operator;
        final Expr left;
        final Expr right;

        Binary(int operator, Expr left, Expr right) {
            this.operator = operator;
            this.left = left;
            this.right = right;
        }
    }

    static final class Unary extends Expr {
        final int operator;
        final Expr operand;

        Unary(int operator, Expr operand) {
            this.operator = operator;
            this.operand = operand;
        }
    }

    static final class Paren extends Expr {
        final Expr inner;

        Paren(Expr inner) {
            this.inner = inner;
        }
    }

    static final class Table extends Expr {
        /** A key for each value; null for what goes into the list. */
        final List<Expr> keys = new ArrayList<>();
        final List<Expr> values = new ArrayList<>();
    }

    static final class LocalStat extends Stat {
        final List<Local> locals;
        final List<Expr> values;

        LocalStat(List<Local> locals, List<Expr> values) {
            this.locals = locals;
            this.values = values;
        }
    }

    static final class LocalFunction extends Stat {
        final Local local;
        Function function;

        LocalFunction(Local local) {
            this.local = local;
        }
    }

    static final class Assign extends Stat {
        final List<Expr> targets;
        final List<Expr> values;

        Assign(List<Expr> targets, List<Expr> values) {
            this.targets = targets;
            this.values = values;
        }
    }

    static final class CallStat extends Stat {
        final Expr call;

        CallStat(Expr call) {
            this.call = call;
        }
    }

    static final class Do extends Stat {
        final List<Stat> body;

        Do(List<Stat> body) {
            this.body = body;
        }
    }

    static final class While extends Stat {
        final Expr condition;
        final List<Stat> body;

        While(Expr condition, List<Stat> body) {
            this.condition = condition;
            this.body = body;
        }
    }

    static final class Repeat extends Stat {
        final List<Stat> body;
        final Expr condition;

        Repeat(List<Stat> body, Expr condition) {
            this.body = body;
            this.condition = condition;
        }
    }

    static final class If extends Stat {
        final List<Expr> conditions = new ArrayList<>();
        final List<List<Stat>> blocks = new ArrayList<>();
        /** May be null. */
        List<Stat> otherwise;
    }

    static final class NumericFor extends Stat {
        final Local variable;
        final Expr start;
        final Expr limit;
        /** May be null. */
        final Expr step;
        List<Stat> body;

        NumericFor(Local variable, Expr start, Expr limit, Expr step) {
            this.variable = variable;
            this.start = start;
            this.limit = limit;
            this.step = step;
        }
    }

    static final class GenericFor extends Stat {
        /** The first of three slots that hold the function, its state and the control variable. */
        final int slot;
        final List<Local> variables;
        final List<Expr> values;
        List<Stat> body;

        GenericFor(int slot, List<Local> variables, List<Expr> values) {
            this.slot = slot;
            this.variables = variables;
            this.values = values;
        }
    }

    static final class Return extends Stat {
        final List<Expr> values;

        Return(List<Expr> values) {
            this.values = values;
        }
    }

    static final class Break extends Stat {
    }
}
