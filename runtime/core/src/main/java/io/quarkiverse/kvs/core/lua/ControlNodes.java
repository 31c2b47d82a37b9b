package io.quarkiverse.kvs.core.lua;

/** Blocks, conditions, loops, and the ends of functions. */
final class ControlNodes {

    private ControlNodes() {
    }

    static final class Block extends Statement {
        private final Statement[] statements;

        Block(Statement[] statements) {
            this.statements = statements;
        }

        @Override
        int exec(Frame f) {
            for (Statement statement : statements) {
                int how = statement.exec(f);
                if (how != NORMAL) {
                    return how;
                }
            }
            return NORMAL;
        }
    }

    static final class TwoStatements extends Statement {
        private final Statement first;
        private final Statement second;

        TwoStatements(Statement first, Statement second) {
            this.first = first;
            this.second = second;
        }

        @Override
        int exec(Frame f) {
            int how = first.exec(f);
            return how == NORMAL ? second.exec(f) : how;
        }
    }

    static final class CallStatement extends Statement {
        private final Expression call;

        CallStatement(Expression call) {
            this.call = call;
        }

        @Override
        int exec(Frame f) {
            call.evalAll(f);
            return NORMAL;
        }
    }

    static final class If extends Statement {
        private final Expression[] conditions;
        private final Statement[] blocks;
        private final Statement otherwise;

        If(Expression[] conditions, Statement[] blocks, Statement otherwise) {
            this.conditions = conditions;
            this.blocks = blocks;
            this.otherwise = otherwise;
        }

        @Override
        int exec(Frame f) {
            for (int i = 0; i < conditions.length; i++) {
                if (conditions[i].test(f)) {
                    return blocks[i].exec(f);
                }
            }
            return otherwise == null ? NORMAL : otherwise.exec(f);
        }
    }

    /** With one condition, and nothing otherwise. */
    static final class OnlyIf extends Statement {
        private final Expression condition;
        private final Statement block;

        OnlyIf(Expression condition, Statement block) {
            this.condition = condition;
            this.block = block;
        }

        @Override
        int exec(Frame f) {
            return condition.test(f) ? block.exec(f) : NORMAL;
        }
    }

    static final class While extends Statement {
        private final Expression condition;
        private final Statement body;
        private final int site;

        While(Expression condition, Statement body, int site) {
            this.condition = condition;
            this.body = body;
            this.site = site;
        }

        @Override
        int exec(Frame f) {
            while (condition.test(f)) {
                int how = body.exec(f);
                if (how != NORMAL) {
                    return how == BREAK ? NORMAL : how;
                }
                if (--f.state.countdown < 0) {
                    f.site = site;
                    f.state.tick();
                }
            }
            return NORMAL;
        }
    }

    static final class Repeat extends Statement {
        private final Statement body;
        private final Expression condition;
        private final int site;

        Repeat(Statement body, Expression condition, int site) {
            this.body = body;
            this.condition = condition;
            this.site = site;
        }

        @Override
        int exec(Frame f) {
            do {
                int how = body.exec(f);
                if (how != NORMAL) {
                    return how == BREAK ? NORMAL : how;
                }
                if (--f.state.countdown < 0) {
                    f.site = site;
                    f.state.tick();
                }
            } while (!condition.test(f));
            return NORMAL;
        }
    }

    static final class NumericFor extends Statement {
        private final int slot;
        private final boolean isCaptured;
        private final Expression start;
        private final Expression limit;
        private final Expression step;
        private final Statement body;
        private final int site;

        NumericFor(int slot, boolean isCaptured, Expression start, Expression limit, Expression step, Statement body,
                int site) {
            this.slot = slot;
            this.isCaptured = isCaptured;
            this.start = start;
            this.limit = limit;
            this.step = step;
            this.body = body;
            this.site = site;
        }

        @Override
        int exec(Frame f) {
            Object first = start.eval(f);
            Object last = limit.eval(f);
            Object by = step == null ? (Double) 1.0 : step.eval(f);
            double i = number(f, first, "'for' initial value must be a number");
            double end = number(f, last, "'for' limit must be a number");
            double step = number(f, by, "'for' step must be a number");
            // Lua takes a step back and then the first one forward: the sum is not always the same.
            i = i - step + step;
            for (; step > 0 ? i <= end : end <= i; i += step) {
                if (isCaptured) {
                    f.objects[slot] = new Cell(LuaNumbers.box(i));
                } else {
                    f.numbers[slot] = i;
                    if (f.objects[slot] != Frame.NUMBER) {
                        f.objects[slot] = Frame.NUMBER;
                    }
                }
                int how = body.exec(f);
                if (how != NORMAL) {
                    return how == BREAK ? NORMAL : how;
                }
                if (--f.state.countdown < 0) {
                    f.site = site;
                    f.state.tick();
                }
            }
            return NORMAL;
        }

        private double number(Frame f, Object value, String message) {
            Double number = LuaState.toNumber(value);
            if (number == null) {
                f.site = site;
                throw f.state.runtimeError(message);
            }
            return number;
        }
    }

