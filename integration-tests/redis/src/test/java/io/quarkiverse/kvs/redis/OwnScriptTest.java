package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.redis.ExpectedReplies.CaseReplies;
import io.quarkiverse.kvs.redis.ExpectedReplies.Replies;
import io.quarkiverse.kvs.redis.Script.Case;
import io.quarkiverse.kvs.redis.Script.Step;

/**
 * Scripts of commands that Redis does not have, over TCP, in RESP2 and in RESP3. Each of the expected replies was read and
 * thought about: after {@code -Dkvs.scripts.update}, read what has changed.
 */
class OwnScriptTest {

    private static OwnServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new OwnServer();
        if (System.getProperty("kvs.scripts.update") != null) {
            for (Script script : Script.own()) {
                ExpectedReplies.write(script, replies(script), "this server", OwnScriptTest.class);
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<CaseReplies> replies(Script script) throws InterruptedException {
        List<CaseReplies> cases = new ArrayList<>();
        for (Case of : script.cases()) {
            List<List<String>> resp2 = play(of, 2);
            List<List<String>> resp3 = play(of, 3);
            List<Replies> steps = new ArrayList<>();
            for (int i = 0; i < of.steps().size(); i++) {
                steps.add(new Replies(of.steps().get(i).text(), resp2.get(i), resp3.get(i)));
            }
            cases.add(new CaseReplies(of.title(), steps));
        }
        return cases;
    }

    private static List<List<String>> play(Case of, int version) throws InterruptedException {
        List<List<String>> replies = new ArrayList<>();
        try (ScriptPlayer player = new ScriptPlayer(server.port(), version)) {
            for (Step step : of.steps()) {
                replies.add(player.play(step));
            }
        }
        return replies;
    }

    @TestFactory
    Stream<DynamicContainer> repliesAreAsExpected() throws IOException {
        List<DynamicContainer> containers = new ArrayList<>();
        for (Script script : Script.own()) {
            List<CaseReplies> expected = ExpectedReplies.load(script);
            assertThat(expected).as("the replies to %s", script.file()).hasSameSizeAs(script.cases());
            List<DynamicTest> tests = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                Case of = script.cases().get(i);
                CaseReplies replies = expected.get(i);
                for (int version = 2; version <= 3; version++) {
                    int with = version;
                    tests.add(DynamicTest.dynamicTest(of.title() + " (RESP" + version + ")", () -> compare(of, replies, with)));
                }
            }
            containers.add(DynamicContainer.dynamicContainer(script.file(), tests));
        }
        assertThat(containers).isNotEmpty();
        return containers.stream();
    }

    private static void compare(Case of, CaseReplies expected, int version) throws InterruptedException {
        assertThat(expected.isOf(of)).as("the replies to \"%s\" are those to it as it is now", of.title()).isTrue();
        List<List<String>> replies = play(of, version);
        for (int i = 0; i < replies.size(); i++) {
            Step step = of.steps().get(i);
            assertThat(replies.get(i)).as("line %d: %s", step.line(), step.text())
                    .isEqualTo(expected.steps().get(i).of(version));
        }
    }

    /** What a person types, and what is answered, line by line. */
    @Test
    void orderedMapsInTheLineProtocol() {
        try (LineClient person = new LineClient(server.port())) {
            person.call("FLUSHALL");
            answers(person, "OM.SET files a/1 12 a/2 40 b/1 7", "+3");
            answers(person, "OM.GET files a/1", "+12");
            answers(person, "OM.GET files x", "-nil");
            answers(person, "OM.MGET files a/2 b/1", "*2", "40", "7");
            answers(person, "OM.RANGE files PREFIX a/", "*2", "a/1", "a/2");
            answers(person, "OM.RANGE files PREFIX a/ WITHVALUES", "*4", "a/1", "12", "a/2", "40");
            answers(person, "OM.RANGE files (a/1 + REV", "*0");
            answers(person, "OM.RANGE files + (a/1 REV", "*2", "b/1", "a/2");
            answers(person, "OM.RANGE files a +", "-ERR min or max not valid string range item");
            answers(person, "OM.COUNT files [a/2 +", "+2");
            answers(person, "OM.POPFIRST files", "*2", "a/1", "12");
            answers(person, "OM.WRITE files SET c 1 DEL b/1", "+OK");
            answers(person, "OM.EXISTS files b/1 c", "+1");
            answers(person, "OM.DEL files a/2 c", "+2");
            answers(person, "OM.LEN files", "+0");
            answers(person, "OM.RANGE files - +", "*0");
        }
    }

    private static void answers(LineClient person, String words, String... lines) {
        String first = person.call(words.split(" "));
        List<String> all = new ArrayList<>(List.of(first));
        for (int i = first.startsWith("*") ? Integer.parseInt(first.substring(1)) : 0; i > 0; i--) {
            all.add(person.line());
        }
        assertThat(all).as(words).containsExactly(lines);
    }
}
