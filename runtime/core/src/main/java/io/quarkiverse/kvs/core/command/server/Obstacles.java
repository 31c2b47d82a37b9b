package io.quarkiverse.kvs.core.command.server;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.Session;

/** What keeps commands from being executed at the moment. Safe for use by many threads. */
public final class Obstacles {

    private final List<Obstacle> all = new ArrayList<>();
    private volatile Obstacle together;

    /** Adds one, if it is not there. */
    public synchronized void add(Obstacle obstacle) {
        if (!all.contains(obstacle)) {
            all.add(obstacle);
            changed();
        }
    }

    /** Removes one, if it is there. */
    public synchronized void remove(Obstacle obstacle) {
        if (all.remove(obstacle)) {
            changed();
        }
    }

    private void changed() {
        List<Obstacle> now = List.copyOf(all);
        together = now.isEmpty() ? null
                : now.size() == 1 ? now.get(0)
                        : (command, session, context) -> first(now, command, session, context);
    }

    /** All of them as one; null if there are none. */
    public Obstacle together() {
        return together;
    }

    private static String first(List<Obstacle> all, Command command, Session session, CommandContext context) {
        for (Obstacle obstacle : all) {
            String refusal = obstacle.refusal(command, session, context);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }
}
