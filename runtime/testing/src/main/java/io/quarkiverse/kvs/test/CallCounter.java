package io.quarkiverse.kvs.test;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Counts calls. Safe for use by many threads.
 *
 * @param <C> commands, or other things that are called
 */
final class CallCounter<C> {

    private final Predicate<C> onPurpose;
    private final Map<C, LongAdder> calls = new ConcurrentHashMap<>();

    /** @param onPurpose false for those that clients call by themselves */
    CallCounter(Predicate<C> onPurpose) {
        this.onPurpose = onPurpose;
    }

    void count(C command) {
        calls.computeIfAbsent(command, c -> new LongAdder()).increment();
    }

    long of(Collection<C> commands) {
        return commands.stream().map(calls::get).filter(count -> count != null).mapToLong(LongAdder::sum).sum();
    }

    long total() {
        return of(calls.keySet().stream().filter(onPurpose).toList());
    }

    void clear() {
        calls.clear();
    }
}
