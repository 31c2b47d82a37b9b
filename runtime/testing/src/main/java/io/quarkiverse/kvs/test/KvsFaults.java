package io.quarkiverse.kvs.test;

import java.time.Duration;
import java.util.Objects;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * What goes wrong, from now on and until {@link #clear()} or the next test: errors, delays, lost connections.
 * <p>
 * Faults hit clients that are connected over TCP. What the application calls through {@link KeyValueStore} has faults of its
 * own: {@link #inProcess()}.
 * <p>
 * Faults for any command spare those of Redis's group {@code connection}, such as HELLO, AUTH, SELECT, CLIENT and
 * PING, which clients send by themselves when they connect or look after a connection. Give their names to make
 * them go wrong. Names of commands may be in upper or lower case; {@code CONFIG} is all its subcommands, {@code CONFIG GET}
 * is one. A name that no command has is an {@link IllegalArgumentException}.
 * <p>
 * If several faults befit a command, it is delayed first; then what was said of the next commands comes before what was
 * said of all of a name.
 */
public final class KvsFaults {

    private final TestInterceptor interceptor;
    private final KeyValueStore store;
    private final ServerState state;
    private final KvsErrors inProcess;
    private final KvsErrors errors;

    KvsFaults(TestInterceptor interceptor, KeyValueStore store, ServerState state) {
        this.interceptor = interceptor;
        this.store = store;
        this.state = state;
        errors = new KvsErrors(interceptor.ofClients);
        inProcess = new KvsErrors(interceptor.inProcess);
    }

    /**
     * Answers an error to the next commands, which are not executed.
     *
     * @param error as Redis words it, such as {@code LOADING Redis is loading the dataset in memory}: one line
     */
    public void failNext(int commands, String error) {
        errors.failNext(commands, error);
    }

    /** Answers an error to the next calls of one command, which are not executed: see {@link #failNext(int, String)}. */
    public void failNext(int calls, String command, String error) {
        errors.failNext(calls, command, error);
    }

    /** Answers an error to every call of one command, which are not executed: see {@link #failNext(int, String)}. */
    public void fail(String command, String error) {
        errors.fail(command, error);
    }

    /** Closes the connections that the next commands come from, instead of executing them. */
    public void dropNext(int commands) {
        interceptor.ofClients.next(commands, null, new CommandInterceptor.Drop());
    }

    /** Closes the connections that the next calls of one command come from, instead of executing them. */
    public void dropNext(int calls, String command) {
        interceptor.ofClients.next(calls, Commands.named(command), new CommandInterceptor.Drop());
    }

    /** Closes the connection that any call of one command comes from, instead of executing it. */
    public void drop(String command) {
        interceptor.ofClients.always(Commands.named(command), new CommandInterceptor.Drop());
    }

    /** Closes all connections. Clients may connect again. */
    public void dropConnections() {
        store.execute("CLIENT", "KILL", "TYPE", "normal");
        store.execute("CLIENT", "KILL", "TYPE", "pubsub");
    }

    /**
     * Executes every command only after a delay; the connection waits meanwhile. Other connections do not wait.
     *
     * @param by in real time, not by the clock of the server; zero for no delay of commands that come from now on
     */
    public void delay(Duration by) {
        interceptor.delay(null, by);
    }

    /** Executes every call of one command only after a while: see {@link #delay(Duration)}. */
    public void delay(String command, Duration by) {
        interceptor.delay(Commands.named(command), by);
    }

    /**
     * Closes new connections at once, without a word. Those that are open stay so: see {@link #dropConnections()}. (For a port
     * on which nothing listens, stop the {@link io.quarkiverse.kvs.KvsServer}.)
     */
    public void refuseConnections() {
        interceptor.refuse("");
    }

    /**
     * Sends new connections an error and closes them, as Redis does.
     *
     * @param error such as {@code ERR max number of clients reached}: one line
     */
    public void refuseConnections(String error) {
        interceptor.refuse(KvsErrors.checked(error));
    }

    /** Accepts connections again. */
    public void acceptConnections() {
        interceptor.refuse(null);
    }

    /** The errors that callers in the same process get: those of the application, and those of the test. */
    public KvsErrors inProcess() {
        return inProcess;
    }

    /** Ends all faults. Commands that wait because of a delay are executed now. */
    public void clear() {
        interceptor.clear();
        state.clients().resumeDelayed();
    }

    static Duration checked(Duration delay) {
        if (Objects.requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("a delay cannot be negative: " + delay);
        }
        return delay;
    }
}
