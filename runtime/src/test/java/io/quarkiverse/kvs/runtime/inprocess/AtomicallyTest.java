package io.quarkiverse.kvs.runtime.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.Transaction;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandInterceptor;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Effect;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;
import io.smallrye.mutiny.Uni;

/** Several commands of the application as one. */
@Timeout(60)
class AtomicallyTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ServerState server = new ServerState(new Store(16), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final InProcessStore store = new InProcessStore(server);
    private final ReactiveStore reactive = new ReactiveStore(server);

    @Test
    void repliesComeInTheOrderOfTheCommands() {
        List<Reply> replies = store.atomically(transaction -> {
            transaction.execute("SET", "k", "v");
            transaction.execute("GET", "k");
            transaction.execute("GET", "nothing");
            transaction.execute("RPUSH", new byte[] { (byte) 0xff }, bytes("a"), bytes("b"));
            transaction.execute("LRANGE", new byte[] { (byte) 0xff }, bytes("0"), bytes("-1"));
            transaction.execute("DBSIZE");
        });
        assertThat(replies).containsExactly(new Reply.Status("OK"), bulk("v"), new Reply.Nil(), new Reply.Int(2),
                new Reply.Array(List.of(bulk("a"), bulk("b"))), new Reply.Int(2));
        assertThat(store.binaryKeys()).containsExactlyInAnyOrder(bytes("k"), new byte[] { (byte) 0xff });
    }

    @Test
    void noCommandsNoReplies() {
        assertThat(store.atomically(transaction -> {
        })).isEmpty();
    }

    /** The log is told of them at once. */
    @Test
    void theyAreOneRecord() {
        List<List<Effect>> records = new ArrayList<>();
        server.store().log((instant, effects) -> {
            records.add(effects);
            return records.size();
        });
        store.atomically(transaction -> {
            transaction.execute("SET", "k", "v");
            transaction.execute("GET", "k");
            transaction.execute("RPUSH", "list", "a");
        });
        assertThat(records).hasSize(1);
        assertThat(records.get(0)).extracting(effect -> new String(effect.words()[0], UTF_8)).containsExactly("SET", "RPUSH");
    }

    /** The sum of two accounts is the same whenever another thread looks. */
    @Test
    void othersSeeAllOrNothing() throws Exception {
        store.execute("MSET", "one", "1000", "other", "0");
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> wrongSums = CompletableFuture.supplyAsync(() -> {
            long wrong = 0;
            while (!over.get()) {
                List<Reply> both = store.execute("MGET", "one", "other").asList();
                wrong += both.get(0).asLong() + both.get(1).asLong() == 1000 ? 0 : 1;
            }
            return wrong;
        });
        for (int i = 0; i < 10_000; i++) {
            String amount = i % 2 == 0 ? "7" : "-7";
            store.atomically(transaction -> {
                transaction.execute("DECRBY", "one", amount);
                transaction.execute("INCRBY", "other", amount);
            });
        }
        over.set(true);
        assertThat(wrongSums.get(20, SECONDS)).isZero();
    }

    /** A client that waits for an element is not served in the middle, but is at the end. */
    @Test
    void whoWaitsSeesOnlyTheEnd() throws Exception {
        CompletableFuture<String> waiting = reactive.list("jobs").removeFirst(Duration.ZERO).subscribeAsCompletionStage();
        store.atomically(transaction -> {
            transaction.execute("RPUSH", "jobs", "first");
            transaction.execute("LPOP", "jobs");
        });
        store.atomically(transaction -> {
            transaction.execute("RPUSH", "jobs", "second", "third");
            transaction.execute("LPOP", "jobs");
        });
        assertThat(waiting.get(20, SECONDS)).isEqualTo("third");
    }

    @Test
    void commandsThatBlockDoNotWait() {
        List<Reply> replies = store.atomically(transaction -> {
            transaction.execute("BLPOP", "nothing", "0");
            transaction.execute("RPUSH", "l", "x");
            transaction.execute("BLPOP", "l", "0");
        });
        assertThat(replies.get(0).isNil()).isTrue();
        assertThat(replies.get(2).asList()).containsExactly(bulk("l"), bulk("x"));
    }

    /** What a command alone would leave to a worker thread is part of it. */
    @Test
    void longRepliesAreComplete() {
        for (int i = 0; i < 20_000; i++) {
            store.execute("SADD", "s", Integer.toString(i));
        }
        List<Reply> replies = store.atomically(transaction -> {
            transaction.execute("SMEMBERS", "s");
            transaction.execute("DEL", "s");
        });
        assertThat(replies.get(0).asList()).hasSize(20_000);
        assertThat(store.exists("s")).isFalse();
    }

    // What goes wrong

    @Test
    void aCommandThatFailsDoesNotStopTheOthers() {
        store.set("k", "v");
        List<Reply> replies = store.atomically(transaction -> {
            transaction.execute("INCR", "n");
            transaction.execute("LPUSH", "k", "x");
            transaction.execute("ZUNION", "x", "k");
            transaction.execute("INCR", "n");
        });
        assertThat(replies.get(1)).isInstanceOfSatisfying(Reply.Error.class,
                error -> assertThat(error.message()).startsWith("WRONGTYPE "));
        assertThat(replies.get(2)).isInstanceOf(Reply.Error.class);
        assertThat(replies.get(3).asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "NOSUCHCOMMAND x: ERR unknown command 'NOSUCHCOMMAND'",
            "GET: ERR wrong number of arguments for 'get' command",
            "CONFIG NOSUCH: ERR unknown subcommand 'NOSUCH'",
            "MULTI: ERR 'multi' is about a connection",
            "SELECT 1: ERR 'select' is about a connection",
            "SHUTDOWN: ERR Command not allowed inside a transaction" })
    void nothingRunsIfACommandCannotBeRun(String example) {
        String[] parts = example.split(": ", 2);
        assertNothingRuns(transaction -> transaction.execute(parts[0].split(" ")), parts[1]);
        assertThat(store.execute("INFO", "commandstats").asString()).as("executed").doesNotContain("cmdstat_set:");
    }

    @Test
    void norIfAKeyIsTooLong() {
        int limit = server.settings().limits().key();
        String longest = "x".repeat(limit);
        assertThat(store.atomically(transaction -> transaction.execute("EXISTS", longest)).get(0).asLong()).isZero();
        for (String[] command : new String[][] { { "GET", longest + "x" }, { "MSET", "a", "1", longest + "x", "1" },
                { "ZUNION", "2", "a", longest + "x" }, { "SORT", "l", "STORE", longest + "x" } }) {
            assertNothingRuns(transaction -> transaction.execute(command),
                    "ERR key too long: at most " + limit + " bytes are allowed");
        }
    }

    @Test
    void norIfAnArgumentIsTooLong() {
        store.execute("CONFIG", "SET", "proto-max-bulk-len", "1mb");
        byte[] beyond = new byte[1024 * 1024 + 1];
        assertThatThrownBy(() -> store.atomically(transaction -> {
            transaction.execute("SET", "before", "x");
            transaction.execute("SET", bytes("k"), beyond);
        })).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("argument too long");
        assertThat(store.size()).isZero();
    }

    @Test
    void norIfThereIsNoMemory() {
        store.set("k", "v");
        store.execute("CONFIG", "SET", "maxmemory", "1");
        assertThatThrownBy(() -> store.atomically(transaction -> {
            transaction.execute("DEL", "k");
            transaction.execute("SET", "other", "x");
        })).isInstanceOf(KvsException.class).hasMessageStartingWith("OOM ");
        assertThat(store.get("k")).isEqualTo("v");
        assertThat(store.atomically(transaction -> transaction.execute("DEL", "k")).get(0).asLong())
                .as("what needs none is run").isEqualTo(1);
    }

    /** Faults that a test has ordered. */
    @Test
    void norIfACommandIsMadeToFail() {
        server.interceptor(new CommandInterceptor() {

            @Override
            public Verdict before(Command command) {
                return null;
            }

            @Override
            public Verdict afterDelay(Delay delay, Command command) {
                return null;
            }

            @Override
            public String beforeInProcess(Command command) {
                return command.name().equals("INCR") ? "ERR out of order" : null;
            }

            @Override
            public String refusal() {
                return null;
            }
        });
        assertNothingRuns(transaction -> transaction.execute("INCR", "n"), "ERR out of order");
    }

    @Test
    void norIfTheApplicationThrowsSomething() {
        assertThatThrownBy(() -> store.atomically(transaction -> {
            transaction.execute("SET", "k", "v");
            throw new UnsupportedOperationException("a change of mind");
        })).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> store.atomically(transaction -> transaction.execute("SET", "k", null)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> store.atomically(transaction -> transaction.execute("SET", bytes("k"), (byte[]) null)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> store.atomically(Transaction::execute)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.atomically(null)).isInstanceOf(NullPointerException.class);
        assertThat(store.size()).isZero();
    }

    @Test
    void nothingIsAddedAfterwards() {
        List<Transaction> kept = new ArrayList<>();
        store.atomically(kept::add);
        assertThatThrownBy(() -> kept.get(0).execute("SET", "k", "v")).isInstanceOf(IllegalStateException.class);
    }

    /** The runner of the commands is used again for the next. */
    @Test
    void theNextCommandRunsAlone() {
        assertNothingRuns(transaction -> transaction.execute("GET"), "ERR wrong number");
        store.atomically(transaction -> transaction.execute("SET", "k", "v"));
        assertThat(store.get("k")).isEqualTo("v");
        assertThat(store.execute("STRLEN", "k").asLong()).isEqualTo(1);
    }

    // For callers who do not wait

    @Test
    void eachSubscriptionRunsThemAgain() {
        byte[] key = bytes("n");
        Uni<List<Reply>> both = reactive.atomically(transaction -> {
            transaction.execute("INCR", key);
            transaction.execute("INCR", key);
        });
        key[0] = 'm';
        assertThat(store.size()).isZero();
        assertThat(both.await().atMost(SOON)).containsExactly(new Reply.Int(1), new Reply.Int(2));
        assertThat(both.await().atMost(SOON)).containsExactly(new Reply.Int(3), new Reply.Int(4));
        assertThat(store.keys()).containsExactly("n");
    }

    @Test
    void whatCannotBeRunIsAFailure() {
        Uni<List<Reply>> wrong = reactive.atomically(transaction -> {
            transaction.execute("SET", "k", "v");
            transaction.execute("GET");
        });
        assertThatThrownBy(() -> wrong.await().atMost(SOON)).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("ERR wrong number of arguments");
        assertThat(store.size()).isZero();
        assertThatThrownBy(() -> reactive.atomically(null)).isInstanceOf(NullPointerException.class);
    }

    private void assertNothingRuns(Consumer<Transaction> wrong, String error) {
        assertThatThrownBy(() -> store.atomically(transaction -> {
            transaction.execute("SET", "before", "x");
            wrong.accept(transaction);
            transaction.execute("SET", "after", "x");
        })).isInstanceOf(KvsException.class).hasMessageStartingWith(error);
        assertThat(store.size()).isZero();
    }

    private static Reply bulk(String text) {
        return new Reply.Bulk(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
