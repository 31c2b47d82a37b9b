package io.quarkiverse.kvs.runtime.inprocess;

import java.util.function.Function;

import io.quarkiverse.kvs.Reply;

/**
 * Where the views of values send their commands: to be run at once, or to be noted ({@link NotingTarget}) and run later.
 */
interface CommandTarget {

    /**
     * Takes a command.
     *
     * @param result reads the reply
     * @param noted what to return if the command is not run now; nothing will be done with it
     * @param words the command and its arguments
     */
    <T> T run(Function<Reply, T> result, T noted, byte[]... words);

    /** Takes a command whose reply is text, or nothing. */
    String runForText(byte[]... words);
}
