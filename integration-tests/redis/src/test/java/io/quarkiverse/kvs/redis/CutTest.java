package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Cut;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.rdb.RdbFileReader;
import io.quarkiverse.kvs.core.store.rdb.RdbFileWriter;
import io.quarkiverse.kvs.core.store.rdb.RdbLoader;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.redis.RecordingServer.Point;
import io.quarkiverse.kvs.redis.Script.Case;
import io.quarkiverse.kvs.redis.Script.Step;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/**
 * A cut that is made in the middle of a script, and visited when the script has ended: it has what there was in the middle,
 * and nothing of what the commands behind it have edited.
 */
class CutTest {

    private static RecordingServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RecordingServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @TestFactory
    Stream<DynamicContainer> scripts() throws IOException {
        return Stream.concat(Script.all().stream(), Script.own().stream())
                .map(script -> DynamicContainer.dynamicContainer(script.path().getFileName().toString(),
                        script.cases().stream().map(of -> DynamicTest.dynamicTest(of.title(), () -> cutInTheMiddle(of)))));
    }

    private static void cutInTheMiddle(Case of) throws Exception {
        // Some forms of values remember more than others: whether a zero is negative. A file says nothing of them.
        assumeThat(of.steps()).noneMatch(step -> step.text().contains("CONFIG SET"));
        List<Point> points = new ArrayList<>();
        List<Cut> cuts = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        try (ScriptPlayer player = new ScriptPlayer(server.port(), 2)) {
            int steps = 0;
            for (Step step : of.steps()) {
                player.play(step);
                steps++;
                // In thirds, as there is one at a time.
                if (steps * 3 % of.steps().size() < 3) {
                    end(cuts, files);
                    points.add(server.point());
                    cuts.add(cut());
                }
            }
            end(cuts, files);
        }
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            byte[] file = files.get(i);
            assertThat(List.of(digest(file, point.from(), point), digest(file, point.to(), point))).contains(point.digest());
        }
    }

    private static Cut cut() {
        Gate gate = new Gate(server.state().store());
        gate.open(Store.ALL, System.currentTimeMillis());
        try {
            return Cut.of(gate);
        } finally {
            gate.close();
        }
    }

    /** Visits the last cut. */
    private static void end(List<Cut> cuts, List<byte[]> files) throws IOException {
        if (files.size() < cuts.size()) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            RdbFileWriter writer = new RdbFileWriter(file, null, true);
            writer.begin();
            try (Cut cut = cuts.get(cuts.size() - 1)) {
                cut.forEach(new Cut.Visitor() {
                    private int current = -1;

                    private void select(int database) throws IOException {
                        if (database != current) {
                            current = database;
                            writer.database(database, cut.size(database), cut.expiring(database));
                        }
                    }

                    @Override
                    public void string(int database, Bytes key, Bytes value, long expireAt, Cut.Use use) throws IOException {
                        select(database);
                        writer.entry(key, value, expireAt);
                    }

                    @Override
                    public void value(int database, Bytes key, Value value, long expireAt, Cut.Use use) throws IOException {
                        select(database);
                        writer.entry(key, value, expireAt);
                    }
                });
            }
            writer.end();
            files.add(file.toByteArray());
        }
    }

    /** A number of the data in a file, without keys that have expired at an instant. */
    private static String digest(byte[] file, long now, Point point) throws IOException {
        AtomicLong clock = new AtomicLong(now);
        ServerState state = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), clock::get,
                System::nanoTime);
        List<String> words = new ArrayList<>(List.of("CONFIG", "SET"));
        // How values are stored depends on them, and whether a zero is negative on that.
        words.addAll(point.parameters());
        new InProcessStore(state).execute(words.toArray(String[]::new));
        new RdbFileReader(new ByteArrayInputStream(file), file.length, state.settings().valueLimits(), true)
                .read(new RdbLoader(state.store(), now, RdbLoader.Expired.DROPPED, RdbLoader.Duplicates.REFUSED, function -> {
                }));
        return RecordingServer.digest(state);
    }
}
