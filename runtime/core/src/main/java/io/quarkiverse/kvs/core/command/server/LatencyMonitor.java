package io.quarkiverse.kvs.core.command.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What has kept clients waiting for longer than {@code latency-monitor-threshold}, by the kind of event, as Redis's LATENCY
 * tells it. Safe for use by many threads.
 */
public final class LatencyMonitor {

    /** So many samples of an event are kept. */
    private static final int SAMPLES = 160;

    /**
     * The longest time that an event took within a second.
     *
     * @param at seconds since 1970
     */
    public record Sample(long at, long millis) {
    }

    /**
     * What is known of an event.
     *
     * @param samples the oldest first; not empty
     * @param max the longest time ever, in milliseconds
     */
    public record Series(List<Sample> samples, long max) {

        public Sample latest() {
            return samples.get(samples.size() - 1);
        }
    }

    private static final class Event {
        private final Deque<Sample> samples = new ArrayDeque<>();
        private long max;

        void add(long at, long millis) {
            max = Math.max(max, millis);
            Sample last = samples.peekLast();
            if (last != null && last.at == at) {
                samples.removeLast();
                samples.addLast(new Sample(at, Math.max(last.millis, millis)));
                return;
            }
            samples.addLast(new Sample(at, millis));
            if (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
        }

        Series series() {
            return new Series(List.copyOf(samples), max);
        }
    }

    private final ServerTime time;
    private final Map<String, Event> events = new TreeMap<>();
    /** In milliseconds; 0 if nothing is noted. */
    private volatile long threshold;

    LatencyMonitor(Settings settings, ServerTime time) {
        this.time = time;
        settings.latencyThreshold.onChange(millis -> threshold = millis);
    }

    /** Whether anything is noted. */
    public boolean isOn() {
        return threshold > 0;
    }

    /** Something has taken a while; it is noted if that was long. */
    public void took(String event, long nanos) {
        long limit = threshold;
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (limit > 0 && millis >= limit) {
            add(event, time.currentTimeMillis() / 1000, millis);
        }
    }

    private synchronized void add(String event, long at, long millis) {
        events.computeIfAbsent(event, e -> new Event()).add(at, millis);
    }

    /** The names of the events that were noted. */
    public synchronized List<String> events() {
        return new ArrayList<>(events.keySet());
    }

    /** What is known of an event, or null. */
    public synchronized Series series(String event) {
        Event known = events.get(event);
        return known == null ? null : known.series();
    }

    /** Forgets an event; returns whether anything was known of it. */
    public synchronized boolean forget(String event) {
        return events.remove(event) != null;
    }

    /** Forgets all; returns how many there were. */
    public synchronized int forgetAll() {
        int known = events.size();
        events.clear();
        return known;
    }
}
