package io.quarkiverse.kvs.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Which calls are not executed, and what happens instead. Safe for use by many threads.
 *
 * @param <C> commands, or other things that are called
 * @param <F> what happens
 */
final class FaultRules<C, F> {

    private static final class Next<C, F> {
        final @Nullable Set<C> commands;
        final F fault;
        int left;

        Next(int left, @Nullable Set<C> commands, F fault) {
            this.left = left;
            this.commands = commands;
            this.fault = fault;
        }
    }

    private final Predicate<C> onPurpose;
    private final List<Next<C, F>> next = new ArrayList<>();
    private final Map<C, F> always = new HashMap<>();

    /** @param onPurpose false for those that clients call by themselves */
    FaultRules(Predicate<C> onPurpose) {
        this.onPurpose = onPurpose;
    }

    /** @param commands null for all but those that clients call by themselves */
    synchronized void next(int calls, @Nullable Set<C> commands, F fault) {
        if (calls < 1) {
            throw new IllegalArgumentException("the next " + calls + " calls are none");
        }
        next.add(new Next<>(calls, commands, fault));
    }

    synchronized void always(Set<C> commands, F fault) {
        commands.forEach(command -> always.put(command, fault));
    }

    synchronized void clear() {
        next.clear();
        always.clear();
    }

    /** What happens to a call, which is thereby used up; null if it is to be executed. */
    synchronized @Nullable F take(C command) {
        for (Iterator<Next<C, F>> rules = next.iterator(); rules.hasNext();) {
            Next<C, F> rule = rules.next();
            if (rule.commands == null ? onPurpose.test(command) : rule.commands.contains(command)) {
                if (--rule.left == 0) {
                    rules.remove();
                }
                return rule.fault;
            }
        }
        return always.get(command);
    }
}
