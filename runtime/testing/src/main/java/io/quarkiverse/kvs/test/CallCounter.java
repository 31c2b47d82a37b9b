package io.quarkiverse.kvs.test;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.quarkiverse.kvs.core.command.Command;

/** Counts calls of commands. Safe for use by many threads. */
final class CallCounter {

    private final Map<Command, LongAdder> calls = new ConcurrentHashMap<>();

    void count(Command command) {
        calls.computeIfAbsent(command, c -> new LongAdder()).increment();
    }

    long of(Collection<Command> commands) {
        return commands.stream().map(calls::get).filter(count -> count != null).mapToLong(LongAdder::sum).sum();
    }

    long total() {
        return of(calls.keySet().stream().filter(Commands::isOnPurpose).toList());
    }

    void clear() {
        calls.clear();
    }
}
