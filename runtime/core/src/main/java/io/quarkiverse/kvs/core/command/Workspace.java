package io.quarkiverse.kvs.core.command;

import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.command.script.RecentPrograms;
import io.quarkiverse.kvs.core.command.script.Script;
import io.quarkiverse.kvs.core.command.script.ScriptEngine;
import io.quarkiverse.kvs.core.command.script.StoredFunction;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.Eviction;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.rdb.LzfCompressor;

/**
 * What a thread needs to execute commands, call after call: its gate, and room to work in. It belongs to one thread at a time.
 */
final class Workspace {

    final ServerState server;
    final RandomGenerator random;
    final Gate gate;
    final boolean waits;
    final Bytes scratchView = new Bytes();
    /** Is large once it has been used. */
    final LzfCompressor compressor = new LzfCompressor();
    final KeyPrefetch prefetch = new KeyPrefetch();
    private byte[] scratch = new byte[32];
    /** Null as long as every client wanted replies. */
    private ReplyWriter silence;
    /** Null as long as there was no script. */
    private ScriptEngine scriptEngine;
    private Script lastScript;
    final RecentPrograms<Script> scripts = new RecentPrograms<>();
    final RecentPrograms<StoredFunction> functions = new RecentPrograms<>();
    /** Null as long as there was enough memory. */
    private Eviction eviction;

    /** @param waits whether the thread may take its time */
    Workspace(ServerState server, RandomGenerator random, boolean waits) {
        this.waits = waits;
        this.server = server;
        this.random = random;
        this.gate = new Gate(server.store(), random, server.time()::currentTimeMillis);
    }

    /** An array of at least so many bytes. */
    byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        return scratch;
    }

    /** Runs scripts. */
    ScriptEngine scriptEngine() {
        if (scriptEngine == null) {
            scriptEngine = ScriptEngine.ofScripts(server);
        }
        return scriptEngine;
    }

    /**
     * The script of a text; the last one is known without computing its digest.
     *
     * @param load finds it, or compiles it
     */
    Script script(Bytes text, Function<Bytes, Script> load) {
        if (lastScript == null || !lastScript.isKept() || !lastScript.isOf(text)) {
            lastScript = load.apply(text);
        }
        return lastScript;
    }

    /** Where replies go that a client does not want. */
    ReplyWriter silence(Dialect dialect) {
        if (silence == null || silence.dialect() != dialect) {
            silence = ReplyWriter.silent(dialect);
        }
        return silence;
    }

    /** Makes room for the commands of this thread. */
    Eviction eviction() {
        if (eviction == null) {
            eviction = new Eviction(server.store(), random);
        }
        return eviction;
    }
}
