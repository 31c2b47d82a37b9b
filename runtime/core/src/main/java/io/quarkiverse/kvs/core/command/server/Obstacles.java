package io.quarkiverse.kvs.core.command.server;

import java.util.ArrayList;
import java.util.List;

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
        together = now.isEmpty() ? null : now.size() == 1 ? now.get(0) : (command, session) -> {
            for (Obstacle obstacle : now) {
                String refusal = obstacle.refusal(command, session);
                if (refusal != null) {
                    return refusal;
                }
            }
            return null;
        };
    }

    /** All of them as one; null if there are none. */
    public Obstacle together() {
        return together;
    }
}
