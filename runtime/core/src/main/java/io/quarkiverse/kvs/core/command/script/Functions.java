package io.quarkiverse.kvs.core.command.script;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.RunAgainException;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.lua.LuaFunction;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The functions of a server. Their libraries are part of the data: they are written into its files, and the log tells how they
 * change.
 * <p>
 * All functions share one state of Lua, as in Redis, so that what a library keeps in local variables is there for the next
 * call. So one runs at a time. A thread that comes meanwhile tries for some microseconds, and then lets its keys go until the
 * other one has ended. Within a transaction it waits with its keys: others cannot wait for it there, because a function that
 * lacks keys gives up.
 * <p>
 * Safe for use by many threads. Libraries change with the gate open for {@link Store#ALL}.
 */
public final class Functions {

    /** What Redis gives the code of a library to register its functions. */
    private static final long LOAD_MILLIS = 500;
    private static final int SPINS = 500;
    /** How long a thread that should not wait does so, within a transaction. */
    private static final long PATIENCE_MILLIS = 10;

    private final ServerState server;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock; null as long as there were no functions. */
    private ScriptEngine engine;
    private volatile Libraries current = Libraries.NONE;
    /** Those that are loaded so far, of several that are restored together. Guarded by the lock. */
    private Libraries restored = Libraries.NONE;

    public Functions(ServerState server) {
        this(server, Scripts.mostBytes());
    }

    /** @param mostBytes that libraries may take, as {@link #memory()} counts them */
    Functions(ServerState server, long mostBytes) {
        this.server = server;
        this.mostBytes = mostBytes;
    }

    // What there is

    /** The libraries, in the order in which they were loaded. */
    public Collection<FunctionLibrary> libraries() {
        return current.all();
    }

    /** How many functions there are. */
    public int count() {
        return current.functions().size();
    }

    /** The bytes that libraries take, about, beside what their functions keep. */
    public long memory() {
        return current.memory();
    }

    /** The code of each library, as it is saved. Not to be changed. */
    public List<byte[]> codes() {
        return current.all().stream().map(FunctionLibrary::code).toList();
    }

    /** The function of a name in any case; null if there is none. */
    public StoredFunction find(Bytes name) {
        return current.function(name.latin1());
    }

    // Changing libraries

    /**
     * Loads a library.
     *
     * @param replace whether it may take the place of one of the same name
     * @param trusted whether its code may take its time: it comes from the server's own files
     * @return its name
     * @throws CommandException if it cannot be loaded
     */
    public String load(CommandContext c, Bytes code, boolean replace, boolean trusted) {
        enter(c);
        try {
            FunctionLibrary library = compile(code.copy(), current, replace, trusted ? 0 : LOAD_MILLIS);
            become(current.with(library));
            return library.name();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Loads a library from a file, as part of the data.
     *
     * @throws CommandException if it cannot be loaded
     */
    public void restore(Bytes code) {
        lock.lock();
        try {
            become(current.with(compile(code.copy(), current, false, 0)));
        } finally {
            lock.unlock();
        }
    }

    /** What becomes of the libraries that there are. */
    public enum Policy {
        /** They stay, and those that are restored have other names. */
        APPEND,
        /** Those of the same names go. */
        REPLACE,
        /** They go. */
        FLUSH
    }

    /**
     * Loads several libraries, or none.
     *
     * @throws CommandException if one cannot be loaded
     */
    public void restore(CommandContext c, List<byte[]> codes, Policy policy) {
        enter(c);
        try {
            for (byte[] code : codes) {
                restored = restored.with(compile(code, restored, false, 0));
            }
            if (policy == Policy.FLUSH) {
                become(restored);
                return;
            }
            for (FunctionLibrary library : restored.all()) {
                if (policy == Policy.APPEND && current.library(library.name()) != null) {
                    throw new CommandException("ERR Library " + library.name() + " already exists");
                }
            }
            become(current.with(restored.all()));
        } finally {
            restored = Libraries.NONE;
            lock.unlock();
        }
    }

    /**
     * Deletes a library.
     *
     * @return false if there is none of this name
     */
    public boolean delete(Bytes name) {
        if (current.library(name.latin1()) == null) {
            return false;
        }
        become(current.without(name.latin1()));
        return true;
    }

    /** Deletes all libraries. */
    public void flush() {
        become(Libraries.NONE);
    }

    private FunctionLibrary compile(byte[] code, Libraries among, boolean replace, long millis) {
        LibraryHeader header = LibraryHeader.of(code);
        if (!replace && among.library(header.name()) != null) {
            throw new CommandException("ERR Library '" + header.name() + "' already exists");
        }
        List<StoredFunction> functions = engine().load(header.body(), millis);
        if (functions.isEmpty()) {
            throw new CommandException("ERR No functions registered");
        }
        return new FunctionLibrary(header.name(), code, functions);
    }

    private synchronized void become(Libraries next) {
        if (next.memory() > mostBytes && next.memory() > current.memory()) {
            throw new CommandException("ERR too many functions: at most " + mostBytes + " bytes are allowed");
        }
        current.all().forEach(library -> library.kept(false));
        next.all().forEach(library -> library.kept(true));
        current = next;
    }

    // Calling functions

    /**
     * Runs a function, and writes its reply.
     *
     * @param c the command that calls it
     * @param firstKey the argument that is its first key; those of other arguments follow the keys
     * @param noWrites whether it may only read
     */
    public void call(CommandContext c, StoredFunction function, int firstKey, int keys, boolean noWrites) {
        enter(c);
        try {
            engine().run(c, function, firstKey, keys, noWrites);
        } finally {
            lock.unlock();
        }
    }

    private ScriptEngine engine() {
        if (engine == null) {
            engine = ScriptEngine.ofFunctions(server, this::kept);
        }
        return engine;
    }

    private List<LuaFunction> kept() {
        return Stream.concat(current.functions().stream(), restored.functions().stream()).map(StoredFunction::code).toList();
    }

    /**
     * Takes the lock.
     *
     * @throws RunAgainException if another thread has it
     */
    private void enter(CommandContext c) {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        if (!c.isExecuting()) {
            throw RunAgainException.after(() -> {
                lock.lock();
                try {
                    // The other thread is done.
                } finally {
                    lock.unlock();
                }
            });
        }
        if (c.mayWait()) {
            lock.lock();
            return;
        }
        try {
            if (lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CommandException(Scripts.BUSY_FUNCTION);
    }
}
