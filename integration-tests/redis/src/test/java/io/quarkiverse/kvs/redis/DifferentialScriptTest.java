package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.redis.ExpectedReplies.CaseReplies;
import io.quarkiverse.kvs.redis.ExpectedReplies.Replies;
import io.quarkiverse.kvs.redis.Script.Case;
import io.quarkiverse.kvs.redis.Script.Step;

/**
 * Every script, in RESP2 and in RESP3: this server replies what is expected, and so does a real Redis, where it is
 * installed. With {@code -Dkvs.scripts.update}, the expected replies are first taken from Redis anew.
 */
class DifferentialScriptTest {

    private static final String UPDATE = "kvs.scripts.update";
    private static final String HOW_TO_UPDATE = "run ./mvnw -pl runtime test -Dtest=DifferentialScriptTest -D" + UPDATE
            + " with Redis 7.0 installed, and commit what it leaves";

    private static OwnServer own;
    private static RedisProcess redis;

    @BeforeAll
    static void start() throws Exception {
        own = new OwnServer();
        redis = RedisProcess.isInstalled() ? RedisProcess.start() : null;
        if (System.getProperty(UPDATE) != null) {
            assertThat(redis).as("Redis, to take replies from").isNotNull();
            for (Script script : Script.all()) {
                ExpectedReplies.write(script, repliesOfRedis(script), "Redis 7.0", DifferentialScriptTest.class);
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        own.close();
        if (redis != null) {
            redis.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> thisServerRepliesAsExpected() throws IOException {
        return scripts(own.port());
    }

    @TestFactory
    Stream<? extends DynamicNode> redisRepliesAsExpected() throws IOException {
        if (redis == null) {
            // A test, and not only its factory, or no report would say that it was skipped.
            return Stream.of(DynamicTest.dynamicTest("all scripts", RedisProcess::assumeInstalled));
        }
        return scripts(redis.port());
    }

    @Test
    void noRepliesAreExpectedWithoutAScript() throws IOException {
        List<Path> expected = Script.all().stream().map(ExpectedReplies::file).toList();
        try (Stream<Path> files = Files.list(Script.FOLDER)) {
            assertThat(files.filter(file -> file.toString().endsWith(".replies")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Stream<DynamicContainer> scripts(int port) throws IOException {
        List<DynamicContainer> containers = new ArrayList<>();
        for (Script script : Script.all()) {
            List<CaseReplies> replies = ExpectedReplies.load(script);
            List<DynamicTest> tests = new ArrayList<>();
            for (int i = 0; i < script.cases().size(); i++) {
                Case of = script.cases().get(i);
                CaseReplies expected = i < replies.size() ? replies.get(i) : new CaseReplies("none", List.of());
                for (int version = 2; version <= 3; version++) {
                    int with = version;
                    tests.add(DynamicTest.dynamicTest(of.title() + " (RESP" + version + ")",
                            () -> play(script, of, expected, port, with)));
                }
            }
            containers.add(DynamicContainer.dynamicContainer(script.file(), tests));
        }
        assertThat(containers).isNotEmpty();
        return containers.stream();
    }

    private static void play(Script script, Case of, CaseReplies expected, int port, int version) throws InterruptedException {
        assertThat(expected.isOf(of)).as("the replies to \"%s\" in %s are those to it as it is now; if not, %s", of.title(),
                ExpectedReplies.file(script), HOW_TO_UPDATE).isTrue();
        try (ScriptPlayer player = new ScriptPlayer(port, version)) {
            for (int i = 0; i < of.steps().size(); i++) {
                Step step = of.steps().get(i);
                assertThat(player.play(step)).as("%s:%d %s", script.file(), step.line(), step.text())
                        .isEqualTo(expected.steps().get(i).of(version));
            }
        }
    }

    private static List<CaseReplies> repliesOfRedis(Script script) throws InterruptedException {
        List<CaseReplies> cases = new ArrayList<>();
        for (Case of : script.cases()) {
            List<List<String>> resp2 = repliesOfRedis(script, of, 2);
            List<List<String>> resp3 = repliesOfRedis(script, of, 3);
            List<Replies> steps = new ArrayList<>();
            for (int i = 0; i < of.steps().size(); i++) {
                steps.add(new Replies(of.steps().get(i).text(), resp2.get(i), resp3.get(i)));
            }
            cases.add(new CaseReplies(of.title(), steps));
        }
        return cases;
    }

    /** The replies to each step of a case. */
    private static List<List<String>> repliesOfRedis(Script script, Case of, int version) throws InterruptedException {
        List<List<String>> replies = new ArrayList<>();
        try (ScriptPlayer player = new ScriptPlayer(redis.port(), version)) {
            for (Step step : of.steps()) {
                List<String> texts = player.play(step);
                assertThat(texts).as("%s:%d waits for more than Redis sends", script.file(), step.line())
                        .noneMatch(text -> text.startsWith(RespConnection.TIMEOUT));
                replies.add(texts);
            }
        }
        return replies;
    }
}
