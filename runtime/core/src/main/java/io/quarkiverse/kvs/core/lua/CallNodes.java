package io.quarkiverse.kvs.core.lua;

/** Calls of functions and methods. */
final class CallNodes {

    private CallNodes() {
    }

    /** The values of some expressions; of the last one all of its values, if it is open. */
    static Object[] evaluate(Expression[] expressions, boolean isOpen, Frame f) {
        int count = expressions.length;
        Object[] values = new Object[count];
        int single = isOpen ? count - 1 : count;
        for (int i = 0; i < single; i++) {
            values[i] = Expression.eval(expressions[i], f);
        }
        if (!isOpen) {
            return values;
        }
        Object last = expressions[count - 1].evalAll(f);
        if (!(last instanceof LuaResults)) {
            values[count - 1] = last;
            return values;
        }
        Object[] rest = ((LuaResults) last).values;
        Object[] all = new Object[single + rest.length];
        System.arraycopy(values, 0, all, 0, single);
        System.arraycopy(rest, 0, all, single, rest.length);
        return all;
    }

    abstract static class AnyCall extends Expression {
        final int site;
        final String name;

        AnyCall(int site, String name) {
            this.site = site;
            this.name = name;
        }

        @Override
        Object eval(Frame f) {
            return first(evalAll(f));
        }

        static Object first(Object result) {
            return result instanceof LuaResults ? LuaResults.first(result) : result;
        }

        /** {@link #number} of a result. */
        static double number(Object result, Frame f) {
            return result instanceof Double ? (Double) result : f.odd(first(result));
        }

        /**
         * What is called, its arguments evaluated, in a tail call: the function, which is then called by the caller of this
         * one.
         */
        abstract Object tailCall(Frame f);
    }

    /** What is called: mostly a global or local variable, or one of a function around this one. */
    static Object callee(Expression function, Frame f) {
        return function instanceof LocalNodes.GetUpvalue ? f.function.upvalues[((LocalNodes.GetUpvalue) function).index].value
                : Expression.eval(function, f);
    }

    static Object tail(Frame f, Object function, Object[] arguments, String name) {
        if (function instanceof LuaClosure) {
            return new LuaClosure.TailCall((LuaClosure) function, arguments);
        }
        if (function instanceof LuaFunction) {
            return ((LuaFunction) function).call(f.state, arguments);
        }
        return tail(f, f.state.callable(function, name), LuaState.prepend(function, arguments), name);
    }

    /** {@code function(a, b, ...)} */
    static final class Call extends AnyCall {
        private final Expression function;
        private final Expression[] arguments;
        private final boolean isOpen;

        Call(Expression function, Expression[] arguments, boolean isOpen, String name, int site) {
            super(site, name);
            this.function = function;
            this.arguments = arguments;
            this.isOpen = isOpen;
        }

        @Override
        Object evalAll(Frame f) {
            Object callee = callee(function, f);
            Object[] values = evaluate(arguments, isOpen, f);
            f.site = site;
            if (callee instanceof LuaFunction) {
                return ((LuaFunction) callee).call(f.state, values);
            }
            return f.state.callable(callee, name).call(f.state, LuaState.prepend(callee, values));
        }

        @Override
        Object tailCall(Frame f) {
            Object callee = callee(function, f);
            Object[] values = evaluate(arguments, isOpen, f);
            f.site = site;
            return tail(f, callee, values, name);
        }
    }

    static final class Call0 extends AnyCall {
        private final Expression function;

        Call0(Expression function, String name, int site) {
            super(site, name);
            this.function = function;
        }

        @Override
        Object evalAll(Frame f) {
            Object callee = callee(function, f);
            f.site = site;
            if (callee instanceof LuaClosure) {
                return ((LuaClosure) callee).call(f.state);
            }
            if (callee instanceof LuaFunction) {
                return ((LuaFunction) callee).call(f.state);
            }
            return f.state.callable(callee, name).call(f.state, callee);
        }

        // As in AnyCall, without virtual calls

        @Override
        Object eval(Frame f) {
            return first(evalAll(f));
        }

        @Override
        double number(Frame f) {
            return number(evalAll(f), f);
        }

        @Override
        Object tailCall(Frame f) {
            Object callee = callee(function, f);
            f.site = site;
            return tail(f, callee, new Object[0], name);
        }
    }

    static final class Call1 extends AnyCall {
        private final Expression function;
        private final Expression a;
        private final boolean isNumber;

        Call1(Expression function, Expression a, String name, int site) {
            super(site, name);
            this.function = function;
            this.a = a;
            this.isNumber = a.isNumeric();
        }

        @Override
        Object evalAll(Frame f) {
            Object callee = callee(function, f);
            Object first = isNumber ? Expression.boxed(a, f) : Expression.eval(a, f);
            f.site = site;
            if (callee instanceof LuaClosure) {
                return ((LuaClosure) callee).call(f.state, first);
            }
            if (callee instanceof LuaFunction) {
                return ((LuaFunction) callee).call(f.state, first);
            }
            return f.state.callable(callee, name).call(f.state, callee, first);
        }

