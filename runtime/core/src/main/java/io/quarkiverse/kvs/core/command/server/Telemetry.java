package io.quarkiverse.kvs.core.command.server;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandObserver;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.client.Monitors;
import io.quarkiverse.kvs.core.protocol.Request;

/**
 * What is known of the commands that run: they are counted, timed, logged if they are slow, shown to monitors, and told to an
 * observer. Safe for use by many threads.
 */
public final class Telemetry {

    private final Statistics statistics;
    private final SlowLog slowLog;
    private final LatencyMonitor latency;
    private final Monitors monitors = new Monitors();
    private volatile ServerLog log = ServerLog.NONE;
    private volatile CommandObserver observer;
    private final Settings settings;
    /** Whether it has been asked how long calls take: before, looking at the clock is too dear. */
    private volatile boolean distributionWanted;
    private volatile boolean distributing;

    Telemetry(CommandTable commands, Settings settings, ServerTime time) {
        statistics = new Statistics(commands);
        slowLog = new SlowLog(settings);
        latency = new LatencyMonitor(settings, time);
        this.settings = settings;
        settings.latencyTracking.onChange(wanted -> {
            distributionWanted |= wanted;
            distributing = wanted;
        });
    }

    /**
     * A client asks how long the calls of each command take: from now on, all are timed and counted by that, unless
     * {@code latency-tracking} is off.
     */
    public void distributionWanted() {
        if (!distributionWanted) {
            distributionWanted = true;
            distributing = settings.latencyTracking.value();
        }
    }

    /** What is counted. */
    public Statistics statistics() {
        return statistics;
    }

    public SlowLog slowLog() {
        return slowLog;
    }

    /** What has kept clients waiting. */
    public LatencyMonitor latency() {
        return latency;
    }

    /** Whether a call is to be timed. */
    public boolean times(Command command, Request request) {
        return slowLog.times(command, request) || latency.isOn() || distributing;
    }

    public Monitors monitors() {
        return monitors;
    }

    public boolean isMonitored() {
        return !monitors.isEmpty();
    }

    /** Sets what is told what clients do. */
    public void log(ServerLog by) {
        log = by;
    }

    public ServerLog log() {
        return log;
    }

    /** Sets what watches commands; null for nothing. */
    public void observer(CommandObserver by) {
        observer = by;
    }

    /** What watches commands, or null. */
    public CommandObserver observer() {
        return observer;
    }

    /** A command took so long that it is to be found in the slow log. */
    public void slow(SlowLog.Call call, long nanos) {
        slowLog.add(call, nanos);
        log.slowCommand(call.address().isEmpty() ? null : call.address(), call.command(), call.keys(), nanos);
    }

    /** Notes how long a command took. */
    public void took(Command command, long nanos) {
        statistics.took(command, nanos);
        if (distributing) {
            statistics.distribute(command, nanos);
        }
        latency.took(command.has(Flag.FAST) ? "fast-command" : "command", nanos);
    }

    /**
     * Notes how long a call took that was not done at once.
     *
     * @param observation null if nothing observes it
     * @param failure what it has failed with, or null
     */
    public void took(SlowLog.Call call, long nanos, CommandObserver.Observation observation, String failure) {
        Command command = call.command();
        took(command, nanos);
        if (slowLog.isSlow(command, nanos)) {
            slow(call, nanos);
        }
        if (observation != null) {
            observation.end(nanos, failure);
        }
    }
}
