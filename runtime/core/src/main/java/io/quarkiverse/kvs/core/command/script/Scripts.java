package io.quarkiverse.kvs.core.command.script;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.lua.LuaError;
import io.quarkiverse.kvs.core.lua.LuaPrototype;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The scripts of a server: those that were loaded, by their digests, and those that run. Safe for use by many threads.
 */
public final class Scripts {

    /** What a compiled script takes beside its text, about, and for each byte of it. */
    private static final long OVERHEAD = 1024;
    private static final int COMPILED = 8;
    private static final int SHA_LENGTH = 40;
    static final String BUSY_SCRIPT = "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
    static final String BUSY_FUNCTION = "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN "
            + "NOSAVE.";

    private final ServerState server;
    private final Map<String, Script> scripts = new LinkedHashMap<>(16, 0.75f, true);
    /** So many bytes of scripts are kept; those that were not used for longest go first. */
    private final long mostBytes = mostBytes();
    private long keptBytes;
    private final Set<RunningScript> running = ConcurrentHashMap.newKeySet();
    private final Busy busyScripts = new Busy(BUSY_SCRIPT);
    private final Busy busyFunctions = new Busy(BUSY_FUNCTION);

    /** How many scripts, or functions, keep the server busy. */
    private static final class Busy {

        private final Obstacle obstacle;
        private int count;

        Busy(String refusal) {
            obstacle = (command, session, context) -> command.has(Flag.ALLOW_BUSY) ? null : refusal;
        }
    }

    public Scripts(ServerState server) {
        this.server = server;
    }

    // Those that were loaded

    /**
     * The script of a text, which is compiled and kept if it is not known.
     *
     * @throws CommandException if it is no script
     */
    public Script load(Bytes text) {
        String sha = sha1(text.array(), text.offset(), text.length());
        Script known = find(sha);
        if (known != null) {
            return known;
        }
        byte[] body = text.copy();
        Shebang shebang = Shebang.of(body);
        try {
            return keep(new Script(sha, body, LuaPrototype.compile(shebang.body(), "@user_script"), shebang.flags()));
        } catch (LuaError e) {
            throw new CommandException("ERR Error compiling script (new function): " + e.getMessage());
        }
    }

    private synchronized Script keep(Script script) {
        Script other = scripts.putIfAbsent(script.sha(), script);
        if (other != null) {
            return other;
        }
        script.kept(true);
        keptBytes += memory(script);
        drop(script);
        return script;
    }

    /** Drops scripts that have not been used for long, until there is room. */
    private void drop(Script latest) {
        while (keptBytes > mostBytes && scripts.size() > 1) {
            Script eldest = scripts.values().iterator().next();
            if (eldest == latest || eldest.takeUsed()) {
                // Threads find what they call again and again without asking here: it gets another turn.
                scripts.get(eldest.sha());
            } else {
                eldest.kept(false);
                keptBytes -= memory(eldest);
                scripts.remove(eldest.sha());
            }
        }
    }

    private static long memory(Script script) {
        return OVERHEAD + (long) COMPILED * script.body().length;
    }

    /** So many bytes may be kept of scripts, and as many of functions: a sixteenth of the heap, 1 to 64 megabytes. */
    static long mostBytes() {
        return Math.max(1 << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));
    }

    /** The script of a digest, in lower case; null if it is not known. */
    public synchronized Script find(String sha) {
        return scripts.get(sha);
    }

    /** The same, in any case. */
    public Script find(Bytes sha) {
        return sha.length() == SHA_LENGTH ? find(sha.latin1().toLowerCase(Locale.ROOT)) : null;
    }

    /** Forgets all of them. */
    public synchronized void flush() {
        scripts.values().forEach(script -> script.kept(false));
        scripts.clear();
        keptBytes = 0;
    }

    /** How many there are. */
    public synchronized int count() {
        return scripts.size();
    }

    /** The bytes that they take, about. */
    public synchronized long memory() {
        return keptBytes;
    }

    /** The SHA-1 of some bytes, as 40 hexadecimal digits. */
    public static String sha1(byte[] bytes, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(bytes, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    // Those that run

    /** A script has been running for a while. */
    void runs(RunningScript script) {
        running.add(script);
    }

    /** It has ended. */
    void ended(RunningScript script) {
        if (running.remove(script) && script.isBusy()) {
            busy(script, -1);
        }
    }

    /** A script has been running for so long that other clients are told so. */
    void becomesBusy(RunningScript script) {
        busy(script, 1);
    }

    private synchronized void busy(RunningScript script, int change) {
        Busy busy = script.isFunction() ? busyFunctions : busyScripts;
        busy.count += change;
        if (busy.count == 0) {
            server.obstacles().remove(busy.obstacle);
        } else {
            server.obstacles().add(busy.obstacle);
        }
    }

    /** After how many milliseconds a script makes other clients be told that the server is busy. */
    long busyMillis() {
        return server.settings().busyReplyThreshold.value();
    }

    /**
     * The function that runs, and has been running for a while; null if there is none.
     *
     * @throws CommandException if a script keeps the server busy
     */
    public RunningScript runningFunction() {
        for (RunningScript script : running) {
            if (script.isFunction()) {
                return script;
            }
            if (script.isBusy()) {
                throw new CommandException(BUSY_SCRIPT);
            }
        }
        return null;
    }

    /**
     * Ends what runs and has changed nothing.
     *
     * @param functions whether functions are to be ended, or scripts
     * @throws CommandException if there are none
     */
    public void kill(boolean functions) {
        boolean others = false;
        boolean written = false;
        boolean killed = false;
        for (RunningScript script : running) {
            if (script.hasWritten()) {
                written = true;
            } else if (script.isFunction() != functions) {
                others = true;
            } else {
                killed |= script.kill();
            }
        }
        if (killed) {
            return;
        }
        if (written) {
            throw new CommandException(
                    "UNKILLABLE Sorry the script already executed write commands against the dataset. You can "
                            + "either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.");
        }
        throw new CommandException(others ? functions ? BUSY_SCRIPT : BUSY_FUNCTION
                : "NOTBUSY No scripts in execution right now.");
    }
}
