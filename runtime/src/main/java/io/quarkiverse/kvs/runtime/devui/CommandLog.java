package io.quarkiverse.kvs.runtime.devui;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.quarkiverse.kvs.core.command.client.MonitorListener;
import io.quarkiverse.kvs.core.command.server.ServerState;

/**
 * The commands as they arrive, for as long as a page of the Dev UI keeps asking for them. It holds the latest ones; a page that
 * asks too seldom misses some, and holds no client up. Where no page has asked for a while, it does not listen.
 * <p>
 * Pages ask, instead of being sent the commands, because that shows whether a browser is still there and how much it can take:
 * the Dev UI neither notices nor tells when a page that listens is closed or slow. Safe for use by many threads.
 */
final class CommandLog implements MonitorListener {

    static final int CAPACITY = 500;
    /** Who has not asked for so many milliseconds is gone. */
    static final long PATIENCE = 10_000;

    /**
     * A command.
     *
     * @param number counts up from 1
     * @param at milliseconds since 1970
     * @param command the name and the arguments, in quotes; the beginning of a long one
     */
    public record Line(long number, long at, int database, String client, String command) {
    }

    /**
     * What has arrived since a line.
     *
     * @param missed how many there were before these that are not held any more
     */
    public record Page(List<Line> lines, long missed) {
    }

    private final ServerState server;
    private final Deque<Line> lines = new ArrayDeque<>(CAPACITY);
    private long last;
    private long lastAsked;
    private boolean listening;
    private boolean closed;

    CommandLog(ServerState server) {
        this.server = server;
    }

    @Override
    public synchronized void executed(long now, int database, String client, String command) {
        if (now - lastAsked > PATIENCE) {
            stop();
            return;
        }
        if (lines.size() == CAPACITY) {
            lines.removeFirst();
        }
        lines.addLast(new Line(++last, now, database, client, command));
    }

    /**
     * What has arrived since then.
     *
     * @param line the number of the last line that the caller has; 0 if it has none. One that does not exist, because it was
     *        another log's, is taken for 0.
     * @param now milliseconds since 1970
     */
    synchronized Page since(long line, long now) {
        if (!listening && !closed) {
            listening = true;
            server.telemetry().monitors().add(this);
        }
        lastAsked = now;
        long after = line > last ? 0 : line;
        List<Line> wanted = new ArrayList<>();
        for (Line candidate : lines) {
            if (candidate.number > after) {
                wanted.add(candidate);
            }
        }
        long first = wanted.isEmpty() ? last + 1 : wanted.get(0).number;
        return new Page(wanted, first - after - 1);
    }

    /** Stops listening for good. */
    synchronized void close() {
        closed = true;
        stop();
    }

    private void stop() {
        listening = false;
        server.telemetry().monitors().remove(this);
        lines.clear();
    }
}
