package io.quarkiverse.kvs.core.command;

/**
 * A command cannot do what it is asked to; the message is the reply, with the prefix and the words that Redis has
 * for it, because clients match on them. Clients cause it all the time, so it has no stack trace.
 */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final CommandException SYNTAX = new CommandException("ERR syntax error");
    public static final CommandException NOT_INTEGER = new CommandException("ERR value is not an integer or out of range");
    public static final CommandException NOT_FLOAT = new CommandException("ERR value is not a valid float");
    public static final CommandException NO_SUCH_KEY = new CommandException("ERR no such key");
    public static final CommandException OUT_OF_RANGE = new CommandException("ERR index out of range");
    public static final CommandException INVALID_CURSOR = new CommandException("ERR invalid cursor");
    public static final CommandException DB_OUT_OF_RANGE = new CommandException("ERR DB index is out of range");
    public static final CommandException NOT_POSITIVE = new CommandException("ERR value is out of range, must be positive");

    static final CommandException NOT_A_TIMEOUT = new CommandException("ERR timeout is not a float or out of range");
    static final CommandException NEGATIVE_TIMEOUT = new CommandException("ERR timeout is negative");

    public CommandException(String message) {
        super(message, null, false, false);
    }
}
