package io.quarkiverse.kvs.core.command;

/**
 * Is asked before a request is executed, and may see to it that something else happens: for tests, which want to know how
 * clients get along with a server that fails. Without one, which is the rule, a request costs one look at a field more.
 * <p>
 * Requests that are refused anyway, because there is no such command or the client has not told its password, do not come here.
 * Methods are called by many threads, event loops among them: they must not wait.
 */
public interface CommandInterceptor {

    /** What happens to a request of a client instead of being executed at once. */
    sealed interface Verdict {
    }

    /**
     * It is answered with an error. A transaction that it should have been part of is spoilt.
     *
     * @param error one line, in Redis's manner: a word in upper case comes first
     */
    record Fail(String error) implements Verdict {
    }

    /** The connection is closed without an answer, once the replies to earlier requests are sent. */
    record Drop() implements Verdict {
    }

    /** The connection stands still for so long; then {@link #afterDelay} is asked. The event loop does not wait. */
    record Delay(long millis) implements Verdict {
    }

    /**
     * A client calls a command.
     *
     * @return null to let it be executed
     */
    Verdict before(Command command);

    /**
     * The same call again, after a delay that was ordered for it.
     *
     * @param delay what {@link #before} has answered
     * @return null to let it be executed
     */
    Verdict afterDelay(Delay delay, Command command);

    /**
     * A caller in the same process calls a command.
     *
     * @return the error to answer, as in {@link Fail}, or null to let it be executed
     */
    String beforeInProcess(Command command);

    /**
     * A client connects.
     *
     * @return null to let it in; otherwise the error that it is told before its connection is closed, or an empty text to
     *         tell it nothing
     */
    String refusal();
}
