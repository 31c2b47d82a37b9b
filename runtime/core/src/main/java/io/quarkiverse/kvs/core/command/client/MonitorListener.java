package io.quarkiverse.kvs.core.command.client;

/** A listener in the same process that wants to know what is done, as MONITOR tells clients: {@link Monitors}. */
@FunctionalInterface
public interface MonitorListener {

    /**
     * A command has been executed, or waits, as BLPOP does. Called on the thread that did so, which must not wait; what is
     * thrown is lost.
     *
     * @param now when, in milliseconds since 1970
     * @param database that the client has turned to; after SELECT, the one it has chosen
     * @param client the address and port of the client, or {@code in-process}
     * @param command the name and the arguments, in double quotes, with what is not printable escaped and secrets
     *        left out; of a long command, the beginning
     */
    void executed(long now, int database, String client, String command);
}
