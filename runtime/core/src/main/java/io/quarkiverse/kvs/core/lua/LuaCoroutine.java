package io.quarkiverse.kvs.core.lua;

/**
 * A coroutine: a value of type {@code thread}. It has a Java thread of its own from its first resuming until it ends; the call
 * of the host during which it began ends it.
 */
public final class LuaCoroutine implements LuaReachable {

    /** What {@code coroutine.status} tells. */
    public enum Status {
        SUSPENDED,
        RUNNING,
        NORMAL,
        DEAD
    }

    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super(null, null, false, false);
        }
    }

    private final LuaFunction body;
    private Status status = Status.SUSPENDED;
    private LuaStack stack;
    private LuaStack resumerStack;
    private LuaCoroutine resumer;
    private Frame resumerTop;
    private Frame top;
    private int calls;
    private int hostCalls;
    private int depth;
    private boolean isToEnd;
    /** What passes in either direction. */
    private Object[] passed;
    private Throwable failure;

    public LuaCoroutine(LuaFunction body) {
        this.body = body;
    }

    public Status status() {
        return status;
    }

    LuaCoroutine resumer() {
        return resumer;
    }

    Frame resumerTop() {
        return resumerTop;
    }

    /**
     * Lets it run until it yields or ends.
     *
     * @return what it yields or returns
     * @throws LuaError its own, with which it ended, or that it cannot be resumed
     */
    public Object[] resume(LuaState state, Object[] arguments) {
        if (status != Status.SUSPENDED) {
            throw new LuaError("cannot resume " + status.name().toLowerCase(java.util.Locale.ROOT) + " coroutine");
        }
        depth = state.running == null ? 1 : state.running.depth + 1;
        if (depth >= state.limits().hostCalls()) {
            throw new LuaError("C stack overflow");
        }
        if (stack == null) {
            hostCalls = 1;
            stack = state.threads.startCoroutine(this, () -> run(state));
        }
        passed = arguments;
        transfer(state);
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            LuaThreads.rethrow(thrown);
        }
        return passed;
    }

    private void transfer(LuaState state) {
        resumer = state.running;
        resumerTop = state.top;
        resumerStack = state.stack;
        int resumerCalls = state.calls;
        int resumerHostCalls = state.hostCalls;
        int resumerBase = state.baseHostCalls;
        if (resumer != null) {
            resumer.status = Status.NORMAL;
        }
        status = Status.RUNNING;
        state.running = this;
        state.top = top;
        state.calls = calls;
        state.hostCalls = hostCalls;
        state.baseHostCalls = 1;
        state.threads.switchTo(stack);
        state.top = resumerTop;
        state.calls = resumerCalls;
        state.hostCalls = resumerHostCalls;
        state.baseHostCalls = resumerBase;
        state.running = resumer;
        if (resumer != null) {
            resumer.status = Status.RUNNING;
        }
        resumer = null;
        resumerTop = null;
    }

    /** On the thread of the coroutine. */
    private void run(LuaState state) {
        try {
            if (!isToEnd) {
                passed = LuaResults.all(body.call(state, passed));
            }
        } catch (Ended e) {
            passed = null;
        } catch (Throwable e) {
            failure = e;
        }
        status = Status.DEAD;
        top = null;
        state.threads.ended(this);
        state.threads.leaveTo(resumerStack);
    }

    /**
     * Gives control back to where the running coroutine was resumed.
     *
     * @return what it is resumed with
     */
    @SuppressWarnings("NamedLikeContextualKeyword") // as Lua calls it
    public static Object[] yield(LuaState state, Object[] values) {
        LuaCoroutine self = state.running;
        if (self == null || state.hostCalls > state.baseHostCalls) {
            throw state.raise(LuaString.of("attempt to yield across metamethod/C-call boundary"));
        }
        self.passed = values;
        self.status = Status.SUSPENDED;
        self.top = state.top;
        self.calls = state.calls;
        self.hostCalls = state.hostCalls;
        state.threads.switchTo(self.resumerStack);
        if (self.isToEnd) {
            throw new Ended();
        }
        return self.passed;
    }

    /** A function that resumes a coroutine, and raises its errors: {@code coroutine.wrap}. */
    public static LuaFunction wrap(LuaCoroutine coroutine) {
        return new Wrap(coroutine);
    }

    private static final class Wrap extends LuaHostFunction {
        private final LuaCoroutine coroutine;

        Wrap(LuaCoroutine coroutine) {
            super("wrap", arguments -> resume(coroutine, arguments));
            this.coroutine = coroutine;
        }

        private static Object resume(LuaCoroutine coroutine, LuaArguments arguments) {
            LuaState state = arguments.state();
            try {
                return LuaResults.of(coroutine.resume(state, arguments.values));
            } catch (LuaError e) {
                Object value = e.value();
                if (value instanceof LuaString || value instanceof Double) {
                    // The caller's place goes before the one of the error.
                    throw state.errorAt(LuaNumbers.toText(value), 1);
                }
                throw state.raise(value);
            }
        }

        @Override
        public void reach(LuaMemory.Roots roots) {
            roots.count(40);
            roots.add(coroutine);
        }
    }

    /** Ends it where it yielded. */
    void end(LuaState state) {
        if (status == Status.SUSPENDED && stack != null) {
            isToEnd = true;
            transfer(state);
            failure = null;
        }
    }

    @Override
    public void reach(LuaMemory.Roots roots) {
        roots.count(1000);
        roots.add(body);
        LuaState.reach(roots, status == Status.SUSPENDED ? top : null);
        if (passed != null) {
            for (Object value : passed) {
                roots.add(value);
            }
        }
    }
}
