package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.redis.Script.Case;
import io.quarkiverse.kvs.redis.Script.Comparison;
import io.quarkiverse.kvs.redis.Script.Kind;
import io.quarkiverse.kvs.redis.Script.Step;

/** Every script, played to this server and to a real Redis: the replies are the same, in RESP2 and in RESP3. */
class DifferentialScriptTest extends BesideRedis {

    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    @TestFactory
    Stream<DynamicContainer> scripts() throws IOException {
        List<Script> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : files.sorted().toList()) {
                scripts.add(Script.load(file));
            }
        }
        assertThat(scripts).isNotEmpty();
        return scripts.stream().map(script -> DynamicContainer.dynamicContainer(script.file(),
                script.cases().stream().flatMap(of -> Stream.of(2, 3).map(version -> DynamicTest
                        .dynamicTest(of.title() + " (RESP" + version + ")", () -> play(script, of, version))))));
    }

    private void play(Script script, Case of, int version) throws InterruptedException {
        try (Player redis = new Player(servers.redisPort(), version); Player own = new Player(servers.ownPort(), version)) {
            for (Step step : of.steps()) {
                List<String> expected = redis.play(step);
                if (step.count() > 0) {
                    assertThat(expected).as("%s:%d waits in vain", script.file(), step.line())
                            .noneMatch(reply -> reply.startsWith("(timeout)"));
                }
                List<String> actual = own.play(step);
                if (step.count() > 0) {
                    assertThat(expected).as("%s:%d waits for more than Redis sends", script.file(), step.line())
                            .noneMatch(reply -> reply.startsWith("(timeout)"));
                }
                assertThat(normalized(actual, step)).as("%s:%d %s", script.file(), step.line(), step.words())
                        .isEqualTo(normalized(expected, step));
            }
        }
    }

    private static List<String> normalized(List<String> replies, Step step) {
        return replies.stream().map(reply -> normalized(reply, step.comparison())).toList();
    }

    private static String normalized(String reply, Comparison comparison) {
        return switch (comparison) {
            case EXACT -> reply;
            case TYPE -> reply.substring(0, 1);
            // Good enough for flat replies: their lines, sorted.
            case ANY_ORDER -> reply.lines().sorted(Comparator.naturalOrder()).toList().toString();
        };
    }

    /** One server, with as many connections as a case asks for. */
    private static final class Player implements AutoCloseable {

        private static final Pattern BLOCKED_CLIENTS = Pattern.compile("blocked_clients:(\\d+)");

        private final int port;
        private final int version;
        private final Map<String, RespConnection> connections = new HashMap<>();
        private final Map<String, String> ids = new HashMap<>();

        Player(int port, int version) {
            this.port = port;
            this.version = version;
            try (RespConnection connection = new RespConnection(port)) {
                connection.call("FLUSHALL");
                connection.call("CONFIG", "RESETSTAT");
                connection.call("CONFIG", "SET", "notify-keyspace-events", "");
                connection.call("CONFIG", "SET", "maxmemory", "0", "maxmemory-policy", "noeviction");
            }
        }

        List<String> play(Step step) throws InterruptedException {
            if (step.kind() == Kind.SLEEP) {
                // Once for both servers would do, but then the scripts would have to know of two.
                Thread.sleep(Long.parseLong(step.words().get(0)));
                return List.of();
            }
            RespConnection connection = connections.computeIfAbsent(step.connection(), name -> connect());
            if (step.kind() == Kind.BLOCK) {
                ids.computeIfAbsent(step.connection(), name -> connection.call("CLIENT", "ID").substring(1).strip());
                int others = blocked();
                connection.send(step.words());
                await(step, others + 1);
                return List.of();
            }
            if (step.kind() == Kind.CLOSE) {
                int before = blocked();
                connections.remove(step.connection()).close();
                ids.remove(step.connection());
                await(step, before - 1);
                return List.of();
            }
            if (step.kind() == Kind.COMMAND) {
                connection.send(withIds(step.words()));
            } else if (step.kind() == Kind.RAW) {
                connection.sendRaw(step.words().get(0));
            } else if (step.count() == 0) {
                return List.of(connection.readFor(50));
            }
            List<String> replies = new ArrayList<>();
            for (int i = 0; i < step.count(); i++) {
                replies.add(connection.read());
            }
            return replies;
        }

        private List<String> withIds(List<String> words) {
            return words.stream().map(word -> word.startsWith("@") ? ids.getOrDefault(word.substring(1), word) : word).toList();
        }

        private void await(Step step, int count) throws InterruptedException {
            for (int i = 0; blocked() != count; i++) {
                assertThat(i).as("line %d: %d clients are to be blocked, not %d", step.line(), count, blocked())
                        .isLessThan(400);
                Thread.sleep(5);
            }
        }

        /** How many clients wait, the server says. */
        private int blocked() {
            String info = connections.computeIfAbsent("(control)", name -> new RespConnection(port)).call("INFO", "clients");
            Matcher matcher = BLOCKED_CLIENTS.matcher(info);
            assertThat(matcher.find()).as(info).isTrue();
            return Integer.parseInt(matcher.group(1));
        }

        private RespConnection connect() {
            RespConnection connection = new RespConnection(port);
            if (version == 3) {
                connection.call("HELLO", "3");
            }
            return connection;
        }

        @Override
        public void close() {
            connections.values().forEach(RespConnection::close);
        }
    }
}
