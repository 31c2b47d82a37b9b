package io.quarkiverse.kvs.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.core.command.LogReplay;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.redis.RecordingServer.Point;
import io.quarkiverse.kvs.redis.Script.Case;
import io.quarkiverse.kvs.redis.Script.Step;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/**
 * The log of every script, replayed: step by step into another store, into a store of another process, whose keys have other
 * hashes, and into a real Redis. Each holds then what the server held at that record.
 */
class ReplayTest {

    /** Keys that expire within this time after a case are not compared, in milliseconds: that takes a while. */
    private static final long SOON = 60_000;

    @TempDir
    static Path folder;

    private static RecordingServer server;
    private static List<String> defaults;
    /** Null where it is not installed. */
    private static LoadingRedis redis;
    private static final List<String> inputs = new ArrayList<>();
    private static final List<String> digests = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = new RecordingServer();
        defaults = server.point().parameters();
        redis = RedisProcess.isInstalled() ? new LoadingRedis(Files.createDirectory(folder.resolve("redis"))) : null;
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        if (redis != null) {
            redis.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> scripts() throws IOException {
        Stream<DynamicContainer> cases = Stream.concat(Script.all().stream().map(script -> replayed(script, true)),
                Script.own().stream().map(script -> replayed(script, false)));
        return Stream.concat(cases, Stream.of(DynamicContainer.dynamicContainer("another process",
                Stream.of(DynamicTest.dynamicTest("replays all of them", ReplayTest::replayElsewhere)))));
    }

    private static DynamicContainer replayed(Script script, boolean redisKnows) {
        return DynamicContainer.dynamicContainer(script.file(), script.cases().stream()
                .map(of -> DynamicTest.dynamicTest(of.title(), () -> replay(of, redisKnows ? redis : null))));
    }

    /** @param redis null if it does not replay this */
    private static void replay(Case of, LoadingRedis redis) throws Exception {
        server.forgetRecords();
        List<Point> points = new ArrayList<>();
        points.add(server.point());
        Map<String, String> image;
        long soon;
        try (ScriptPlayer player = new ScriptPlayer(server.port(), 2)) {
            for (Step step : of.steps()) {
                player.play(step);
                points.add(server.point());
            }
            soon = System.currentTimeMillis() + SOON;
            image = redis == null ? null : DataImage.of(server.port(), soon);
            points.add(server.point());
        }
        List<ChangeRecord> records = server.records();
        replayStepByStep(records, points);
        byte[] stream = RecordingServer.stream(records);
        // The log says nothing of parameters, and some forms of values remember more than others: whether a zero is negative.
        boolean sameParameters = points.stream().map(Point::parameters).distinct().count() == 1;
        if (redis != null && sameParameters) {
            redis.load(stream, points.get(0).parameters());
            assertThat(DataImage.of(redis.port(), soon)).as(() -> "in Redis, after\n" + RecordingServer.text(records))
                    .isEqualTo(image);
        }
        Point last = points.get(points.size() - 1);
        if (points.stream().anyMatch(point -> !point.parameters().equals(defaults))) {
            // The other process knows nothing of parameters.
            return;
        }
        Path file = folder.resolve(inputs.size() + ".aof");
        Files.write(file, stream);
        inputs.add(last.to() + " " + file);
        digests.add(last.digest());
    }

    private static void replayStepByStep(List<ChangeRecord> records, List<Point> points) {
        AtomicLong clock = new AtomicLong();
        ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), clock::get,
                System::nanoTime);
        LogReplay replay = new LogReplay(state);
        int next = 0;
        // The first point was before the first record.
        for (Point point : points.subList(1, points.size())) {
            set(state, point.parameters());
            for (; next < records.size() && records.get(next).sequence() <= point.sequence(); next++) {
                replay.apply(records.get(next));
            }
            int replayed = next;
            assertThat(List.of(digest(state, clock, point.from()), digest(state, clock, point.to())))
                    .as(() -> "after\n" + RecordingServer.text(records.subList(0, replayed))).contains(point.digest());
        }
    }

    /** A number of the data, without keys that have expired at an instant. */
    private static String digest(ServerState state, AtomicLong clock, long now) {
        clock.set(now);
        return RecordingServer.digest(state);
    }

    private static void set(ServerState state, List<String> parameters) {
        List<String> words = new ArrayList<>(List.of("CONFIG", "SET"));
        words.addAll(parameters);
        new InProcessStore(state).execute(words.toArray(String[]::new));
    }

    private static void replayElsewhere() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ReplayedElsewhere.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (OutputStream input = process.getOutputStream()) {
            for (String line : inputs) {
                input.write((line + "\n").getBytes(UTF_8));
            }
        }
        assertThat(process.inputReader().lines().toList()).isNotEmpty().isEqualTo(digests);
        assertThat(process.waitFor()).isZero();
    }
}