    static final class GenericFor extends Statement {
        private final int slot;
        private final LocalNodes.Store[] variables;
        private final Expression[] values;
        private final boolean isOpen;
        private final Statement body;
        private final int site;

        GenericFor(int slot, LocalNodes.Store[] variables, Expression[] values, boolean isOpen, Statement body, int site) {
            this.slot = slot;
            this.variables = variables;
            this.values = values;
            this.isOpen = isOpen;
            this.body = body;
            this.site = site;
        }

        @Override
        int exec(Frame f) {
            Object[] initial = CallNodes.evaluate(values, isOpen, f);
            Object function = initial[0];
            Object state = initial.length > 1 ? initial[1] : null;
            Object control = initial.length > 2 ? initial[2] : null;
            f.objects[slot] = function;
            f.objects[slot + 1] = state;
            f.objects[slot + 2] = control;
            if (function instanceof NextFunction && state instanceof LuaTable && variables.length <= 2) {
                return walk(f, (LuaTable) state, control);
            }
            LuaFunction callee;
            boolean isCallable = function instanceof LuaFunction;
            if (isCallable) {
                callee = (LuaFunction) function;
            } else {
                f.site = site;
                callee = f.state.callable(function, null);
            }
            while (true) {
                f.site = site;
                Object result = isCallable ? f.state.callMeta(callee, state, control)
                        : f.state.callMeta3(callee, function, state, control);
                control = store(f, result);
                if (control == null) {
                    return NORMAL;
                }
                f.objects[slot + 2] = control;
                int how = body.exec(f);
                if (how != NORMAL) {
                    return how == BREAK ? NORMAL : how;
                }
                if (--f.state.countdown < 0) {
                    f.site = site;
                    f.state.tick();
                }
            }
        }

        private Object store(Frame f, Object result) {
            if (!(result instanceof LuaResults)) {
                variables[0].store(f, result);
                for (int i = 1; i < variables.length; i++) {
                    variables[i].store(f, null);
                }
                return result;
            }
            Object[] all = ((LuaResults) result).values;
            for (int i = 0; i < variables.length; i++) {
                variables[i].store(f, i < all.length ? all[i] : null);
            }
            return all.length == 0 ? null : all[0];
        }

        /** {@code for k, v in pairs(t)}, without calls. */
        private int walk(Frame f, LuaTable table, Object from) {
            Object key = from;
            int position = -1;
            while (true) {
                position = table.nextPosition(key, position);
                if (position < 0) {
                    if (position == -2) {
                        f.site = site;
                        throw new LuaError("invalid key to 'next'");
                    }
                    return NORMAL;
                }
                key = table.keyAt(position);
                variables[0].store(f, key);
                if (variables.length > 1) {
                    variables[1].store(f, table.valueAt(position));
                }
                int how = body.exec(f);
                if (how != NORMAL) {
                    return how == BREAK ? NORMAL : how;
                }
                if (--f.state.countdown < 0) {
                    f.site = site;
                    f.state.tick();
                }
            }
        }
    }

    static final class Break extends Statement {
        @Override
        int exec(Frame f) {
            return BREAK;
        }
    }

    static final class ReturnNothing extends Statement {
        @Override
        int exec(Frame f) {
            f.result = LuaResults.NONE;
            return RETURN;
        }
    }

    static final class ReturnOne extends Statement {
        private final Expression value;

        ReturnOne(Expression value) {
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            f.result = Expression.eval(value, f);
            return RETURN;
        }
    }

    /** Of an expression that is a number most of the time. */
    static final class ReturnNumber extends Statement {
        private final Expression value;

        ReturnNumber(Expression value) {
            this.value = value;
        }

        @Override
        int exec(Frame f) {
            f.result = Expression.boxed(value, f);
            return RETURN;
        }
    }

    static final class ReturnSeveral extends Statement {
        private final Expression[] values;
        private final boolean isOpen;

        ReturnSeveral(Expression[] values, boolean isOpen) {
            this.values = values;
            this.isOpen = isOpen;
        }

        @Override
        int exec(Frame f) {
            f.result = LuaResults.of(CallNodes.evaluate(values, isOpen, f));
            return RETURN;
        }
    }

    /** {@code return f(...)}: the frame of this function goes before f begins. */
    static final class ReturnCall extends Statement {
        private final CallNodes.AnyCall call;

        ReturnCall(CallNodes.AnyCall call) {
            this.call = call;
        }

        @Override
        int exec(Frame f) {
            f.result = call.tailCall(f);
            return f.result instanceof LuaClosure.TailCall ? TAIL_CALL : RETURN;
        }
    }

    /** {@code local function f}: the function can call itself. */
    static final class LocalFunction extends Statement {
        private final int slot;
        private final boolean isCaptured;
        private final Expression function;

        LocalFunction(int slot, boolean isCaptured, Expression function) {
            this.slot = slot;
            this.isCaptured = isCaptured;
            this.function = function;
        }

        @Override
        int exec(Frame f) {
            if (isCaptured) {
                Cell cell = new Cell(null);
                f.objects[slot] = cell;
                cell.value = function.eval(f);
            } else {
                f.objects[slot] = function.eval(f);
            }
            return NORMAL;
        }
    }
}
