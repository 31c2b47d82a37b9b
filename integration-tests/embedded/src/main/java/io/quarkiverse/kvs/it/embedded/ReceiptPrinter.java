package io.quarkiverse.kvs.it.embedded;

// tag::printer[]
import java.time.Duration;
import java.util.concurrent.ExecutorService;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;

/** Waits for receipts, and notes for each that one copy was printed. */
@ApplicationScoped
public class ReceiptPrinter {

    @Inject
    KeyValueStore store;

    @Inject
    ReactiveKeyValueStore reactive;

    @Inject
    @VirtualThreads
    ExecutorService threads;

    void start(@Observes StartupEvent event) {
        threads.execute(this::print);
    }

    private void print() {
        try {
            while (true) {
                String receipt = reactive.list("receipts").removeFirst(Duration.ZERO).await().indefinitely();
                store.list("printed:" + receipt).addLast("one copy");
            }
        } catch (KvsException e) {
            // The application is stopping.
        }
    }
}
// end::printer[]
