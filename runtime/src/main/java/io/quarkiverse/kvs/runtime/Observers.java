package io.quarkiverse.kvs.runtime;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandObserver;
import io.quarkiverse.kvs.core.command.client.Session;

/**
 * Who watches commands: what measures them, what traces them, both or neither. They belong to the application and so end with
 * it, in dev mode before the server does.
 */
final class Observers {

    private CommandObserver metrics;
    private CommandObserver tracing;

    /** @param observer null for none */
    void metrics(CommandObserver observer) {
        metrics = observer;
    }

    /** @param observer null for none */
    void tracing(CommandObserver observer) {
        tracing = observer;
    }

    /** All of them as one, or null if there is none. */
    CommandObserver together() {
        if (metrics == null || tracing == null) {
            return metrics == null ? tracing : metrics;
        }
        return new Both(metrics, tracing);
    }

    private record Both(CommandObserver first, CommandObserver second) implements CommandObserver {

        @Override
        public Observation begin(Command command, Session session, Observation transaction) {
            // A transaction that has begun before there were both is not known to either.
            Observed of = transaction instanceof Observed observed ? observed : new Observed(null, null);
            return new Observed(first.begin(command, session, of.first), second.begin(command, session, of.second));
        }

        @Override
        public void rejected(Command command, Session session, String error) {
            first.rejected(command, session, error);
            second.rejected(command, session, error);
        }
    }

    private record Observed(CommandObserver.Observation first,
            CommandObserver.Observation second) implements CommandObserver.Observation {

        @Override
        public void end(long nanos, String error) {
            first.end(nanos, error);
            second.end(nanos, error);
        }
    }
}
