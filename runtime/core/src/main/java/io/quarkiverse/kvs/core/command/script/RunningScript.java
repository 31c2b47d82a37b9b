package io.quarkiverse.kvs.core.command.script;

import java.util.List;
import java.util.stream.IntStream;

import io.quarkiverse.kvs.core.command.CommandContext;

/** One run of a script, or of a function, that takes a while. */
public final class RunningScript {

    private final Scripts scripts;
    private final Program program;
    private final List<byte[]> command;
    private final long startedAt;
    private volatile boolean written;
    private volatile boolean killed;
    private boolean busy;

    /**
     * @param call the command that runs it
     * @param startedAt milliseconds of the clock that measures how long things take
     */
    RunningScript(Scripts scripts, Program program, CommandContext call, long startedAt) {
        this.scripts = scripts;
        this.program = program;
        this.startedAt = startedAt;
        command = IntStream.range(0, call.count()).mapToObj(i -> call.argument(i).copy()).toList();
    }

    /** Whether it is a function. */
    boolean isFunction() {
        return program.isFunction();
    }

    /** The digest of the script, or the name of the function. */
    public String name() {
        return program.name();
    }

    /** The command that runs it, with its arguments. Not to be changed. */
    public List<byte[]> command() {
        return command;
    }

    /** When it began, in milliseconds of the clock that measures how long things take. */
    public long startedAt() {
        return startedAt;
    }

    /** Called by the thread that runs it, now and then. */
    void goesOn(long now) {
        if (!busy && now - startedAt >= scripts.busyMillis()) {
            busy = true;
            scripts.becomesBusy(this);
        }
    }

    boolean isBusy() {
        return busy;
    }

    /** It has changed data, so it cannot be ended from outside any more. */
    void written() {
        written = true;
    }

    boolean hasWritten() {
        return written;
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
