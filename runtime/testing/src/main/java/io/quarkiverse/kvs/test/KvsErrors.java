package io.quarkiverse.kvs.test;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandInterceptor;

/** Errors that commands answer instead of being executed; to callers in the same process, as exceptions. */
public final class KvsErrors {

    private final FaultRules<Command, CommandInterceptor.Verdict> rules;

    KvsErrors(FaultRules<Command, CommandInterceptor.Verdict> rules) {
        this.rules = rules;
    }

    /**
     * Answers an error to the next commands.
     *
     * @param error as Redis words it, such as {@code OOM command not allowed when used memory > 'maxmemory'.}: one line
     */
    public void failNext(int commands, String error) {
        rules.next(commands, null, new CommandInterceptor.Fail(checked(error)));
    }

    /** Answers an error to the next calls of one command. */
    public void failNext(int calls, String command, String error) {
        rules.next(calls, Commands.named(command), new CommandInterceptor.Fail(checked(error)));
    }

    /** Answers an error to every call of one command. */
    public void fail(String command, String error) {
        rules.always(Commands.named(command), new CommandInterceptor.Fail(checked(error)));
    }

    static String checked(String error) {
        if (error.isBlank() || error.indexOf('\r') >= 0 || error.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("an error is one line of text, not \"" + error + "\"");
        }
        return error;
    }
}
