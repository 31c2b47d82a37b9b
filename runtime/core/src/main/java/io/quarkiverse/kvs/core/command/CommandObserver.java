package io.quarkiverse.kvs.core.command;

import io.quarkiverse.kvs.core.command.client.Session;

/**
 * Watches commands while they are executed: what measures and traces them. If nothing observes, there is none, and commands
 * cost nothing but the look whether there is one.
 * <p>
 * Called on the threads that execute commands, event loops among them: methods must not wait, and must not throw.
 */
public interface CommandObserver {

    /** What is told about one call of a command. */
    interface Observation {

        /**
         * The call is complete. Told once, on any thread.
         *
         * @param nanos how long it took, without what it waited for other clients; or -1 if that is not known
         * @param error what was answered if it failed, otherwise null
         */
        void end(long nanos, String error);
    }

    /**
     * A command is about to be run.
     *
     * @param transaction the call of EXEC that it is part of, or null
     * @return who is told the end of it
     */
    Observation begin(Command command, Session session, Observation transaction);

    /**
     * A request was refused before it could run.
     *
     * @param command null if there is no such command
     * @param error what was answered
     */
    void rejected(Command command, Session session, String error);
}
