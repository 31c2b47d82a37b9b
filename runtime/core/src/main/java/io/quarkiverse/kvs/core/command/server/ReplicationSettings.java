package io.quarkiverse.kvs.core.command.server;

import io.quarkiverse.kvs.core.command.server.Setting.Bool;
import io.quarkiverse.kvs.core.command.server.Setting.Int;
import io.quarkiverse.kvs.core.command.server.Setting.Text;

/** The parameters of CONFIG GET and CONFIG SET about replicas, and about being one, under Redis's names. */
public final class ReplicationSettings {

    private static final long MEGABYTE = 1 << 20;

    /** How many bytes of the stream are kept for replicas that come back. */
    public final Setting<Long> backlogSize;
    /** For how many seconds, where there is no replica; 0 for ever. */
    public final Setting<Long> backlogTtl;
    /** After how many seconds of silence the other side is taken for gone. */
    public final Setting<Long> timeout;
    /** Every so many seconds, replicas are told that the server is still there. */
    public final Setting<Long> pingPeriod;
    /** Whether a replica answers while it does not hear of its master. */
    public final Setting<Boolean> serveStaleData;
    public final Setting<String> masterUser;
    public final Setting<String> masterPassword;
    public final Setting<Long> priority;
    private final OutputLimits outputLimits;

    ReplicationSettings(Settings settings, OutputLimits outputLimits) {
        this.outputLimits = outputLimits;
        backlogSize = settings.add(new Int("repl-backlog-size", MEGABYTE, 1, Long.MAX_VALUE, true));
        backlogTtl = settings.add(new Int("repl-backlog-ttl", 3600, 0, Long.MAX_VALUE, false));
        timeout = settings.add(new Int("repl-timeout", 60, 1, Integer.MAX_VALUE, false));
        pingPeriod = settings.addWithAlias("repl-ping-slave-period",
                new Int("repl-ping-replica-period", 10, 1, Integer.MAX_VALUE, false));
        serveStaleData = settings.addWithAlias("slave-serve-stale-data", new Bool("replica-serve-stale-data", true));
        masterUser = settings.add(new Text("masteruser", ""));
        masterPassword = settings.add(new Text("masterauth", ""));
        priority = settings.addWithAlias("slave-priority", new Int("replica-priority", 100, 0, Integer.MAX_VALUE, false));
        settings.addWithAlias("slave-read-only", new Bool("replica-read-only", true)).immutable();
    }

    /** How many bytes of the stream may wait for a replica. */
    public long mostWaiting() {
        long hard = outputLimits.value().get(OutputLimits.REPLICA).hard();
        long heap = Runtime.getRuntime().maxMemory() / 4;
        return hard == 0 ? heap : Math.min(hard, heap);
    }

    /** How many may wait for it for {@link #waitingLongNanos()}; 0 for any number. */
    public long mostWaitingLong() {
        return outputLimits.value().get(OutputLimits.REPLICA).soft();
    }

    /** How long that is. */
    public long waitingLongNanos() {
        return outputLimits.value().get(OutputLimits.REPLICA).softSeconds() * 1_000_000_000L;
    }
}
