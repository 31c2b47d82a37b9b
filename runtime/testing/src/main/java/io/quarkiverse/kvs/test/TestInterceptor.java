package io.quarkiverse.kvs.test;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandInterceptor;

/** Counts the calls of clients, and lets go wrong what is to. */
final class TestInterceptor implements CommandInterceptor {

    final CallCounter<Command> calls = new CallCounter<>(Commands::isOnPurpose);
    final FaultRules<Command, Verdict> ofClients = new FaultRules<>(Commands::isOnPurpose);
    final FaultRules<Command, Verdict> inProcess = new FaultRules<>(Commands::isOnPurpose);
    private final Map<Command, Delay> delays = new HashMap<>();
    private @Nullable Delay delayOfAll;
    /** Each is one of a kind, though it equals others: which of them were ordered by the test that runs. */
    private final Set<Delay> delayed = Collections.newSetFromMap(new IdentityHashMap<>());
    private volatile @Nullable String refusal;

    @Override
    public Verdict before(Command command) {
        calls.count(command);
        Delay delay = delayOf(command);
        return delay != null ? delay : ofClients.take(command);
    }

    private synchronized Delay delayOf(Command command) {
        Delay delay = delays.getOrDefault(command, Commands.isOnPurpose(command) ? delayOfAll : null);
        if (delay == null || delay.millis() == 0) {
            return null;
        }
        Delay ordered = new Delay(delay.millis());
        delayed.add(ordered);
        return ordered;
    }

    @Override
    public Verdict afterDelay(Delay delay, Command command) {
        synchronized (this) {
            if (!delayed.remove(delay)) {
                // What a test has left behind does not happen in the next one.
                return new Drop();
            }
        }
        return ofClients.take(command);
    }

    @Override
    public @Nullable String beforeInProcess(Command command) {
        return inProcess.take(command) instanceof Fail fail ? fail.error() : null;
    }

    @Override
    public @Nullable String refusal() {
        return refusal;
    }

    /** @param error null to refuse no connection */
    void refuse(@Nullable String error) {
        refusal = error;
    }

    /** @param commands null for all but those that clients call by themselves */
    synchronized void delay(@Nullable Set<Command> commands, Duration by) {
        Delay delay = new Delay(KvsFaults.checked(by).toMillis());
        if (commands == null) {
            delayOfAll = delay;
        } else {
            commands.forEach(command -> delays.put(command, delay));
        }
    }

    synchronized void clear() {
        ofClients.clear();
        inProcess.clear();
        delays.clear();
        delayOfAll = null;
        refusal = null;
    }

    synchronized void forgetDelayed() {
        delayed.clear();
    }
}
