package io.quarkiverse.kvs.runtime.server;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

import org.jboss.logging.Logger;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.server.ServerLog;

/**
 * Writes what clients do into the log, of each kind a few lines in ten seconds, and how many more there would have been. What
 * clients have sent is neither in it, keys and values included, unless a script says it, nor can it break a line.
 */
public final class LimitedLog implements ServerLog {

    private static final Logger LOG = Logger.getLogger("io.quarkiverse.kvs");
    private static final Logger SLOW_LOG = Logger.getLogger("io.quarkiverse.kvs.slowlog");

    private static final Logger SCRIPT_LOG = Logger.getLogger("io.quarkiverse.kvs.script");
    /** By the numbers that scripts have for them. */
    private static final Logger.Level[] LEVELS = { Logger.Level.DEBUG, Logger.Level.DEBUG, Logger.Level.INFO,
            Logger.Level.WARN };

    /** So many lines of one kind are written in each period. */
    static final int LINES = 5;
    static final Duration PERIOD = Duration.ofSeconds(10);
    /** So much of a text that a client may have had an influence on is written. */
    static final int SHOWN = 128;
    /** So many lines of scripts are written in each period, and so much of each. */
    static final int SCRIPT_LINES = 100;
    static final int SHOWN_OF_SCRIPTS = 1024;

    /** For so long, the Java runtime is cold: commands take long that will not later. */
    static final Duration WARM_UP = Duration.ofSeconds(20);
    /** What takes longer than this is slow on a cold runtime, too. */
    static final Duration SLOW_ANYWAY = Duration.ofMillis(500);

    private final LongSupplier age;
    private final RateLimit refused;
    private final RateLimit closed;
    private final RateLimit broken;
    private final RateLimit unauthenticated;
    private final RateLimit slow;
    private final RateLimit scripts;

    /**
     * @param nanoClock nanoseconds since any instant
     * @param age for how many nanoseconds the Java runtime has run, about
     */
    public LimitedLog(LongSupplier nanoClock, LongSupplier age) {
        this.age = age;
        refused = new RateLimit(LINES, PERIOD, nanoClock);
        closed = new RateLimit(LINES, PERIOD, nanoClock);
        broken = new RateLimit(LINES, PERIOD, nanoClock);
        unauthenticated = new RateLimit(LINES, PERIOD, nanoClock);
        slow = new RateLimit(LINES, PERIOD, nanoClock);
        scripts = new RateLimit(SCRIPT_LINES, PERIOD, nanoClock);
    }

    @Override
    public void connectionRefused(String client, int limit) {
        write(LOG, Logger.Level.WARN, refused, "Refused the connection of %s: %d are open, as many as allowed", client, limit);
    }

    @Override
    public void connectionClosed(String client, String why) {
        write(LOG, Logger.Level.INFO, closed, "Closing the connection of %s: %s", client, why);
    }

    @Override
    public void protocolError(String client, String what) {
        write(LOG, Logger.Level.WARN, broken, "Closing the connection of %s: %s", client, printable(what));
    }

    @Override
    public void authenticationFailed(String client) {
        write(LOG, Logger.Level.WARN, unauthenticated, "%s failed to authenticate", client);
    }

    @Override
    public void slowCommand(String client, Command command, int keys, long nanos) {
        if (nanos < SLOW_ANYWAY.toNanos() && age.getAsLong() < WARM_UP.toNanos()) {
            return;
        }
        write(SLOW_LOG, Logger.Level.WARN, slow, "%s of %s took %s ms, with %d %s",
                command.words(), client == null ? "the application" : client,
                String.format(Locale.ROOT, "%.3f", nanos / 1e6), keys, keys == 1 ? "key" : "keys");
    }

    @Override
    public void scriptSays(int level, String message) {
        write(SCRIPT_LOG, LEVELS[level], scripts, "%s", printable(message, SHOWN_OF_SCRIPTS));
    }

    private static void write(Logger log, Logger.Level level, RateLimit limit, String format, Object... arguments) {
        if (!log.isEnabled(level)) {
            return;
        }
        long suppressed = limit.admit();
        if (suppressed >= 0) {
            String text = String.format(Locale.ROOT, format, arguments);
            log.log(level, suppressed == 0 ? text : text + " (" + suppressed + " more of the kind were not logged)");
        }
    }

    /** The same text with nothing in it that could end a line or move a cursor, and not too much of it. */
    static String printable(String text) {
        return printable(text, SHOWN);
    }

    private static String printable(String text, int most) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (shown.length() >= most) {
                return shown.append("...").toString();
            }
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                shown.append(c);
            } else {
                shown.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
            }
        }
        return shown.toString();
    }
}
