package io.quarkiverse.kvs.core.command.script;

/** One run of a script that takes a while. */
final class RunningScript {

    private final Scripts scripts;
    private final long startedAt;
    private volatile boolean written;
    private volatile boolean killed;
    private boolean busy;

    /** @param startedAt milliseconds of any clock */
    RunningScript(Scripts scripts, long startedAt) {
        this.scripts = scripts;
        this.startedAt = startedAt;
    }

    /** Called by the thread that runs it, now and then. */
    void goesOn(long now) {
        if (!busy && now - startedAt >= scripts.busyMillis()) {
            busy = true;
            scripts.becomesBusy();
        }
    }

    boolean isBusy() {
        return busy;
    }

    /** It has changed data, so it cannot be ended from outside any more. */
    void written() {
        written = true;
    }

    /** @return false if it has changed data, so that it goes on */
    boolean kill() {
        if (written) {
            return false;
        }
        killed = true;
        return true;
    }

    boolean isKilled() {
        return killed && !written;
    }
}
