package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.it.client.RespConnection;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Several clients, on the two event loops of the server, execute random commands on the same few keys at the same time. What
 * the log says of it, replayed, makes what is left: in another store, and in a real Redis.
 */
class ReplayPropertiesTest {

    private static RecordingServer server;
    private static OwnServer other;
    /** Null where it is not installed. */
    private static LoadingRedis redis;

    @BeforeContainer
    static void start() throws Exception {
        server = new RecordingServer();
        other = new OwnServer();
        redis = RedisProcess.isInstalled() ? new LoadingRedis(Files.createTempDirectory(Path.of("target"), "redis")) : null;
    }

    @AfterContainer
    static void stop() throws Exception {
        server.close();
        other.close();
        if (redis != null) {
            redis.close();
        }
    }

    @Property(tries = 150)
    void whatTheLogSaysIsWhatHappened(
            @ForAll("sequences") @Size(min = 3, max = 3) List<List<List<String>>> clients) throws Exception {
        replay(clients, true);
    }

    /** The same of commands that Redis 7.0 does not have. */
    @Property(tries = 100)
    void whatTheLogSaysOfLaterCommandsIsWhatHappened(
            @ForAll("laterSequences") @Size(min = 3, max = 3) List<List<List<String>>> clients) throws Exception {
        replay(clients, false);
    }

    private static void replay(List<List<List<String>>> clients, boolean redisKnows) throws Exception {
        try (RespConnection connection = new RespConnection(server.port())) {
            server.forgetRecords();
            connection.call("FLUSHALL");
        }
        CompletableFuture<?>[] done = clients.stream().map(commands -> CompletableFuture.runAsync(() -> execute(commands)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(done).get();

        Map<String, String> left = DataImage.of(server.port(), Long.MIN_VALUE);
        List<ChangeRecord> records = server.records();
        LogReplay replay = new LogReplay(other.state());
        records.forEach(replay::apply);
        assertThat(DataImage.of(other.port(), Long.MIN_VALUE)).as(() -> RecordingServer.text(records)).isEqualTo(left);
        if (redis != null && redisKnows) {
            redis.load(RecordingServer.stream(records), RecordingServer.parameters(other.state()));
            assertThat(DataImage.of(redis.port(), Long.MIN_VALUE)).as(() -> "Redis: " + RecordingServer.text(records))
                    .isEqualTo(left);
        }
    }

    private static void execute(List<List<String>> commands) {
        try (RespConnection connection = new RespConnection(server.port())) {
            List<String> replies = new ArrayList<>();
            for (List<String> command : commands) {
                // Parameters are not part of the data.
                if (!command.get(0).equals("CONFIG")) {
                    connection.send(command);
                    replies.add(connection.read());
                }
            }
            assertThat(replies).noneMatch(reply -> reply.startsWith("(timeout)"));
        }
    }

    @Provide
    Arbitrary<List<List<List<String>>>> laterSequences() {
        return Arbitraries.oneOf(List.of(RandomCommands.later(), RandomCommands.later(), RandomCommands.later(),
                RandomCommands.transactions())).list().ofMaxSize(40).list().ofSize(3);
    }

    @Provide
    Arbitrary<List<List<List<String>>>> sequences() {
        return Arbitraries.oneOf(List.of(RandomCommands.strings(), RandomCommands.lists(), RandomCommands.hashes(),
                RandomCommands.sets(), RandomCommands.sortedSets(), RandomCommands.bitmaps(), RandomCommands.hyperLogLogs(),
                RandomCommands.keys(), RandomCommands.transactions(), RandomCommands.dumps(), RandomCommands.sorting(),
                RandomCommands.places(), RandomCommands.streams(), RandomCommands.streams())).list().ofMaxSize(40).list()
                .ofSize(3);
    }
}
