package io.quarkiverse.kvs.runtime.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandObserver;
import io.quarkiverse.kvs.core.command.server.ServerMetrics;
import io.quarkus.runtime.metrics.MetricsFactory;

/** The meters of one command. */
final class CommandMeter implements CommandObserver.Observation {

    private final MetricsFactory.TimeRecorder duration;
    private long succeeded;

    CommandMeter(Meters meters, Command command, Supplier<ServerMetrics> server) {
        String name = command.fullName();
        meters.counter("kvs.commands", "Calls of commands", () -> succeeded(command, server.get()),
                "command", name, "outcome", "success");
        meters.counter("kvs.commands", "Calls of commands", () -> server.get().failed(command),
                "command", name, "outcome", "failed");
        meters.counter("kvs.commands", "Calls of commands", () -> server.get().rejected(command),
                "command", name, "outcome", "rejected");
        duration = meters.timer("kvs.commands.duration", "How long commands take to execute", "command", name);
    }

    /** A call that is going on is counted before it is known to fail; a counter must not go back when it does. */
    private synchronized long succeeded(Command command, ServerMetrics server) {
        long failed = server.failed(command);
        succeeded = Math.max(succeeded, server.calls(command) - failed);
        return succeeded;
    }

    @Override
    public void end(long nanos, String error) {
        if (nanos >= 0) {
            duration.update(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
