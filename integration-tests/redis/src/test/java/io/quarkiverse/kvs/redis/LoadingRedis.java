package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/** A real Redis that loads append-only files, one after the other, each in the place of all it had. */
final class LoadingRedis implements AutoCloseable {

    private static final String INCREMENT = "appendonlydir/appendonly.aof.1.incr.aof";

    private final RedisProcess redis;
    private final Path increment;

    LoadingRedis(Path folder) throws IOException, InterruptedException {
        redis = RedisProcess.start(folder, "--appendonly", "yes", "--appendfsync", "no");
        increment = folder.resolve(INCREMENT);
        // It may accept connections before it has made its files.
        Await.until(increment + " exists", () -> Files.exists(increment));
    }

    int port() {
        return redis.port();
    }

    /** Loads a file, with some parameters; what it holds is all there is then. */
    void load(byte[] appendOnlyFile, List<String> parameters) throws IOException {
        Files.write(increment, appendOnlyFile);
        try (RespConnection connection = new RespConnection(port())) {
            List<String> words = new ArrayList<>(List.of("CONFIG", "SET"));
            words.addAll(parameters);
            assertThat(connection.call(words.toArray(String[]::new))).isEqualTo("+OK\r\n");
            assertThat(connection.call("DEBUG", "LOADAOF")).isEqualTo("+OK\r\n");
        }
    }

    @Override
    public void close() throws InterruptedException {
        redis.close();
    }
}
