package io.quarkiverse.kvs.runtime.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandObserver;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerMetrics;

/**
 * The meters of the commands that were called: those of a command are made when it is called for the first time, because
 * meters of all that can be called would be a thousand, nearly all of them zero.
 */
final class CommandMeters implements CommandObserver {

    private final Meters meters;
    private final Supplier<ServerMetrics> server;
    /** By the numbers of commands. */
    private final AtomicReferenceArray<CommandMeter> commands = new AtomicReferenceArray<>(Command.count());

    CommandMeters(Meters meters, Supplier<ServerMetrics> server) {
        this.meters = meters;
        this.server = server;
    }

    @Override
    public Observation begin(Command command, Session session, Observation transaction) {
        return of(command);
    }

    @Override
    public void rejected(Command command, Session session, String error) {
        if (command != null) {
            of(command);
        }
    }

    private CommandMeter of(Command command) {
        CommandMeter meter = commands.get(command.number());
        return meter != null ? meter : make(command);
    }

    private synchronized CommandMeter make(Command command) {
        CommandMeter meter = commands.get(command.number());
        if (meter == null) {
            meter = new CommandMeter(meters, command, server);
            commands.set(command.number(), meter);
        }
        return meter;
    }
}
