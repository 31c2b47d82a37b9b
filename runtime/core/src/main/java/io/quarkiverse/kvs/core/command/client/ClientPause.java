package io.quarkiverse.kvs.core.command.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.QueuedCommand;
import io.quarkiverse.kvs.core.command.server.Scheduler;

/** CLIENT PAUSE: which requests of clients wait, and until when. Safe for use by many threads. */
public final class ClientPause {

    /** What is stopped. */
    public enum Mode {
        WRITE,
        ALL
    }

    private record Pause(Mode mode, long until) {
    }

    private final Scheduler scheduler;
    private final Set<Session> postponed = ConcurrentHashMap.newKeySet();
    private volatile Pause pause;

    ClientPause(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Whether a command of a session has to wait. */
    public boolean stops(Command command, Session session, long now) {
        Pause current = pause;
        if (current == null || !session.caller().hasConnection()) {
            return false;
        }
        if (now >= current.until) {
            end();
            return false;
        }
        return current.mode == Mode.ALL || mayWrite(command, session);
    }

    /** Whether what only reads is stopped, too. */
    public boolean stopsReading() {
        Pause current = pause;
        return current != null && current.mode == Mode.ALL;
    }

    /** Whether clients are stopped in one way or the other: the data is to stay as it is then. */
    public boolean isOn(long now) {
        Pause current = pause;
        return current != null && now < current.until;
    }

    private static boolean mayWrite(Command command, Session session) {
        if (command.has(Flag.RUNS_QUEUE) && session.inTransaction()) {
            return session.multi().queue().stream().anyMatch(QueuedCommand::mayWrite);
        }
        return command.mayWrite();
    }

    /** Stops clients until an instant. A pause that is on already is neither shortened nor weakened. */
    public synchronized void begin(Mode mode, long now, long until) {
        Pause current = pause;
        boolean on = current != null && now < current.until;
        Pause next = new Pause(on && current.mode == Mode.ALL ? Mode.ALL : mode, on ? Math.max(until, current.until) : until);
        pause = next;
        scheduler.schedule(next.until - now + 1, () -> {
            if (pause == next) {
                end();
            }
        });
    }

    /** Lets all clients go on, each by the thread that removes it. */
    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // of a set that allows it
    public void end() {
        pause = null;
        for (Session session : postponed) {
            if (postponed.remove(session)) {
                session.connection().resume();
            }
        }
    }

    /** The clock has leapt: a pause that is over by it ends. */
    public void clockMoved(long now) {
        Pause current = pause;
        if (current != null && now >= current.until) {
            end();
        }
    }

    /** Remembers a client whose request waits, to let it go on. */
    public void resumeAfter(Session session) {
        postponed.add(session);
        if (pause == null && postponed.remove(session)) {
            session.connection().resume();
        }
    }

    /** A client has gone. */
    void forget(Session session) {
        postponed.remove(session);
    }

    /** How many clients wait. */
    int waiting() {
        return postponed.size();
    }
}
