package io.quarkiverse.kvs.embedded.page;

// tag::store[]
import java.time.Duration;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.embedded.EmbeddedKvs;

/** Uses the store, and opens no port. */
public class StoreProgram {

    public static void main(String... arguments) {
        try (EmbeddedKvs kvs = EmbeddedKvs.builder().withoutServer().start()) {
            KeyValueStore store = kvs.store();
            store.set("greeting", "hello", Duration.ofMinutes(5));
            store.list("orders").addLast("tea");
            System.out.println(store.get("greeting") + ", " + store.list("orders").range(0, -1));
        }
    }
}
// end::store[]
