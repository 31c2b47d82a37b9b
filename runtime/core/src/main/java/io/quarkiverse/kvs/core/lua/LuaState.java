package io.quarkiverse.kvs.core.lua;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An interpreter: global variables, and at most one script that runs. Used by one thread at a time; several states can share
 * a {@link LuaPrototype}.
 * <p>
 * A value of Lua is in Java: null (nil), {@link Boolean}, {@link Double}, {@link LuaString}, {@link LuaTable},
 * {@link LuaFunction},
 * {@link LuaUserdata} or {@link LuaCoroutine}.
 */
public final class LuaState {

    private static final int MOST_LOOPS = 100;
    /** What calling back from the host takes of the Java stack, in calls. */
    private static final int CALLBACK_DEPTH = 30;

    private final LuaLimits limits;
    private final LuaTable globals;
    final LuaMemory memory;
    final int maxCalls;
    private final Map<String, Object> attributes = new HashMap<>();
    private LuaTable stringMetatable;
    /** What the host keeps. */
    private Supplier<? extends Collection<?>> kept = List::of;

    /** What runs: the frame of the current function, and its depth. */
    Frame top;
    int calls;
    int hostCalls;
    /** The depth at which the running coroutine began: it can only yield there. */
    int baseHostCalls;
    LuaStack stack = LuaStack.ofHost();
    final LuaThreads threads;
    LuaCoroutine running;

    /** Steps until the hook is called. */
    int countdown = Integer.MAX_VALUE;
    private int interval = Integer.MAX_VALUE;
    private LuaHook hook;

    /** A state without any global variables. */
    public LuaState(LuaLimits limits) {
        this.limits = limits;
        this.maxCalls = limits.calls();
        this.memory = new LuaMemory(limits.memory(), this::roots);
        this.threads = new LuaThreads(this);
        this.globals = new LuaTable(memory, 0, 0);
    }

    public LuaLimits limits() {
        return limits;
    }

    /** The global variables. */
    public LuaTable globals() {
        return globals;
    }

    /** An empty table whose growing is counted. */
    public LuaTable newTable() {
        return new LuaTable(memory, 0, 0);
    }

    /** The same, with room. */
    public LuaTable newTable(int arraySize, int hashSize) {
        return new LuaTable(memory, arraySize, hashSize);
    }

    /** The metatable of all strings; may be null. */
    public LuaTable stringMetatable() {
        return stringMetatable;
    }

    public void setStringMetatable(LuaTable metatable) {
        stringMetatable = metatable;
    }

    /** Makes a function of a chunk, with {@link #globals} as its environment. Each one has variables of its own. */
    public LuaFunction load(LuaPrototype prototype) {
        return load(prototype, globals);
    }

    /** The same with another environment: the table in which it, and the functions that it makes, look for global variables. */
    public LuaFunction load(LuaPrototype prototype, LuaTable environment) {
        return new LuaClosure(prototype.code, new Cell[0], environment);
    }

    /** Has values count as in use that the host keeps. */
    public void keeps(Supplier<? extends Collection<?>> values) {
        kept = values;
    }

    /** The coroutine that runs; null outside of one. */
    public LuaCoroutine running() {
        return running;
    }

    /** Whether a function is one of Lua, and not of the host. */
    public static boolean isOfLua(LuaFunction function) {
        return function instanceof LuaClosure;
    }

    /** Something that a library or the host keeps with this state; null if there is none. */
    public Object attribute(String name) {
        return attributes.get(name);
    }

    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    // ---- Steps ----

    /**
     * Has a hook called after each so many steps. Null takes it away.
     *
     * @param steps at least 1
     */
    public void setHook(LuaHook hook, int steps) {
        this.hook = hook;
        this.interval = hook == null ? Integer.MAX_VALUE : steps;
        this.countdown = interval;
    }

    void tick() {
        countdown = interval;
        if (hook != null) {
            hook.steps(this);
        }
    }

