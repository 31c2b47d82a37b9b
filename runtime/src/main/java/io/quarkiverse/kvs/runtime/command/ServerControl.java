package io.quarkiverse.kvs.runtime.command;

/** What a command may ask of the server it runs in. */
public interface ServerControl {

    /** Stops listening and closes all connections, once the replies earned so far are on their way. */
    void shutdown();
}
