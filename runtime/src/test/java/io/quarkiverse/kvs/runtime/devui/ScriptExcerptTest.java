package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/** An error of a script is shown with the line where it happened. */
class ScriptExcerptTest {

    private static final String THIRD_LINE_FAILS = "local a = 1\nlocal b = 2\nreturn a .. {}\n-- four\n-- five\n-- six";

    private static final String THIRD = "\n\n    1 | local a = 1\n    2 | local b = 2\n  > 3 | return a .. {}\n    4 | -- four\n"
            + "    5 | -- five";

    private final ServerState server = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()), () -> 1000,
            () -> 0);
    private final InProcessStore store = new InProcessStore(server);

    private String excerpt(String... words) {
        try {
            store.execute(words);
            return "no error";
        } catch (KvsException e) {
            byte[][] bytes = Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
            return ScriptExcerpt.of(server, bytes, e.getMessage());
        }
    }

    @Test
    void scripts() {
        assertThat(excerpt("EVAL", THIRD_LINE_FAILS, "0")).isEqualTo(THIRD);
        assertThat(excerpt("eval_ro", THIRD_LINE_FAILS, "0")).isEqualTo(THIRD);
        String sha = store.execute("SCRIPT", "LOAD", THIRD_LINE_FAILS).asString();
        assertThat(excerpt("EVALSHA", sha, "0")).isEqualTo(THIRD);
        assertThat(excerpt("EVAL", "return redis.call('INCRBY', 'a',\n 'x')", "0")).contains("> ").contains("redis.call");
    }

    @Test
    void whatDoesNotCompile() {
        assertThat(excerpt("EVAL", "return 1\n+\nend", "0")).isEqualTo("\n\n    1 | return 1\n    2 | +\n  > 3 | end");
        assertThat(excerpt("SCRIPT", "LOAD", "x x")).isEqualTo("\n\n  > 1 | x x");
        assertThat(excerpt("FUNCTION", "LOAD", "REPLACE", "#!lua name=l\nreturn )")).contains("  > 2 | return )");
    }

    @Test
    void functions() {
        store.execute("FUNCTION", "LOAD", "#!lua name=l\nlocal function f(keys)\n  return keys.x.y\nend\n"
                + "redis.register_function('f', f)");
        assertThat(excerpt("FCALL", "f", "0")).contains("  > 3 |   return keys.x.y\n    4 | end");
    }

    @Test
    void otherErrorsHaveNone() {
        store.set("a", "x");
        assertThat(excerpt("INCR", "a")).isEmpty();
        assertThat(excerpt("EVALSHA", "0".repeat(40), "0")).isEmpty();
        assertThat(ScriptExcerpt.of(server, new byte[][] { "FCALL".getBytes(UTF_8), "none".getBytes(UTF_8) },
                "user_function:1: x")).isEmpty();
        assertThat(ScriptExcerpt.of(server, new byte[][] { "EVAL".getBytes(UTF_8), "x".getBytes(UTF_8) }, "user_script:9: x"))
                .isEmpty();
        assertThat(excerpt("EVAL", "return x .. '" + "y".repeat(500) + "'", "0")).hasSizeLessThan(300).endsWith(" ...");
    }
}