        // As in AnyCall, without virtual calls

        @Override
        Object eval(Frame f) {
            return first(evalAll(f));
        }

        @Override
        double number(Frame f) {
            return number(evalAll(f), f);
        }

        @Override
        Object tailCall(Frame f) {
            Object callee = callee(function, f);
            Object first = isNumber ? Expression.boxed(a, f) : Expression.eval(a, f);
            f.site = site;
            return tail(f, callee, new Object[] { first }, name);
        }
    }

    static final class Call2 extends AnyCall {
        private final Expression function;
        private final Expression a;
        private final Expression b;

        Call2(Expression function, Expression a, Expression b, String name, int site) {
            super(site, name);
            this.function = function;
            this.a = a;
            this.b = b;
        }

        @Override
        Object evalAll(Frame f) {
            Object callee = callee(function, f);
            Object first = Expression.eval(a, f);
            Object second = Expression.eval(b, f);
            f.site = site;
            if (callee instanceof LuaClosure) {
                return ((LuaClosure) callee).call(f.state, first, second);
            }
            if (callee instanceof LuaFunction) {
                return ((LuaFunction) callee).call(f.state, first, second);
            }
            return f.state.callable(callee, name).call(f.state, callee, first, second);
        }

        // As in AnyCall, without virtual calls

        @Override
        Object eval(Frame f) {
            return first(evalAll(f));
        }

        @Override
        double number(Frame f) {
            return number(evalAll(f), f);
        }

        @Override
        Object tailCall(Frame f) {
            Object callee = callee(function, f);
            Object first = Expression.eval(a, f);
            Object second = Expression.eval(b, f);
            f.site = site;
            return tail(f, callee, new Object[] { first, second }, name);
        }
    }

    static final class Call3 extends AnyCall {
        private final Expression function;
        private final Expression a;
        private final Expression b;
        private final Expression c;

        Call3(Expression function, Expression a, Expression b, Expression c, String name, int site) {
            super(site, name);
            this.function = function;
            this.a = a;
            this.b = b;
            this.c = c;
        }

        @Override
        Object evalAll(Frame f) {
            Object callee = callee(function, f);
            Object first = Expression.eval(a, f);
            Object second = Expression.eval(b, f);
            Object third = Expression.eval(c, f);
            f.site = site;
            if (callee instanceof LuaFunction) {
                return ((LuaFunction) callee).call(f.state, first, second, third);
            }
            return f.state.callable(callee, name).call(f.state, new Object[] { callee, first, second, third });
        }

        @Override
        Object tailCall(Frame f) {
            Object callee = callee(function, f);
            Object first = Expression.eval(a, f);
            Object second = Expression.eval(b, f);
            Object third = Expression.eval(c, f);
            f.site = site;
            return tail(f, callee, new Object[] { first, second, third }, name);
        }
    }

    /** {@code object:method(a, b, ...)} */
    static final class Method extends AnyCall {
        private final Expression object;
        private final LuaString method;
        private final Expression[] arguments;
        private final boolean isOpen;
        private final String objectName;

        Method(Expression object, LuaString method, Expression[] arguments, boolean isOpen, String objectName, String name,
                int site) {
            super(site, name);
            this.object = object;
            this.method = method;
            this.arguments = arguments;
            this.isOpen = isOpen;
            this.objectName = objectName;
        }

        private Object find(Frame f, Object self) {
            if (self instanceof LuaTable) {
                Object found = ((LuaTable) self).get(method);
                if (found != null) {
                    return found;
                }
            }
            f.site = site;
            return f.state.index(self, method, objectName);
        }

        @Override
        Object evalAll(Frame f) {
            Object self = Expression.eval(object, f);
            Object callee = find(f, self);
            if (callee instanceof LuaFunction && !isOpen) {
                LuaFunction function = (LuaFunction) callee;
                switch (arguments.length) {
                    case 0:
                        f.site = site;
                        return function.call(f.state, self);
                    case 1: {
                        Object a = Expression.eval(arguments[0], f);
                        f.site = site;
                        return function.call(f.state, self, a);
                    }
                    case 2: {
                        Object a = Expression.eval(arguments[0], f);
                        Object b = Expression.eval(arguments[1], f);
                        f.site = site;
                        return function.call(f.state, self, a, b);
                    }
                    default:
                        break;
                }
            }
            Object[] values = LuaState.prepend(self, evaluate(arguments, isOpen, f));
            f.site = site;
            if (callee instanceof LuaFunction) {
                return ((LuaFunction) callee).call(f.state, values);
            }
            return f.state.callable(callee, name).call(f.state, LuaState.prepend(callee, values));
        }

        @Override
        Object tailCall(Frame f) {
            Object self = Expression.eval(object, f);
            Object callee = find(f, self);
            Object[] values = LuaState.prepend(self, evaluate(arguments, isOpen, f));
            f.site = site;
            return tail(f, callee, values, name);
        }
    }
}
