package io.quarkiverse.kvs.core.command.server;

import io.quarkiverse.kvs.core.command.Command;

/**
 * Where the server tells its operator what its clients do.
 * <p>
 * Called on the threads on which it happens, event loops among them, so methods must not wait. Clients decide how
 * often they are called: an implementation limits how much it says.
 */
public interface ServerLog {

    /** Says nothing. */
    ServerLog NONE = new ServerLog() {
        @Override
        public void connectionRefused(String client, int limit) {
        }

        @Override
        public void connectionClosed(String client, String why) {
        }

        @Override
        public void protocolError(String client, String what) {
        }

        @Override
        public void authenticationFailed(String client) {
        }

        @Override
        public void slowCommand(String client, Command command, int keys, long nanos) {
        }

        @Override
        public void scriptSays(int level, String message) {
        }
    };

    /**
     * There were too many connections for one more.
     *
     * @param client its address and port
     */
    void connectionRefused(String client, int limit);

    /** The server has closed a connection that its client had not finished with. */
    void connectionClosed(String client, String why);

    /** A client has sent what is no request, and is disconnected. */
    void protocolError(String client, String what);

    /** A client has told a wrong password, or a wrong name. */
    void authenticationFailed(String client);

    /**
     * A command took longer than {@code slowlog-log-slower-than}.
     *
     * @param client null for a caller in the same process
     * @param keys how many keys it was called with
     */
    void slowCommand(String client, Command command, int keys, long nanos);

    /**
     * A script or a function has called {@code redis.log}.
     *
     * @param level 0 for debugging, 1 for what is verbose, 2 for notices, 3 for warnings
     * @param message each character stands for a byte
     */
    void scriptSays(int level, String message);
}
