package io.quarkiverse.kvs.core.command.script;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
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

    /** So many bytes of scripts are kept; those that were not used for longest go first. */
    private static final long KEPT_BYTES = Math.max(1 << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));
    /** What a compiled script takes beside its text, about, and for each byte of it. */
    private static final long OVERHEAD = 1024;
    private static final int COMPILED = 8;
    private static final int SHA_LENGTH = 40;
    private static final Obstacle BUSY = (command, session) -> command.has(Flag.ALLOW_BUSY) ? null
            : "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";

    private final ServerState server;
    private final Map<String, Script> scripts = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;
    private final Set<RunningScript> running = ConcurrentHashMap.newKeySet();
    private int busy;

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
        Iterator<Script> eldest = scripts.values().iterator();
        while (keptBytes > KEPT_BYTES && scripts.size() > 1) {
            Script dropped = eldest.next();
            dropped.kept(false);
            keptBytes -= memory(dropped);
            eldest.remove();
        }
        return script;
    }

    private static long memory(Script script) {
        return OVERHEAD + (long) COMPILED * script.body().length;
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

    static String sha1(byte[] bytes, int offset, int length) {
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
            busy(-1);
        }
    }

    /** A script has been running for so long that other clients are told so. */
    void becomesBusy() {
        busy(1);
    }

    private synchronized void busy(int change) {
        busy += change;
        if (busy == 0) {
            server.obstacles().remove(BUSY);
        } else {
            server.obstacles().add(BUSY);
        }
    }

    /** After how many milliseconds a script makes other clients be told that the server is busy. */
    long busyMillis() {
        return server.settings().busyReplyThreshold.value();
    }

    /**
     * Ends the scripts that run and have changed nothing.
     *
     * @throws CommandException if there are none
     */
    public void kill() {
        boolean any = false;
        boolean killed = false;
        for (RunningScript script : running) {
            any = true;
            killed |= script.kill();
        }
        if (!any) {
            throw new CommandException("NOTBUSY No scripts in execution right now.");
        }
        if (!killed) {
            throw new CommandException(
                    "UNKILLABLE Sorry the script already executed write commands against the dataset. You can "
                            + "either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.");
        }
    }
}
