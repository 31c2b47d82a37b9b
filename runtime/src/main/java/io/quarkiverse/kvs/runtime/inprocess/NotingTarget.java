package io.quarkiverse.kvs.runtime.inprocess;

import java.util.function.Function;

import io.quarkiverse.kvs.Reply;

/** Notes the command of one operation. */
final class NotingTarget implements CommandTarget {

    private TypedCommand<?> command;

    /** Null if the operation had nothing to ask. */
    TypedCommand<?> command() {
        return command;
    }

    @Override
    public <T> T run(Function<Reply, T> result, T noted, byte[]... words) {
        if (command != null) {
            throw new IllegalStateException("an operation of a view is one command");
        }
        command = new TypedCommand<>(result, words);
        return noted;
    }

    @Override
    public String runForText(byte[]... words) {
        return run(Reply::asString, null, words);
    }
}
