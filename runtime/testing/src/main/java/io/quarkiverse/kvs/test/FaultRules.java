package io.quarkiverse.kvs.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandInterceptor.Verdict;

/** Which commands are not executed, and what happens instead. Safe for use by many threads. */
final class FaultRules {

    private static final class Next {
        final Set<Command> commands;
        final Verdict verdict;
        int left;

        Next(int left, Set<Command> commands, Verdict verdict) {
            this.left = left;
            this.commands = commands;
            this.verdict = verdict;
        }
    }

    private final List<Next> next = new ArrayList<>();
    private final Map<Command, Verdict> always = new HashMap<>();

    /** @param commands null for all but those that clients call by themselves */
    synchronized void next(int calls, Set<Command> commands, Verdict verdict) {
        if (calls < 1) {
            throw new IllegalArgumentException("the next " + calls + " calls are none");
        }
        next.add(new Next(calls, commands, verdict));
    }

    synchronized void always(Set<Command> commands, Verdict verdict) {
        commands.forEach(command -> always.put(command, verdict));
    }

    synchronized void clear() {
        next.clear();
        always.clear();
    }

    /** What happens to a call, which is thereby used up; null if it is to be executed. */
    synchronized Verdict take(Command command) {
        for (Iterator<Next> rules = next.iterator(); rules.hasNext();) {
            Next rule = rules.next();
            if (rule.commands == null ? Commands.isOnPurpose(command) : rule.commands.contains(command)) {
                if (--rule.left == 0) {
                    rules.remove();
                }
                return rule.verdict;
            }
        }
        return always.get(command);
    }
}