    /** Counts work of a library as steps. */
    public void work(int steps) {
        countdown -= steps;
        if (countdown < 0) {
            tick();
        }
    }

    /**
     * Counts bytes that are about to be allocated.
     *
     * @throws LuaError {@code not enough memory}
     */
    public void allocate(long bytes) {
        memory.allocate(bytes);
    }

    /** Bytes in use, as far as known: what has become garbage may still count. */
    public long memoryUsed() {
        return memory.used();
    }

    /** Measures what is in use. */
    public void collectGarbage() {
        memory.collect();
    }

    private void roots(LuaMemory.Roots roots) {
        roots.add(globals);
        roots.add(stringMetatable);
        kept.get().forEach(roots::add);
        reach(roots, top);
        threads.reach(roots);
    }

    /** Shows the variables of a frame and of those that called it. */
    static void reach(LuaMemory.Roots roots, Frame from) {
        for (Frame frame = from; frame != null; frame = frame.parent) {
            if (frame.function != null) {
                roots.add(frame.function);
                roots.count(64 + 12L * frame.objects.length);
                for (Object value : frame.objects) {
                    if (value != Frame.NUMBER) {
                        roots.add(value);
                    }
                }
                roots.add(frame.varargs);
            }
        }
    }

    // ---- Calls ----

    /**
     * Calls a function from the host.
     *
     * @return its value; {@link LuaResults} for none or several
     * @throws LuaError that the function does not catch
     */
    public Object call(LuaFunction function, Object... arguments) {
        Frame caller = top;
        int calls = this.calls;
        int hostCalls = this.hostCalls;
        LuaStack stack = this.stack;
        int used = stack.used;
        boolean isOutermost = caller == null && running == null;
        if (isOutermost) {
            threads.begin();
        }
        try {
            enterHostCall();
            top = new Frame(this, caller);
            stack.used += CALLBACK_DEPTH;
            return function.call(this, arguments);
        } catch (StackOverflowError e) {
            // The estimate was too low.
            top = caller;
            throw error("stack overflow");
        } finally {
            this.top = caller;
            this.calls = calls;
            this.hostCalls = hostCalls;
            this.stack = stack;
            stack.used = used;
            if (isOutermost) {
                threads.end();
            }
        }
    }

    /** Calls any value from the host: a function, or what has the metamethod {@code __call}. */
    public Object callValue(Object value, Object... arguments) {
        if (value instanceof LuaFunction) {
            return call((LuaFunction) value, arguments);
        }
        LuaFunction function = callable(value, null);
        return call(function, prepend(value, arguments));
    }

    private void enterHostCall() {
        if (++hostCalls >= limits.hostCalls()) {
            if (hostCalls == limits.hostCalls()) {
                throw runtimeError("C stack overflow");
            }
            if (hostCalls >= limits.hostCalls() + limits.hostCalls() / 8) {
                throw new LuaError("error in error handling");
            }
        }
    }

    /** Calls a metamethod, or the function of a {@code for}: on behalf of the running function of Lua. */
    Object callMeta(LuaFunction function, Object a, Object b) {
        enterHostCall();
        stack.used += CALLBACK_DEPTH;
        Object result = function.call(this, a, b);
        stack.used -= CALLBACK_DEPTH;
        hostCalls--;
        return result;
    }

    Object callMeta3(LuaFunction function, Object a, Object b, Object c) {
        enterHostCall();
        stack.used += CALLBACK_DEPTH;
        Object result = function.call(this, a, b, c);
        stack.used -= CALLBACK_DEPTH;
        hostCalls--;
        return result;
    }

    /** What to call for a value that is not a function: its metamethod {@code __call}, which gets the value as well. */
    LuaFunction callable(Object value, String name) {
        Object method = metamethod(value, Metamethod.CALL);
        if (method instanceof LuaFunction) {
            return (LuaFunction) method;
        }
        throw typeError("call", value, name);
    }

