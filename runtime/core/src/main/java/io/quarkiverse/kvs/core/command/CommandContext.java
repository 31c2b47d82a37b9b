package io.quarkiverse.kvs.core.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.script.Script;
import io.quarkiverse.kvs.core.command.script.ScriptEngine;
import io.quarkiverse.kvs.core.command.script.StoredFunction;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.DatabaseKey;
import io.quarkiverse.kvs.core.store.Databases;
import io.quarkiverse.kvs.core.store.Editor;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Eviction;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.Reader;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.LzfCompressor;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * What a command sees while it runs: its arguments, the keyspace at this instant, the client it works for, and the
 * writer of its reply.
 * <p>
 * One context serves one thread, call after call; keys and arguments it hands out show something else in the next call.
 */
public final class CommandContext extends Arguments {

    /** From here on, answering with so many elements is too much for an event loop. */
    public static final int LONG_REPLY = 10_000;

    private final Workspace workspace;
    private final ServerState server;
    private final Gate gate;
    /** In which the transaction runs that this call is part of; null if it is part of none. */
    private final CommandContext outer;
    /** For the commands of a transaction that runs here; null as long as there was none. */
    private CommandContext inner;

    /** Where clients are served that have waited for what commands do here; null as long as there were none. */
    private CommandContext serving;

    private Session session;
    private Command command;
    private ReplyWriter messages;
    /** The same, unless the client does not want replies. */
    private ReplyWriter reply;
    private long instant;
    private Keyspace keyspace;
    private Pending pending;
    /** Of the command that runs; null if nothing observes. */
    private CommandObserver.Observation observation;
    private String failure;
    private final List<LateReply> served = new ArrayList<>();

    /** For an event loop, or for callers in the process. */
    public CommandContext(ServerState server, RandomGenerator random) {
        this(server, random, false);
    }

    /** @param waits whether the thread may wait, for callers of every kind */
    public CommandContext(ServerState server, RandomGenerator random, boolean waits) {
        this(new Workspace(server, random, waits), null);
    }

    private CommandContext(Workspace workspace, CommandContext outer) {
        this.workspace = workspace;
        this.server = workspace.server;
        this.gate = workspace.gate;
        this.outer = outer;
    }

    /**
     * Prepares the next call.
     *
     * @param target where the reply goes, if the client wants one
     */
    public void prepare(Session caller, Request arguments, ReplyWriter target, long now) {
        session = caller;
        messages = target;
        replyModeChanged();
        pending = null;
        observation = null;
        failure = null;
        instant = now;
        keyspace = gate.database(caller.database());
        show(arguments);
    }

    /**
     * Fetches the memory that the first arguments of some requests lead to, if they are keys, as they mostly are. Only a hint
     * to the processor.
     */
    public void fetchKeys(Session caller, Request[] requests, int count) {
        workspace.prefetch.fetch(gate, caller.database(), requests, count);
    }

    void command(Command row) {
        command = row;
    }

    CommandObserver.Observation observation() {
        return observation;
    }

    /** Another command is observed from now on; it has not failed yet. */
    void observation(CommandObserver.Observation of) {
        observation = of;
        failure = null;
    }

    /** What the command that runs has failed with, or null. To be asked only where the command is observed. */
    String failure() {
        return failure;
    }

    void failure(String message) {
        failure = message;
    }

    /** The row of the command that runs. */
    public Command command() {
        return command;
    }

    // The data

    /** The gate to the data, which is open for the keys of the command. */
    public Gate gate() {
        return gate;
    }

    /** What can be read in the client's database: lookups count as hits and misses. */
    public Reader read() {
        return keyspace.read();
    }

    /** What can be edited in the client's database. */
    public Editor edit() {
        return keyspace.edit();
    }

    /** The client's database. */
    public Keyspace keyspace() {
        return keyspace;
    }

    /** Another database. */
    public Keyspace keyspace(int database) {
        return gate.database(database);
    }

    /** The databases as a whole. */
    public Databases databases() {
        return gate.databases();
    }

    // Around the command

    /** Where the answer goes: nowhere if the client does not want any. */
    public ReplyWriter reply() {
        return reply;
    }

    /** Where messages go between the answers, which the client gets also if it does not want replies. */
    public ReplyWriter messages() {
        return messages;
    }

    /** From here on, the client wants replies, or does not want them any more. */
    public void replyModeChanged() {
        reply = session.isSilent() ? workspace.silence(messages.dialect()) : messages;
    }

