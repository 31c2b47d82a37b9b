package io.quarkiverse.kvs.cluster;

import java.util.function.Supplier;

import io.quarkiverse.kvs.core.log.Backlog;

/** What is on its way to the other members while this one leads. */
record OnItsWay(Supplier<Reign> reign) implements Backlog {

    @Override
    public boolean isBehind() {
        Reign current = reign.get();
        return current != null && current.isBehind();
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        Reign current = reign.get();
        if (current != null) {
            current.awaitRoom();
        }
    }
}