    static Object[] prepend(Object first, Object[] others) {
        Object[] all = new Object[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    /** A frame that is too deep for its stack or its state: goes on on a larger stack, or is an error. */
    Object deeper(Frame frame) {
        boolean tooMany = calls > maxCalls;
        calls--;
        stack.used -= tooMany ? 0 : frame.function.code.depth;
        if (tooMany || !stack.isSmall) {
            throw runtimeError("stack overflow");
        }
        return threads.onLargeStack(() -> LuaClosure.resume(this, frame));
    }

    /**
     * Runs something on the thread on which the host called this state. Functions of Lua, and those of the host that they call,
     * otherwise run on a thread of the state inside coroutines and deep recursion. The host's thread waits meanwhile, so locks
     * that it holds stay held.
     */
    public <T> T onHostThread(Supplier<T> task) {
        return threads.onHostThread(task);
    }

    /** Runs something that nests deeply on a thread with a large stack, if this one has a small one. */
    @SuppressWarnings("unchecked")
    public <T> T onLargeStack(Supplier<T> task) {
        return stack.isSmall ? (T) threads.onLargeStack(task::get) : task.get();
    }

    // ---- Errors ----

    /**
     * An error with the place of the function of Lua that called the running function of the host, as {@code luaL_error} makes
     * it: {@code user_script:1: message}. The caller throws it.
     */
    public LuaError error(String message) {
        return errorAt(LuaString.of(message), 1);
    }

    /** An error that is a text, with a place at a level: 1 is the function that called the running function of the host. */
    public LuaError errorAt(LuaString message, int level) {
        return raise(LuaString.of(concat(where(level).getBytes(StandardCharsets.ISO_8859_1), message.bytes)));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    /** An error that is this value; with source and line of the running function of Lua. The caller throws it. */
    public LuaError raise(Object value) {
        Frame frame = top;
        while (frame != null && frame.function == null) {
            frame = frame.parent;
        }
        if (frame == null) {
            return new LuaError(value, null, 0);
        }
        LuaString chunk = frame.function.code.chunkName;
        boolean marked = chunk.length() > 0 && chunk.at(0) == '@';
        return new LuaError(value, marked ? chunk.substring(1, chunk.length()) : chunk, frame.line());
    }

    /**
     * An error of the language: with the place of the running function, if that is one of Lua.
     *
     * @param message one character for each byte: names of fields may be any bytes
     */
    LuaError runtimeError(String message) {
        return errorAt(LuaString.of(message.getBytes(StandardCharsets.ISO_8859_1)), 1);
    }

    /** The frame at a level; 1 is the one on top. Null if there are not so many, or if the level is lost in a tail call. */
    Frame frameAt(int level) {
        Frame frame = top;
        for (int i = 1; frame != null; i++) {
            if (i == level) {
                return frame;
            }
            if (frame.tail && ++i == level) {
                return null;
            }
            frame = frame.parent;
        }
        return null;
    }

    /** The place at a level: {@code user_script:1: }, or nothing. */
    String where(int level) {
        Frame frame = frameAt(level);
        return frame == null || frame.function == null ? "" : frame.function.code.shortName + ":" + frame.line() + ": ";
    }

    LuaError argumentError(int n, String message) {
        Frame caller = top;
        String name = caller == null || caller.function == null ? null : caller.function.code.names[caller.site];
        if (name != null && name.startsWith(Code.METHOD)) {
            name = name.substring(Code.METHOD.length());
            if (n == 1) {
                return runtimeError("calling '" + name + "' on bad self (" + message + ")");
            }
            return runtimeError("bad argument #" + (n - 1) + " to '" + name + "' (" + message + ")");
        }
        return runtimeError("bad argument #" + n + " to '" + (name == null ? "?" : name) + "' (" + message + ")");
    }

    /** {@code attempt to index global 'x' (a nil value)}. */
    LuaError typeError(String operation, Object value, String name) {
        String type = typeName(value);
        return runtimeError(
                "attempt to " + operation + (name == null ? " a " + type + " value" : " " + name + " (a " + type + " value)"));
    }

    /** The name of a type, as {@code type} returns it. */
    public static String typeName(Object value) {
        return value == null ? "nil"
                : value instanceof Boolean ? "boolean"
                        : value instanceof Double ? "number"
                                : value instanceof LuaString ? "string"
                                        : value instanceof LuaTable ? "table"
                                                : value instanceof LuaFunction ? "function"
                                                        : value instanceof LuaCoroutine ? "thread" : "userdata";
    }

    // ---- Operations with metamethods ----

    /** Runs an operation of a library as what it is: one of the host, whose errors have no place. */
    private <T> T asHost(Supplier<T> operation) {
        Frame caller = top;
        top = new Frame(this, caller);
        try {
            return operation.get();
        } finally {
            top = caller;
        }
    }

    /** {@code object[key]}, for libraries. */
    public Object index(Object object, Object key) {
        return asHost(() -> index(object, key, null));
    }

    /** {@code object[key] = value}, for libraries. */
    public void setIndex(Object object, Object key, Object value) {
        asHost(() -> {
            setIndex(object, key, value, null);
            return null;
        });
    }

    /** {@code a < b}, for libraries. */
    public boolean lessThan(Object a, Object b) {
        if (a instanceof Double && b instanceof Double) {
            return (Double) a < (Double) b;
        }
        return asHost(() -> less(a, b));
    }

    /** Sets a value without metamethods, as {@code rawset} does. */
    public void rawSet(LuaTable table, Object key, Object value) {
        checkWritable(table);
        if (key == null) {
            throw new LuaError("table index is nil");
        }
        if (key instanceof Double && ((Double) key).isNaN()) {
            throw new LuaError("table index is NaN");
        }
        table.set(key, value);
    }

    /** @throws LuaError if scripts may not change the table */
    public void checkWritable(LuaTable table) {
        if (table.isReadOnly()) {
            throw raise(LuaString.of(READ_ONLY));
        }
    }

    static final String READ_ONLY = "Attempt to modify a readonly table";

    LuaTable metatable(Object value) {
        return value instanceof LuaTable ? ((LuaTable) value).metatable() : value instanceof LuaString ? stringMetatable : null;
    }

    Object metamethod(Object value, Metamethod event) {
        LuaTable metatable = metatable(value);
        return metatable == null ? null : metatable.metamethod(event);
    }

    Object index(Object object, Object key, String name) {
        Object current = object;
        for (int i = 0; i < MOST_LOOPS; i++) {
            Object method;
            if (current instanceof LuaTable) {
                LuaTable table = (LuaTable) current;
                Object value = table.get(key);
                LuaTable metatable = table.metatable();
                if (value != null || metatable == null) {
                    return value;
                }
                method = metatable.metamethod(Metamethod.INDEX);
                if (method == null) {
                    return null;
                }
            } else {
                method = metamethod(current, Metamethod.INDEX);
                if (method == null) {
                    throw typeError("index", current, i == 0 ? name : null);
                }
            }
            if (method instanceof LuaFunction) {
                return LuaResults.first(callMeta((LuaFunction) method, current, key));
            }
            current = method;
        }
        throw runtimeError("loop in gettable");
    }

    void setIndex(Object object, Object key, Object value, String name) {
        Object current = object;
        for (int i = 0; i < MOST_LOOPS; i++) {
            Object method;
            if (current instanceof LuaTable) {
                LuaTable table = (LuaTable) current;
                if (table.isReadOnly()) {
                    throw runtimeError(READ_ONLY);
                }
                if (key == null) {
                    throw runtimeError("table index is nil");
                }
                if (key instanceof Double && ((Double) key).isNaN()) {
                    throw runtimeError("table index is NaN");
                }
                LuaTable metatable = table.metatable();
                method = metatable == null ? null : metatable.metamethod(Metamethod.NEWINDEX);
                if (method == null || table.get(key) != null) {
                    table.set(key, value);
                    return;
                }
                if (!table.hasPlace(key)) {
                    // Lua makes the place before it looks for the metamethod; the order of the table tells.
                    table.set(key, null);
                }
            } else {
                method = metamethod(current, Metamethod.NEWINDEX);
                if (method == null) {
                    throw typeError("index", current, i == 0 ? name : null);
                }
            }
            if (method instanceof LuaFunction) {
                callMeta3((LuaFunction) method, current, key, value);
                return;
            }
            current = method;
        }
        throw runtimeError("loop in settable");
    }

    /** A number, or the number that a string looks like; null if there is none. */
    static Double toNumber(Object value) {
        return value instanceof Double ? (Double) value
                : value instanceof LuaString ? LuaNumbers.parse((LuaString) value) : null;
    }

    /** An operation on operands that are not both numbers. */
    Object arithmetic(Metamethod event, Object a, Object b, String nameA, String nameB) {
        Double x = toNumber(a);
        Double y = x == null ? null : toNumber(b);
        if (y != null) {
            return LuaNumbers.box(Arithmetic.compute(event, x, y));
        }
        Object method = metamethod(a, event);
        if (method == null) {
            method = metamethod(b, event);
        }
        if (method instanceof LuaFunction) {
            return LuaResults.first(callMeta((LuaFunction) method, a, b));
        }
        if (method != null) {
            return LuaResults.first(callMetaValue(method, a, b));
        }
        throw x == null ? typeError("perform arithmetic on", a, nameA) : typeError("perform arithmetic on", b, nameB);
    }

    private Object callMetaValue(Object method, Object a, Object b) {
        return callMeta3(callable(method, null), method, a, b);
    }

    private static LuaFunction same(Object a, Object b) {
        return a != null && (a == b || a.equals(b)) && a instanceof LuaFunction ? (LuaFunction) a : null;
    }

    /** Whether two values that are not the same are equal by {@code __eq}. */
    boolean equalByMetamethod(LuaTable a, LuaTable b) {
        LuaTable x = a.metatable();
        LuaTable y = b.metatable();
        if (x == null || y == null) {
            return false;
        }
        Object method = x.metamethod(Metamethod.EQ);
        LuaFunction function = x == y ? same(method, method) : same(method, y.metamethod(Metamethod.EQ));
        return function != null && isTrue(LuaResults.first(callMeta(function, a, b)));
    }

    static boolean isTrue(Object value) {
        return value != null && value != Boolean.FALSE;
    }

    /** Equal without metamethods. */
    public static boolean rawEquals(Object a, Object b) {
        if (a == b) {
            return !(a instanceof Double && ((Double) a).isNaN());
        }
        if (a instanceof Double && b instanceof Double) {
            return ((Double) a).doubleValue() == ((Double) b).doubleValue();
        }
        return a instanceof LuaString && b instanceof LuaString && ((LuaString) a).equals((LuaString) b);
    }

    /** Equal, with metamethods. */
    boolean equal(Object a, Object b) {
        return rawEquals(a, b)
                || (a != b && a instanceof LuaTable && b instanceof LuaTable && equalByMetamethod((LuaTable) a, (LuaTable) b));
    }

    boolean less(Object a, Object b) {
        if (a instanceof Double && b instanceof Double) {
            return (Double) a < (Double) b;
        }
        if (a instanceof LuaString && b instanceof LuaString) {
            return ((LuaString) a).compareTo((LuaString) b) < 0;
        }
        LuaFunction method = order(a, b, Metamethod.LT);
        if (method != null) {
            return isTrue(LuaResults.first(callMeta(method, a, b)));
        }
        throw orderError(a, b);
    }

    boolean lessOrEqual(Object a, Object b) {
        if (a instanceof Double && b instanceof Double) {
            return (Double) a <= (Double) b;
        }
        if (a instanceof LuaString && b instanceof LuaString) {
            return ((LuaString) a).compareTo((LuaString) b) <= 0;
        }
        LuaFunction method = order(a, b, Metamethod.LE);
        if (method != null) {
            return isTrue(LuaResults.first(callMeta(method, a, b)));
        }
        method = order(b, a, Metamethod.LT);
        if (method != null) {
            return !isTrue(LuaResults.first(callMeta(method, b, a)));
        }
        throw orderError(a, b);
    }

    private LuaFunction order(Object a, Object b, Metamethod event) {
        return typeName(a).equals(typeName(b)) ? same(metamethod(a, event), metamethod(b, event)) : null;
    }

    private LuaError orderError(Object a, Object b) {
        String x = typeName(a);
        String y = typeName(b);
        // Lua 5.1 compares the third letters of the types.
        return runtimeError(x.charAt(2) == y.charAt(2) ? "attempt to compare two " + x + " values"
                : "attempt to compare " + x + " with " + y);
    }

    /** {@code #value}. */
    Object lengthOf(Object value, String name) {
        if (value instanceof LuaTable) {
            return LuaNumbers.box(((LuaTable) value).length());
        }
        if (value instanceof LuaString) {
            return LuaNumbers.box(((LuaString) value).length());
        }
        Object method = metamethod(value, Metamethod.LEN);
        if (method instanceof LuaFunction) {
            return LuaResults.first(callMeta((LuaFunction) method, value, null));
        }
        throw typeError("get length of", value, name);
    }

    /** A new string, counted. */
    LuaString newString(byte[] bytes) {
        return LuaString.of(bytes);
    }

    /** {@code values[0] .. values[1] .. ...}, from right to left as Lua does it. The array is changed. */
    Object concat(Object[] values, String[] names) {
        int count = values.length;
        while (count > 1) {
            Object a = values[count - 2];
            Object b = values[count - 1];
            boolean joinable = (a instanceof LuaString || a instanceof Double)
                    && (b instanceof LuaString || b instanceof Double);
            if (!joinable) {
                Object method = metamethod(a, Metamethod.CONCAT);
                if (method == null) {
                    method = metamethod(b, Metamethod.CONCAT);
                }
                if (method == null) {
                    boolean first = !(a instanceof LuaString || a instanceof Double);
                    throw typeError("concatenate", first ? a : b, names[first ? count - 2 : count - 1]);
                }
                values[count - 2] = LuaResults.first(method instanceof LuaFunction ? callMeta((LuaFunction) method, a, b)
                        : callMetaValue(method, a, b));
                count--;
                continue;
            }
            int from = count - 2;
            while (from > 0 && (values[from - 1] instanceof LuaString || values[from - 1] instanceof Double)) {
                from--;
            }
            values[from] = join(values, from, count);
            count = from + 1;
        }
        return values[0];
    }

    /** Strings and numbers, one behind the other. */
    private LuaString join(Object[] values, int from, int to) {
        long length = 0;
        for (int i = from; i < to; i++) {
            if (values[i] instanceof Double) {
                values[i] = LuaNumbers.toLuaString((Double) values[i]);
            }
            length += ((LuaString) values[i]).bytes.length;
        }
        memory.allocate(24 + length);
        if (length > Integer.MAX_VALUE - 16) {
            throw runtimeError("string length overflow");
        }
        countdown -= (int) (length >> 10);
        byte[] all = new byte[(int) length];
        int at = 0;
        for (int i = from; i < to; i++) {
            byte[] bytes = ((LuaString) values[i]).bytes;
            System.arraycopy(bytes, 0, all, at, bytes.length);
            at += bytes.length;
        }
        return LuaString.of(all);
    }
}