    /** What is common to all clients. */
    public ServerState server() {
        return server;
    }

    /** Whether the thread may wait, such as for locks: it is no event loop. */
    public boolean mayWait() {
        return workspace.waits || session.waitsForKeys();
    }

    /** Runs scripts, for this thread. */
    public ScriptEngine scriptEngine() {
        return workspace.scriptEngine();
    }

    /**
     * The script whose text is the first argument.
     *
     * @param load finds it, or compiles it
     */
    public Script lastScript(Function<Bytes, Script> load) {
        return workspace.script(argument(1), load);
    }

    /** The script whose digest is the first argument; null if it is not known. */
    public Script knownScript() {
        return workspace.scripts.find(argument(1), server.scripts()::find);
    }

    /** The function whose name is the first argument; null if there is none. */
    public StoredFunction function() {
        return workspace.functions.find(argument(1), server.functions()::find);
    }

    /** The client this is done for. */
    public Session session() {
        return session;
    }

    /** The instant at which it happens, in milliseconds since 1970. */
    public long now() {
        return gate.isOpen() ? gate.now() : instant == Gate.LATER ? server.time().currentTimeMillis() : instant;
    }

    /**
     * Whether what expires at an instant has expired already. Not where the log is done again, which says of everything that it
     * is gone.
     *
     * @param instant in milliseconds since 1970
     */
    public boolean isPast(long instant) {
        return gate.expires() && instant <= now();
    }

    /** The instant that the caller has told, which may be {@link Gate#LATER}. */
    long instant() {
        return instant;
    }

    public RandomGenerator random() {
        return workspace.random;
    }

    /** The number of a database; of one that is hidden, only for what repeats a log. */
    public int database(int argument) {
        int number = smallInteger(argument);
        boolean repeats = session.caller() == CallerKind.LOADER || session.caller() == CallerKind.REPLICA;
        if (number < 0 || number >= (repeats ? server.store().databases() : server.store().selectable())) {
            throw CommandException.DB_OUT_OF_RANGE;
        }
        return number;
    }

    // Room to work in

    /** An array of at least so many bytes, for use until the end of this call. */
    public byte[] scratch(int length) {
        return workspace.scratch(length);
    }

    /** A view for use until the end of this call. */
    public Bytes scratchView() {
        return workspace.scratchView;
    }

    /** Is large once it has been used. */
    public LzfCompressor compressor() {
        return workspace.compressor;
    }

    // What happens

    /** Deletes a key whose collection has become empty. */
    public void deleteEmptied(Key key) {
        edit().delete(key);
        event(key, EventClass.GENERIC, "del");
    }

    /**
     * Sends an event about a key, if any are wanted.
     *
     * @param event as Redis calls it, such as {@code set}
     */
    public void event(Key key, EventClass type, String event) {
        keyspace.notify(key, type, event);
    }

    /** Whether what the command does is recorded: only then {@link #record} is to be called. */
    public boolean isLogged() {
        return gate.isLogged();
    }

    /**
     * Tells the log what the command has done, in the words of a command that does the same at any time, on any server. For
     * commands whose row says that they are recorded by themselves.
     */
    public void record(String name, byte[]... arguments) {
        byte[][] words = new byte[arguments.length + 1][];
        words[0] = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        gate.effect(keyspace.database(), words);
    }

    /** Tells the log the command itself. */
    void recordAsCalled() {
        byte[][] words = new byte[count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = argument(i).copy();
        }
        gate.effect(keyspace.database(), words);
    }

    /**
     * Leaves the reply to a task that may take long. It runs without locks, and where no other client waits for the thread; the
     * connection it belongs to stands still meanwhile. Arguments are to be copied before.
     */
    public void replyLater(LongReply task) {
        pending = task;
    }

    /**
     * Leaves the reply to a task if it has so many elements that writing them is too much for an event loop.
     *
     * @param task needs nothing that others may change
     */
    public void replyWith(long elements, LongReply task) {
        if (elements < LONG_REPLY) {
            task.write(reply, () -> false);
        } else {
            replyLater(task);
        }
    }

    /** Writes a reply from a value, which does not change meanwhile, on any thread. */
    @FunctionalInterface
    public interface ValueReply<V> {
        void write(ReplyWriter reply, V value, BooleanSupplier cancelled);
    }

