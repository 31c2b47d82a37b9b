package io.quarkiverse.kvs.embedded;

// tag::server[]
import java.nio.file.Path;

import io.quarkiverse.kvs.core.log.FsyncPolicy;

/** Serves Redis clients until it is interrupted, and keeps the data in files. */
class ServerProgram {

    public static void main(String... arguments) throws InterruptedException {
        try (EmbeddedKvs kvs = EmbeddedKvs.builder()
                .port(Integer.parseInt(arguments[0]))
                .appendOnly(Path.of(arguments[1]), FsyncPolicy.EVERYSEC)
                .start()) {
            System.out.println("Listening: " + kvs.server().uri());
            Thread.currentThread().join();
        }
    }
}
// end::server[]
