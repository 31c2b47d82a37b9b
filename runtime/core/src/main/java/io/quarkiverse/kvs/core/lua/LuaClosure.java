package io.quarkiverse.kvs.core.lua;

import java.util.Arrays;

/** A function of Lua: code, and the variables of the functions around it that it uses. */
final class LuaClosure extends LuaFunction implements LuaReachable {

    private static final Object[] NONE = {};

    final Code code;
    final Cell[] upvalues;
    LuaTable environment;

    LuaClosure(Code code, Cell[] upvalues, LuaTable environment) {
        this.code = code;
        this.upvalues = upvalues;
        this.environment = environment;
    }

    @Override
    Object call(LuaState state) {
        Frame frame = new Frame(state, this);
        if (code.isVararg) {
            setVarargs(frame, NONE);
        }
        return run(state, frame);
    }

    @Override
    Object call(LuaState state, Object a) {
        if (code.parameters == 0 && code.isVararg) {
            return call(state, new Object[] { a });
        }
        Frame frame = new Frame(state, this);
        if (code.parameters > 0) {
            frame.objects[0] = a;
        }
        if (code.isVararg) {
            setVarargs(frame, NONE);
        }
        return run(state, frame);
    }

    @Override
    Object call(LuaState state, Object a, Object b) {
        int parameters = code.parameters;
        if (parameters < 2 && code.isVararg) {
            return call(state, new Object[] { a, b });
        }
        Frame frame = new Frame(state, this);
        if (parameters > 0) {
            frame.objects[0] = a;
            if (parameters > 1) {
                frame.objects[1] = b;
            }
        }
        if (code.isVararg) {
            setVarargs(frame, NONE);
        }
        return run(state, frame);
    }

    @Override
    Object call(LuaState state, Object a, Object b, Object c) {
        int parameters = code.parameters;
        if (parameters < 3) {
            return call(state, new Object[] { a, b, c });
        }
        Frame frame = new Frame(state, this);
        frame.objects[0] = a;
        frame.objects[1] = b;
        frame.objects[2] = c;
        if (code.isVararg) {
            setVarargs(frame, NONE);
        }
        return run(state, frame);
    }

    @Override
    Object call(LuaState state, Object[] arguments) {
        return run(state, frame(state, arguments));
    }

    private Frame frame(LuaState state, Object[] arguments) {
        Frame frame = new Frame(state, this);
        int parameters = code.parameters;
        System.arraycopy(arguments, 0, frame.objects, 0, Math.min(parameters, arguments.length));
        if (code.isVararg) {
            setVarargs(frame,
                    arguments.length > parameters ? Arrays.copyOfRange(arguments, parameters, arguments.length) : NONE);
        }
        return frame;
    }

    private void setVarargs(Frame frame, Object[] varargs) {
        if (varargs.length > 16) {
            frame.state.memory.allocate(16 + 4L * varargs.length);
        }
        frame.varargs = varargs;
        if (code.needsArg) {
            LuaTable arg = new LuaTable(frame.state.memory, varargs.length, 1);
            for (int i = 0; i < varargs.length; i++) {
                arg.set(i + 1, varargs[i]);
            }
            arg.set("n", LuaNumbers.box(varargs.length));
            frame.objects[code.parameters] = arg;
        }
    }

    private static Object run(LuaState state, Frame frame) {
        Frame caller = state.top;
        while (true) {
            Code code = frame.function.code;
            frame.parent = caller;
            LuaStack stack = state.stack;
            if (++state.calls > state.maxCalls || (stack.used += code.depth) > stack.limit) {
                return state.deeper(frame);
            }
            state.top = frame;
            if (--state.countdown < 0) {
                state.tick();
            }
            int[] captured = code.capturedParameters;
            if (captured != null) {
                Object[] objects = frame.objects;
                for (int slot : captured) {
                    objects[slot] = new Cell(objects[slot]);
                }
            }
            int how = code.body.exec(frame);
            state.top = caller;
            state.calls--;
            stack.used -= code.depth;
            if (how == Statement.NORMAL) {
                return LuaResults.NONE;
            }
            if (how == Statement.RETURN) {
                return frame.result;
            }
            TailCall next = (TailCall) frame.result;
            frame = next.function.frame(state, next.arguments);
            frame.tail = true;
        }
    }

    /** Runs a frame that was made before, on another stack. */
    static Object resume(LuaState state, Frame frame) {
        return run(state, frame);
    }

    @Override
    public void reach(LuaMemory.Roots roots) {
        roots.count(40 + 4L * upvalues.length);
        for (Cell cell : upvalues) {
            roots.add(cell);
        }
        roots.add(environment);
    }

    /** The result of a frame whose last act is to call another function: its caller makes that call. */
    static final class TailCall {
        final LuaClosure function;
        final Object[] arguments;

        TailCall(LuaClosure function, Object[] arguments) {
            this.function = function;
            this.arguments = arguments;
        }
    }
}
