package io.quarkiverse.kvs.runtime.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;

/** Scripts and functions that the application runs. */
@Timeout(60)
class ScriptsAndFunctionsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TAKE = "#!lua name=stock\nlocal calls = 0\nredis.register_function('take', function(keys, args)\n"
            + "  calls = calls + 1\n  return redis.call('DECRBY', keys[1], args[1])\nend)\n"
            + "redis.register_function('calls', function() return calls end)\n"
            + "redis.register_function('fails', function()\n  error('no')\nend)";

    private final ServerState server = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final InProcessStore store = new InProcessStore(server);
    private final ReactiveStore reactive = new ReactiveStore(server);

    @Test
    void scriptsGetKeysAndArguments() {
        Reply reply = store.eval("return {KEYS[1], KEYS[2], ARGV[1], #KEYS, #ARGV}", List.of("a", "b"), "ü");
        assertThat(reply)
                .isEqualTo(new Reply.Array(List.of(bulk("a"), bulk("b"), bulk("ü"), new Reply.Int(2), new Reply.Int(1))));
        assertThat(store.eval("return redis.call('SET', KEYS[1], ARGV[1])", List.of("k"), "v").asString()).isEqualTo("OK");
        assertThat(store.get("k")).isEqualTo("v");
        assertThat(store.eval("return false", List.of()).isNil()).isTrue();
        assertThat(store.eval("redis.setresp(3) return {map={a=1}}", List.of()).asMap())
                .isEqualTo(Map.of(bulk("a"), new Reply.Int(1)));
    }

    @Test
    void errorsTellTheLine() {
        assertThatThrownBy(() -> store.eval("\n\nerror('no')", List.of())).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("ERR user_script:3: no script: ").hasMessageEndingWith(", on @user_script:3.");
        assertThatThrownBy(() -> store.eval("return )", List.of())).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("ERR Error compiling script (new function): user_script:1:");
        store.execute("FUNCTION", "LOAD", TAKE);
        assertThatThrownBy(() -> store.call("fails", List.of())).isInstanceOf(KvsException.class)
                .hasMessage("ERR user_function:9: no script: fails, on @user_function:9.");
        assertThatThrownBy(() -> store.call("nosuch", List.of())).isInstanceOf(KvsException.class)
                .hasMessage("ERR Function not found");
        assertThatThrownBy(() -> store.eval(null, List.of())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> store.call("take", null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void functionsKeepWhatTheyHaveWhicheverThreadCalls() throws Exception {
        store.execute("FUNCTION", "LOAD", TAKE);
        store.set("tea", "1000");
        int threads = 4;
        ExecutorService callers = Executors.newFixedThreadPool(threads, task -> new Thread(task, "calls functions"));
        try {
            CompletableFuture<?>[] all = new CompletableFuture<?>[threads];
            for (int i = 0; i < threads; i++) {
                String key = "tea" + i;
                all[i] = CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 250; n++) {
                        store.call("take", List.of(key), "1");
                    }
                }, callers);
            }
            CompletableFuture.allOf(all).join();
        } finally {
            callers.shutdown();
        }
        assertThat(store.call("calls", List.of()).asLong()).isEqualTo(1000);
        for (int i = 0; i < threads; i++) {
            assertThat(store.get("tea" + i)).isEqualTo("-250");
        }
    }

    @Test
    void thoseWhoDoNotWaitGetThemAsItems() {
        store.execute("FUNCTION", "LOAD", TAKE);
        store.set("tea", "5");
        assertThat(reactive.call("take", List.of("tea"), "2").await().atMost(SOON).asLong()).isEqualTo(3);
        assertThat(reactive.eval("return redis.call('GET', KEYS[1])", List.of("tea")).await().atMost(SOON).asString())
                .isEqualTo("3");
        assertThatThrownBy(() -> reactive.call("fails", List.of()).await().atMost(SOON)).isInstanceOf(KvsException.class)
                .hasMessageContaining("user_function:9: no");
        assertThatThrownBy(() -> reactive.eval("return )", List.of()).await().atMost(SOON)).isInstanceOf(KvsException.class);
    }

    @Test
    void theyCanBePartsOfTransactions() {
        store.execute("FUNCTION", "LOAD", TAKE);
        List<Reply> replies = store.atomically(transaction -> {
            transaction.execute("SET", "tea", "5");
            transaction.execute("FCALL", "take", "1", "tea", "2");
            transaction.execute("EVAL", "return redis.call('INCR', KEYS[1])", "1", "tea");
        });
        assertThat(replies).containsExactly(new Reply.Status("OK"), new Reply.Int(3), new Reply.Int(4));
    }

    private static Reply bulk(String text) {
        return new Reply.Bulk(text.getBytes(UTF_8));
    }
}