    /**
     * Answers with so many elements of a value at once; or, where that takes long, later and from a copy, with no lock held and
     * on no event loop.
     */
    public <V extends Value> void replyFrom(V value, long elements, ValueReply<V> writer) {
        V source = elements < LONG_REPLY ? value : copyOf(value);
        replyWith(elements, (target, cancelled) -> writer.write(target, source, cancelled));
    }

    /** A copy of a value is of the same class. */
    @SuppressWarnings("unchecked")
    private static <V extends Value> V copyOf(V value) {
        return (V) value.copy();
    }

    /**
     * Leaves the reply to a later instant; the connection stands still until then. In a transaction, everything is locked: so
     * that goes on, and it is the reply to EXEC that comes later.
     */
    public void replyAfter(long millis, Consumer<ReplyWriter> writer) {
        if (isExecuting()) {
            writer.accept(reply);
            holdReply(millis);
        } else {
            pending = new Pending.Delayed(millis, writer);
        }
    }

    /** Lets the client wait for a reply that is complete. */
    public void holdReply(long millis) {
        pending = new Pending.Held(millis);
    }

    /** Whether the client can be made to wait: not in a transaction, and no caller in the same process who cannot. */
    public boolean mayBlock() {
        return !isExecuting() && session.mayWait();
    }

    /**
     * Makes the client wait until one of some keys holds something. Where that cannot be, see {@link #mayBlock},
     * the answer is that there is nothing.
     *
     * @param type what the keys are to hold
     * @param firstKey the argument that is the first of the keys
     * @param lastKey the argument that is the last of the keys
     * @param timeoutMillis how long to wait, or 0 for ever
     * @param nothing answers when that time is over
     */
    public void block(ValueType type, int firstKey, int lastKey, long timeoutMillis, BlockedClient.Attempt attempt,
            Consumer<ReplyWriter> nothing) {
        block(type, firstKey, lastKey, timeoutMillis, attempt, nothing, null);
    }

    /**
     * The same of a client that is told if a key does not hold any more what it has to hold.
     *
     * @param gone the error then; null if that is no reason
     */
    public void block(ValueType type, int firstKey, int lastKey, long timeoutMillis, BlockedClient.Attempt attempt,
            Consumer<ReplyWriter> nothing, String gone) {
        if (!mayBlock()) {
            nothing.accept(reply);
            return;
        }
        List<DatabaseKey> keys = new ArrayList<>();
        for (int i = firstKey; i <= lastKey; i++) {
            keys.add(new DatabaseKey(keyspace.database(), key(i).latin1()));
        }
        BlockedClient client = new BlockedClient(this, keys, server.executor().segments().of(this, command), type, firstKey,
                timeoutMillis, attempt, nothing, gone);
        server.blockedClients().add(gate, client);
        pending = new Pending.Blocked(client);
    }

    /**
     * Makes the client wait for something that is no key, if it {@link #mayBlock}: until {@link BlockedClients#end} is called.
     *
     * @param timeoutMillis how long to wait, or 0 for ever
     * @param nothing answers when that time is over
     */
    public BlockedClient blockForOthers(long timeoutMillis, Consumer<ReplyWriter> nothing) {
        // Any segment will do to guard it.
        BlockedClient client = new BlockedClient(this, List.of(), 1, null, 0, timeoutMillis, null, nothing, null);
        server.blockedClients().add(gate, client);
        pending = new Pending.Blocked(client);
        return client;
    }

    Pending takePending() {
        Pending taken = pending;
        pending = null;
        return taken;
    }

    /** Makes room for the commands of this thread. */
    Eviction eviction() {
        return workspace.eviction();
    }

    /** A client has been served here: its reply can be sent once the gate is closed. */
    void served(LateReply reply) {
        served.add(reply);
    }

    /** The replies to clients that have been served here and that are to be sent. */
    List<LateReply> served() {
        return served;
    }

    /** Where clients are served that have waited for what the command here does. */
    CommandContext serving() {
        if (serving == null) {
            serving = new CommandContext(workspace, null);
        }
        return serving;
    }

    /** Where the commands of a transaction run that is executed here. */
    public CommandContext inner() {
        if (inner == null) {
            inner = new CommandContext(workspace, this);
        }
        return inner;
    }

    /** Where the transaction runs that the command is part of, or null. */
    CommandContext outer() {
        return outer;
    }

    /** Whether the command that runs is part of a transaction that is executed. */
    public boolean isExecuting() {
        return outer != null;
    }
}
