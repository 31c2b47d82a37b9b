package io.quarkiverse.kvs.embedded.page;

// tag::server[]
import java.nio.file.Path;

import io.quarkiverse.kvs.core.log.FsyncPolicy;
import io.quarkiverse.kvs.embedded.EmbeddedKvs;

/** Serves Redis clients until Ctrl+C is pressed, and keeps the data in files. */
public class ServerProgram {

    public static void main(String... arguments) {
        EmbeddedKvs kvs = EmbeddedKvs.builder()
                .port(Integer.parseInt(arguments[0]))
                .appendOnly(Path.of(arguments[1]), FsyncPolicy.EVERYSEC)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            kvs.close();
            System.out.println("Stopped");
        }));
        System.out.println("Listening: " + kvs.server().uri());
    }
}
// end::server[]
