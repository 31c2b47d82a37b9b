package io.quarkiverse.kvs.core.command.acl;

/**
 * Why a user may not call a command.
 *
 * @param argument the key or the channel that is denied; 0 if it is the command itself
 */
public record Denial(Reason reason, int argument) {

    /** In the order in which one of several is told: the last one. */
    public enum Reason {
        COMMAND("no permission to execute the command or subcommand"),
        KEY("no permission to touch the specified keys"),
        /** Of the log only: a password is wrong. */
        AUTH("no permission"),
        CHANNEL("no permission to access one of the channels used as arguments");

        private final String inTransaction;

        Reason(String inTransaction) {
            this.inTransaction = inTransaction;
        }

        /** As EXEC tells it of a command that was queued before the rules have changed. */
        public String inTransaction() {
            return inTransaction;
        }
    }

    static final Denial OF_COMMAND = new Denial(Reason.COMMAND, 0);

    /** What the client is told. */
    public String message(String command) {
        return switch (reason) {
            case KEY -> "NOPERM this user has no permissions to access one of the keys used as arguments";
            case CHANNEL -> "NOPERM this user has no permissions to access one of the channels used as arguments";
            default -> "NOPERM this user has no permissions to run the '" + command + "' command";
        };
    }

    /** What a script is told that calls a command for a user. */
    public String inScript() {
        return "ERR The user executing the script " + switch (reason) {
            case KEY -> "can't access at least one of the keys mentioned in the command arguments";
            case CHANNEL -> "can't publish to the channel mentioned in the command";
            default -> "can't run this command or subcommand";
        };
    }

    boolean isToldBefore(Denial other) {
        int order = reason.compareTo(other.reason);
        return order > 0 || order == 0 && argument > other.argument;
    }
}
