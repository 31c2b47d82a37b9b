package io.quarkiverse.kvs.core.lua;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The threads of one state: the host's, and those with stacks of their own. Control passes from one to another, so what they
 * share needs no locks: the semaphores that pass control make it visible.
 */
final class LuaThreads {

    /** Enough for twenty thousand calls of ordinary functions, of which only what is used takes memory. */
    private static final long LARGE_STACK = 64L << 20;
    private static final long COROUTINE_STACK = 512 << 10;

    private final LuaState state;
    private LuaStack hostStack;
    /** What the host's thread is to do for another one, and for whom; null if it is to go on with its own work. */
    private Supplier<?> hostTask;
    private LuaStack hostTaskFrom;
    private Object hostResult;
    private Throwable hostFailure;
    /** Those that have begun and not ended. */
    private final Set<LuaCoroutine> alive = new LinkedHashSet<>();

    LuaThreads(LuaState state) {
        this.state = state;
    }

    /** The host calls. */
    void begin() {
        hostStack = state.stack;
    }

    /** The call of the host ends, and with it the coroutines. */
    void end() {
        for (LuaCoroutine coroutine : new ArrayList<>(alive)) {
            coroutine.end(state);
        }
        hostStack = null;
    }

    void reach(LuaMemory.Roots roots) {
        for (LuaCoroutine coroutine = state.running; coroutine != null; coroutine = coroutine.resumer()) {
            roots.add(coroutine);
            LuaState.reach(roots, coroutine.resumerTop());
        }
    }

    /** Passes control to another thread, and waits until it comes back. */
    void switchTo(LuaStack target) {
        LuaStack self = state.stack;
        state.stack = target;
        target.turn.release();
        await(self);
        state.stack = self;
    }

    /** Gives control back: the last act of a thread. */
    void leaveTo(LuaStack target) {
        state.stack = target;
        target.turn.release();
    }

    private void await(LuaStack self) {
        while (true) {
            self.turn.acquireUninterruptibly();
            if (self != hostStack || hostTask == null) {
                return;
            }
            Supplier<?> task = hostTask;
            LuaStack from = hostTaskFrom;
            hostTask = null;
            try {
                hostResult = task.get();
                hostFailure = null;
            } catch (Throwable e) {
                hostFailure = e;
            }
            leaveTo(from);
        }
    }

    @SuppressWarnings("unchecked")
    <T> T onHostThread(Supplier<T> task) {
        LuaStack self = state.stack;
        if (hostStack == null || self == hostStack) {
            return task.get();
        }
        hostTask = task;
        hostTaskFrom = self;
        state.stack = hostStack;
        hostStack.turn.release();
        self.turn.acquireUninterruptibly();
        Object result = hostResult;
        Throwable failure = hostFailure;
        hostResult = null;
        hostFailure = null;
        rethrow(failure);
        return (T) result;
    }

    /** Runs a task on a thread with a large stack. */
    Object onLargeStack(Supplier<Object> task) {
        LuaStack stack = LuaStack.ofThread(LARGE_STACK, false);
        LuaStack self = state.stack;
        Object[] result = new Object[1];
        Throwable[] failure = new Throwable[1];
        start("kvs-lua-stack", LARGE_STACK, () -> {
            stack.turn.acquireUninterruptibly();
            try {
                result[0] = task.get();
            } catch (Throwable e) {
                failure[0] = e;
            }
            leaveTo(self);
        });
        switchTo(stack);
        rethrow(failure[0]);
        return result[0];
    }

    /** Starts the thread of a coroutine, which waits for its turn. */
    LuaStack startCoroutine(LuaCoroutine coroutine, Runnable body) {
        if (alive.size() >= state.limits().coroutines()) {
            // Measuring what is within reach is work.
            state.work(10_000);
            endUnreachable();
            if (alive.size() >= state.limits().coroutines()) {
                throw LuaMemory.notEnough();
            }
        }
        LuaStack stack = LuaStack.ofThread(COROUTINE_STACK, true);
        start("kvs-lua-coroutine", COROUTINE_STACK, () -> {
            stack.turn.acquireUninterruptibly();
            body.run();
        });
        alive.add(coroutine);
        return stack;
    }

    void ended(LuaCoroutine coroutine) {
        alive.remove(coroutine);
    }

    /** Ends the coroutines that can never be resumed any more. */
    private void endUnreachable() {
        List<LuaCoroutine> garbage = new ArrayList<>(alive);
        garbage.removeAll(state.memory.reachableCoroutines());
        for (LuaCoroutine coroutine : garbage) {
            coroutine.end(state);
        }
    }

    private static void start(String name, long stackSize, Runnable body) {
        Thread thread = new Thread(null, body, name, stackSize);
        thread.setDaemon(true);
        thread.start();
    }

    static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException) {
            throw (RuntimeException) failure;
        }
        if (failure instanceof StackOverflowError) {
            throw new LuaError("stack overflow");
        }
        if (failure instanceof Error) {
            throw (Error) failure;
        }
    }
}
