package io.quarkiverse.kvs.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.SortArgs;
import io.quarkus.redis.datasource.list.KeyValue;
import io.quarkus.redis.datasource.list.LPosArgs;
import io.quarkus.redis.datasource.list.ListCommands;
import io.quarkus.redis.datasource.list.Position;
import io.quarkus.redis.datasource.list.ReactiveListCommands;
import io.quarkus.redis.datasource.transactions.TransactionResult;
import io.quarkus.test.junit.QuarkusTest;

/** {@link RedisDataSource#list(Class)}. */
@QuarkusTest
class ListsTest extends DataSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Something that is stored as JSON. */
    public record Job(int id, String what) {
    }

    @Test
    void elements() {
        ListCommands<String, String> lists = redis.list(String.class);
        assertThat(lists.rpush("l", "c", "d")).isEqualTo(2);
        assertThat(lists.lpush("l", "b", "a")).as("one after the other").isEqualTo(4);
        assertThat(lists.rpushx("no", "x")).isZero();
        assertThat(lists.lrange("l", 0, -1)).containsExactly("a", "b", "c", "d");
        assertThat(lists.llen("l")).isEqualTo(4);
        assertThat(lists.lindex("l", -1)).isEqualTo("d");
        assertThat(lists.linsertBeforePivot("l", "c", "between")).isEqualTo(5);
        assertThat(lists.linsertAfterPivot("l", "x", "y")).isEqualTo(-1);
        lists.lset("l", 0, "b");
        assertThat(lists.lpos("l", "c")).hasValue(3);
        assertThat(lists.lpos("l", "x")).isEmpty();
        assertThat(lists.lpos("l", "b", 0, new LPosArgs().rank(-1))).containsExactly(1L, 0L);
        assertThat(lists.lrem("l", 0, "b")).isEqualTo(2);
        lists.ltrim("l", 0, 1);
        assertThat(lists.lrange("l", 0, -1)).containsExactly("between", "c");
        assertThat(lists.lpop("l")).isEqualTo("between");
        assertThat(lists.rpop("l", 5)).containsExactly("c");
        assertThat(lists.lpop("l")).isNull();
        assertThat(redis.key().exists("l")).as("a list without elements").isFalse();
        redis.value(String.class).set("string", "v");
        assertThatThrownBy(() -> lists.lpush("string", "a"))
                .hasMessageContaining("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    @Test
    @SuppressWarnings("deprecation") // RPOPLPUSH is in use still.
    void moves() {
        ListCommands<String, String> lists = redis.list(String.class);
        lists.rpush("from", "a", "b", "c", "d");
        assertThat(lists.lmove("from", "to", Position.LEFT, Position.RIGHT)).isEqualTo("a");
        assertThat(lists.rpoplpush("from", "to")).isEqualTo("d");
        assertThat(lists.lrange("to", 0, -1)).containsExactly("d", "a");
        assertThat(lists.lmpop(Position.RIGHT, "no", "from")).isEqualTo(KeyValue.of("from", "c"));
        assertThat(lists.lmpop(Position.LEFT, 5, "no", "to")).containsExactly(KeyValue.of("to", "d"), KeyValue.of("to", "a"));
    }

    @Test
    void sorting() {
        ListCommands<String, String> lists = redis.list(String.class);
        lists.rpush("l", "10", "9", "2.5", "-1");
        assertThat(lists.sort("l")).containsExactly("-1", "2.5", "9", "10");
        assertThat(lists.sort("l", new SortArgs().alpha().descending().limit(0, 2))).containsExactly("9", "2.5");
        assertThat(lists.sortAndStore("l", "sorted", new SortArgs().descending())).isEqualTo(4);
        assertThat(lists.lrange("sorted", 0, -1)).containsExactly("10", "9", "2.5", "-1");

        redis.value(String.class).mset(Map.of("weight:a", "2", "weight:b", "1", "name:a", "A", "name:b", "B"));
        redis.set(String.class).sadd("s", "a", "b");
        assertThat(redis.set(String.class).sort("s", new SortArgs().by("weight:*").get(List.of("#", "name:*"))))
                .containsExactly("b", "B", "a", "A");
    }

    @Test
    @SuppressWarnings("deprecation") // BRPOPLPUSH is in use still.
    void waiting() throws Exception {
        ListCommands<String, Job> jobs = redis.list(Job.class);
        Job sweep = new Job(1, "sweep");
        assertThat(jobs.blpop(Duration.ofSeconds(1), "no")).as("nothing in time").isNull();

        CompletableFuture<KeyValue<String, Job>> left = CompletableFuture.supplyAsync(() -> jobs.blpop(PATIENCE, "no", "jobs"));
        awaitOneBlocked();
        jobs.rpush("jobs", sweep, new Job(2, "mop"), new Job(3, "dust"));
        assertThat(left.get(30, TimeUnit.SECONDS)).isEqualTo(KeyValue.of("jobs", sweep));
        assertThat(jobs.brpop(PATIENCE, "jobs")).isEqualTo(KeyValue.of("jobs", new Job(3, "dust")));
        redis.key().del("jobs");

        CompletableFuture<Job> moved = CompletableFuture
                .supplyAsync(() -> jobs.blmove("jobs", "done", Position.LEFT, Position.LEFT, PATIENCE));
        awaitOneBlocked();
        jobs.rpush("jobs", sweep);
        assertThat(moved.get(30, TimeUnit.SECONDS)).isEqualTo(sweep);
        assertThat(jobs.lrange("done", 0, -1)).containsExactly(sweep);
        assertThat(jobs.brpoplpush(PATIENCE, "done", "jobs")).isEqualTo(sweep);

        assertThat(jobs.blmpop(PATIENCE, Position.RIGHT, 2, "no", "jobs")).containsExactly(KeyValue.of("jobs", sweep));
    }

    /** The client and the server share the event loops of the application, none of which waits. */
    @Test
    void producersAndConsumers() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<List<Job>>> consumers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                consumers.add(threads.submit(this::consume));
            }
            ListCommands<String, Job> jobs = redis.list(Job.class);
            for (int i = 0; i < 1000; i++) {
                jobs.rpush("jobs", new Job(i, "work"));
            }
            Job end = new Job(-1, "end");
            jobs.rpush("jobs", end, end, end);
            List<Job> done = new ArrayList<>();
            for (Future<List<Job>> consumer : consumers) {
                done.addAll(consumer.get(30, TimeUnit.SECONDS));
            }
            assertThat(done).hasSize(1000).doesNotHaveDuplicates();
            assertThat(redis.key().exists("jobs")).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Job> consume() {
        ListCommands<String, Job> jobs = redis.list(Job.class);
        List<Job> done = new ArrayList<>();
        for (Job job = jobs.blpop(PATIENCE, "jobs").value(); job.id() >= 0; job = jobs.blpop(PATIENCE, "jobs").value()) {
            done.add(job);
        }
        return done;
    }

    @Test
    void transactions() {
        TransactionResult result = redis.withTransaction(tx -> {
            tx.list(String.class).blpop(PATIENCE, "l");
            tx.list(String.class).rpush("l", "a", "b");
            tx.list(String.class).lrange("l", 0, -1);
        });
        assertThat(result.<Object> get(0)).as("no client waits in a transaction").isNull();
        assertThat(result.<Long> get(1)).isEqualTo(2);
        assertThat(result.<List<String>> get(2)).containsExactly("a", "b");
    }

    @Test
    void reactively() {
        ReactiveListCommands<String, String> lists = reactive.list(String.class);
        CompletableFuture<KeyValue<String, String>> left = lists.blpop(PATIENCE, "l").subscribeAsCompletionStage();
        awaitOneBlocked();
        List<String> rest = lists.rpush("l", "a", "b", "c").chain(() -> lists.lrange("l", 0, -1)).await().atMost(PATIENCE);
        assertThat(left.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(KeyValue.of("l", "a"));
        assertThat(rest).containsExactly("b", "c");
    }

    private void awaitOneBlocked() {
        Await.until("one client is blocked",
                () -> redis.execute("INFO", "clients").toString().contains("blocked_clients:1\r\n"));
    }
}
