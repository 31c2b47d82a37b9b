package io.quarkiverse.kvs.core.command.client;

/** Where a session's commands come from. What is done differently for some callers asks this. */
public enum CallerKind {

    /** A client, on a connection. */
    CLIENT(true, true),
    /** The application in whose process the server runs. */
    APPLICATION(true, true),
    /** Looks at the data without being one of its users, and changes nothing: the Dev UI. */
    VIEWER(false, true),
    /** Prepares the data for a test: what it does is no part of what is tested. */
    TEST(false, false),
    /** A script, within the opening of the gate of the command that runs it. */
    SCRIPT(true, false),
    /** What was recorded before, done again: loading a log. */
    LOADER(false, false),
    /** What another server has done, done here as well. */
    REPLICA(true, false);

    private final boolean noticed;
    private final boolean intercepted;

    CallerKind(boolean noticed, boolean intercepted) {
        this.noticed = noticed;
        this.intercepted = intercepted;
    }

    /** Whether there is a connection, which can wait for its reply, be sent messages, be paused, and be closed. */
    public boolean hasConnection() {
        return this == CLIENT;
    }

    /**
     * Whether what it does leaves a trace: commands are counted, timed and shown to monitors, and looking a key up counts as
     * use of the key.
     */
    public boolean isNoticed() {
        return noticed;
    }

    /** Whether its commands can be made to fail or to wait for a test. */
    public boolean isIntercepted() {
        return intercepted;
    }

    /** Whether there are commands that it may not call: what is disabled is disabled for clients. */
    public boolean isRestricted() {
        return this == CLIENT;
    }

    /** What stands in the place of an address where there is no connection. */
    public String place() {
        return this == SCRIPT ? "lua" : "in-process";
    }
}
