package io.quarkiverse.kvs.runtime.inprocess.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.ReactiveStoredHash;
import io.quarkiverse.kvs.ReactiveStoredList;
import io.quarkiverse.kvs.ReactiveStoredSet;
import io.quarkiverse.kvs.ReactiveStoredSortedSet;
import io.quarkiverse.kvs.ReactiveStoredStream;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredSortedSet.Scored;
import io.quarkiverse.kvs.StoredStream;
import io.quarkiverse.kvs.StoredStream.Entry;
import io.quarkiverse.kvs.StoredStream.Pending;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/** When, where and on whose thread reactive calls run. */
@Timeout(60)
class ReactiveStoreTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration SOON = Duration.ofSeconds(20);
    /** More elements than an event loop answers with. */
    private static final int MANY = 20_000;

    private final ServerState server = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final InProcessStore store = new InProcessStore(server);
    private final ReactiveStore reactive = new ReactiveStore(server);

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }

    // When

    @Test
    void nothingHappensWithoutASubscription() {
        Uni<Long> push = reactive.list("l").addLast("x");
        Uni<Void> set = reactive.set("k", "v");
        assertThat(store.keys()).isEmpty();
        assertThat(push.await().atMost(SOON)).isEqualTo(1);
        assertThat(set.await().atMost(SOON)).isNull();
        assertThat(store.get("k")).isEqualTo("v");
    }

    @Test
    void eachSubscriptionRunsTheCommandAgain() {
        Uni<Reply> next = reactive.execute("INCR", "counter");
        assertThat(next.await().atMost(SOON).asLong()).isEqualTo(1);
        assertThat(next.await().atMost(SOON).asLong()).isEqualTo(2);
    }

    @Test
    void aMovedClockEndsTheWaiting() throws Exception {
        server.time().clock(() -> 1_000);
        CompletableFuture<Reply> popped = reactive.execute("BLPOP", "nothing", "0.05").subscribeAsCompletionStage();
        // In reality the time is over long since.
        Thread.sleep(200);
        assertThat(popped).isNotDone();
        server.time().clock(() -> 1_050);
        server.clockMoved();
        assertThat(popped.get(20, SECONDS).isNil()).isTrue();
    }

    // What

    @Test
    void keysAndValues() {
        assertThat(await(reactive.get("k"))).isNull();
        await(reactive.set("k", "v"));
        assertThat(await(reactive.get("k"))).isEqualTo("v");
        assertThat(await(reactive.get(bytes("k")))).isEqualTo(bytes("v"));
        await(reactive.set("t", "v", Duration.ofMinutes(1)));
        assertThat(await(reactive.execute("TTL", "t")).asLong()).isBetween(50L, 60L);
        assertThat(await(reactive.execute("GET", bytes("k"))).asString()).isEqualTo("v");
        assertThat(await(reactive.keys())).containsExactlyInAnyOrder("k", "t");
        assertThat(await(reactive.keysMatching("k"))).containsExactly("k");
        assertThat(await(reactive.binaryKeysMatching("t"))).containsExactly(bytes("t"));
        assertThat(await(reactive.binaryKeys())).hasSize(2);
        assertThat(await(reactive.exists("k"))).isTrue();
        assertThat(await(reactive.delete("k"))).isTrue();
        assertThat(await(reactive.delete("k"))).isFalse();
        assertThat(await(reactive.size())).isEqualTo(1);
        await(reactive.clear());
        assertThat(await(reactive.size())).isZero();
    }

    @Test
    void collections() {
        assertThat(await(reactive.hash("h").set(new TreeMap<>(Map.of("a", "1", "b", "2"))))).isEqualTo(2);
        assertThat(await(reactive.hash("h").set(Map.of()))).isZero();
        assertThat(await(reactive.hash("h").get(List.of("b", "no")))).containsExactly("2", null);
        assertThat(await(reactive.hash("h").all())).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(await(reactive.list("l").addLast("a", "b", "c"))).isEqualTo(3);
        assertThat(await(reactive.list("l").set(1, "x"))).isNull();
        assertThat(await(reactive.list("l").range(0, -1))).containsExactly("a", "x", "c");
        assertThat(await(reactive.list("l").removeLast())).isEqualTo("c");
        assertThat(await(reactive.set("s").add("a", "b"))).isEqualTo(2);
        assertThat(await(reactive.set("s").members())).isEqualTo(Set.of("a", "b"));
        assertThat(await(reactive.sortedSet("z").add("a", 1.5))).isTrue();
        assertThat(await(reactive.sortedSet("z").score("a"))).hasValue(1.5);
        assertThat(await(reactive.sortedSet("z").popMax())).isEqualTo(new Scored("a", 1.5));
        assertThat(await(reactive.sortedSet("z").popMax())).isNull();
    }

    @Test
    void streams() {
        ReactiveStoredStream stream = reactive.stream("st");
        String id = await(stream.add(Map.of("f", "v")));
        assertThat(await(stream.range(StoredStream.FIRST, StoredStream.LAST, 10)))
                .containsExactly(new Entry(id, Map.of("f", "v")));
        assertThat(await(stream.createGroup("g", "0"))).isNull();
        assertThat(await(stream.read("g", "c", 10))).extracting(Entry::id).containsExactly(id);
        assertThat(await(stream.pending("g", 10))).extracting(Pending::consumer).containsExactly("c");
        assertThat(await(stream.acknowledge("g", id))).isEqualTo(1);
        assertThat(await(stream.acknowledge("g"))).isZero();
        assertThat(await(stream.destroyGroup("g"))).isTrue();
        assertThat(await(stream.size())).isEqualTo(1);
    }

    @Test
    void readersOfStreamsWait() throws Exception {
        store.stream("st").createGroup("g", "$");
        store.stream("other").createGroup("g", "$");
        CompletableFuture<List<Entry>> reader = reactive.stream("st").after("$", 10, SOON).subscribeAsCompletionStage();
        CompletableFuture<List<Entry>> consumer = reactive.stream("st").read("g", "c", 10, Duration.ZERO)
                .subscribeAsCompletionStage();
        CompletableFuture<List<Entry>> second = reactive.stream("st").read("g", "d", 10, SOON).subscribeAsCompletionStage();
        CompletableFuture<List<Entry>> other = reactive.stream("other").read("g", "d", 10, SOON).subscribeAsCompletionStage();
        assertThat(reactive.waiting()).isEqualTo(4);
        String id = store.stream("st").add(Map.of("f", "v"));
        assertThat(reader.get(20, SECONDS)).containsExactly(new Entry(id, Map.of("f", "v")));
        assertThat(consumer.get(20, SECONDS)).containsExactly(new Entry(id, Map.of("f", "v")));
        assertThat(second).isNotDone();
        store.stream("st").destroyGroup("g");
        assertThatThrownBy(() -> second.get(20, SECONDS)).hasCauseInstanceOf(KvsException.class)
                .hasMessageContaining("NOGROUP");
        store.delete("other");
        assertThatThrownBy(() -> other.get(20, SECONDS)).hasCauseInstanceOf(KvsException.class)
                .hasMessageContaining("UNBLOCKED");
        assertThat(await(reactive.stream("st").after("$", 10, Duration.ofMillis(20)))).isEmpty();
        awaitWaiting(0);
    }

    /** Keys need not be text, and a view does not change when the array does that it was made of. */
    @Test
    void collectionsOfKeysThatAreBytes() {
        byte[] key = { (byte) 0xff, 0, 'h' };
        ReactiveStoredHash hash = reactive.hash(key);
        key[2] = 'l';
        ReactiveStoredList list = reactive.list(key);
        key[2] = 's';
        ReactiveStoredSet set = reactive.set(key);
        key[2] = 'z';
        ReactiveStoredSortedSet sortedSet = reactive.sortedSet(key);
        assertThat(await(hash.set("f", "v"))).isTrue();
        assertThat(await(list.addLast("e"))).isEqualTo(1);
        assertThat(await(set.add("m"))).isEqualTo(1);
        assertThat(await(sortedSet.add("m", 1))).isTrue();
        assertThat(await(reactive.binaryKeys())).containsExactlyInAnyOrder(new byte[] { (byte) 0xff, 0, 'h' },
                new byte[] { (byte) 0xff, 0, 'l' }, new byte[] { (byte) 0xff, 0, 's' }, new byte[] { (byte) 0xff, 0, 'z' });
        assertThat(store.hash(new byte[] { (byte) 0xff, 0, 'h' }).get("f")).isEqualTo("v");
    }

    @Test
    void errorsAreFailures() {
        store.set("k", "v");
        assertThatThrownBy(() -> await(reactive.execute("INCR", "k"))).isInstanceOf(KvsException.class)
                .hasMessage("ERR value is not an integer or out of range");
        assertThatThrownBy(() -> await(reactive.list("k").size())).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("WRONGTYPE");
        assertThatThrownBy(() -> await(reactive.list("k").removeFirst(SOON))).isInstanceOf(KvsException.class)
                .hasMessageStartingWith("WRONGTYPE");
        assertThatThrownBy(() -> await(reactive.execute("SUBSCRIBE", "c"))).isInstanceOf(KvsException.class)
                .hasMessageContaining("is about a connection");
        assertThatThrownBy(() -> await(reactive.keysMatching("("))).isInstanceOf(IllegalArgumentException.class);
        store.execute("CONFIG", "SET", "proto-max-bulk-len", "1mb");
        String beyond = "x".repeat(1024 * 1024 + 1);
        for (Uni<?> tooLong : List.of(reactive.get(beyond), reactive.set("k", beyond), reactive.execute("SET", "k", beyond))) {
            assertThatThrownBy(() -> await(tooLong)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void nullIsRefusedAtOnce() {
        for (Runnable call : List.<Runnable> of(() -> reactive.get((String) null), () -> reactive.get((byte[]) null),
                () -> reactive.set("k", null), () -> reactive.set(bytes("k"), bytes("v"), null),
                () -> reactive.keysMatching(null),
                () -> reactive.execute("GET", (String) null), () -> reactive.execute("GET", (byte[]) null),
                () -> reactive.hash((String) null), () -> reactive.hash((byte[]) null),
                () -> reactive.hash("h").get((String) null))) {
            assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class);
        }
        assertThatThrownBy(() -> reactive.list("l").removeFirst(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // Where

    /** Where an item was emitted. */
    private record Emitted(Object item, Context context, Thread thread, boolean atOnce) {
    }

    @Test
    void shortCommandsRunInPlace() {
        store.set("k", "v");
        for (Supplier<Uni<?>> call : List.<Supplier<Uni<?>>> of(() -> reactive.get("k"), () -> reactive.execute("GET", "k"),
                () -> reactive.list("l").addLast("x"), () -> reactive.list("l").removeFirst(SOON), reactive::size)) {
            ContextInternal context = duplicatedContext();
            Emitted emitted = subscribeOn(context, call.get());
            assertThat(emitted.atOnce).as("before the subscription has returned").isTrue();
            assertThat(emitted.context).isSameAs(context);
        }
    }

    /** It takes long, so a worker thread does it; but its result comes on the event loop of the subscriber. */
    @Test
    void longRepliesAreMadeElsewhere() {
        for (int i = 0; i < MANY; i++) {
            store.execute("HSET", "h", "field" + i, "v");
            store.execute("RPUSH", "l", Integer.toString(i));
            store.set("key" + i, "v");
        }
        for (Supplier<Uni<?>> call : List.<Supplier<Uni<?>>> of(() -> reactive.hash("h").all(), () -> reactive.keys(),
                () -> reactive.keysMatching("key1"), reactive::binaryKeys, () -> reactive.execute("KEYS", "*"),
                () -> reactive.execute("SORT", "l"))) {
            ContextInternal context = duplicatedContext();
            Emitted emitted = subscribeOn(context, call.get());
            assertThat(emitted.atOnce).as("before the subscription has returned").isFalse();
            assertThat(emitted.context).isSameAs(context);
            assertThat(emitted.thread).isSameAs(threadOf(context));
        }
        assertThat(await(reactive.hash("h").all())).hasSize(MANY);
        assertThat(await(reactive.keysMatching("key1\\d$"))).hasSize(10);
    }

    @Test
    void anEventLoopGoesOnWhileAllKeysAreLookedAt() throws Exception {
        store.set("k", "v");
        ContextInternal context = duplicatedContext();
        CompletableFuture<Emitted> keys = new CompletableFuture<>();
        CompletableFuture<Void> next = new CompletableFuture<>();
        Gate gate = new Gate(server.store());
        gate.open(Store.ALL, server.time().currentTimeMillis());
        try {
            context.runOnContext(ignored -> subscribe(reactive.keys(), keys));
            context.runOnContext(ignored -> next.complete(null));
            next.get(20, SECONDS);
            assertThat(keys).isNotDone();
        } finally {
            gate.close();
        }
        assertThat(keys.get(20, SECONDS).item).isEqualTo(List.of("k"));
    }

    @Test
    void allKeysComeOneAfterTheOther() {
        for (int i = 0; i < MANY; i++) {
            store.set("key" + i, "v");
        }
        ContextInternal context = duplicatedContext();
        Emitted emitted = subscribeOn(context, reactive.scan().invoke(key -> {
            if (Vertx.currentContext() != context) {
                throw new IllegalStateException("elsewhere");
            }
        }).collect().asSet());
        assertThat(emitted.item).isEqualTo(Set.copyOf(store.keys()));
        assertThat(emitted.atOnce).isFalse();
        assertThat(await(reactive.scanMatching("key1\\d$").collect().asList())).hasSize(10);
        assertThatThrownBy(() -> await(reactive.scanMatching("(").collect().asList()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What comes later is not looked at before it is asked for. */
    @Test
    void keysAreScannedAsTheyAreAskedFor() {
        for (int i = 0; i < MANY; i++) {
            store.set("key" + i, "v");
        }
        AssertSubscriber<String> subscriber = reactive.scan().subscribe().withSubscriber(AssertSubscriber.create(10));
        subscriber.awaitItems(10);
        store.clear();
        subscriber.request(Long.MAX_VALUE);
        subscriber.awaitCompletion();
        assertThat(subscriber.getItems()).hasSizeBetween(10, MANY / 2);
    }

    @Test
    void whoIsServedIsToldOnItsContext() throws Exception {
        ContextInternal context = duplicatedContext();
        CompletableFuture<Emitted> emitted = new CompletableFuture<>();
        context.runOnContext(ignored -> subscribe(reactive.list("l").removeFirst(Duration.ZERO), emitted));
        awaitWaiting(1);
        store.list("l").addLast("x");
        Emitted served = emitted.get(20, SECONDS);
        assertThat(served.item).isEqualTo("x");
        assertThat(served.context).isSameAs(context);
        assertThat(served.thread).isSameAs(threadOf(context));
    }

    /** The thread that pushes has the keys locked: what subscribers do with the elements that they get must not run on it. */
    @Test
    void waitingSubscriberIsNotCalledByTheThreadThatPushes() throws Exception {
        AtomicReference<Thread> told = new AtomicReference<>();
        CompletableFuture<Long> seen = reactive.sortedSet("z").popMin(Duration.ZERO)
                .invoke(() -> told.set(Thread.currentThread()))
                .map(scored -> store.sortedSet("z").size()).subscribeAsCompletionStage();
        store.sortedSet("z").add("a", 1);
        assertThat(seen.get(20, SECONDS)).isZero();
        assertThat(told.get()).isNotSameAs(Thread.currentThread());
    }

    // Waiting

    @Test
    void blockingCommandsWait() throws Exception {
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        waiting.add(reactive.list("l").removeFirst(Duration.ZERO).subscribeAsCompletionStage());
        waiting.add(reactive.list("l").removeLast(SOON).subscribeAsCompletionStage());
        waiting.add(reactive.sortedSet("z").popMin(SOON).subscribeAsCompletionStage());
        waiting.add(reactive.sortedSet("z").popMax(SOON).subscribeAsCompletionStage());
        waiting.add(reactive.execute("BLMOVE", "from", "to", "LEFT", "RIGHT", "0").map(Reply::asString)
                .subscribeAsCompletionStage());
        waiting.add(reactive.execute("BLPOP", "a", "b", "0").map(reply -> reply.asList().get(0).asString())
                .subscribeAsCompletionStage());
        assertThat(reactive.waiting()).isEqualTo(6);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        store.list("l").addLast("1", "2");
        store.execute("ZADD", "z", "1", "min", "2", "mid", "3", "max");
        store.list("from").addLast("moved");
        store.list("b").addLast("x");
        List<Object> got = new ArrayList<>();
        for (CompletableFuture<?> one : waiting) {
            got.add(one.get(20, SECONDS));
        }
        assertThat(got).containsExactly("1", "2", new Scored("min", 1), new Scored("max", 3), "moved", "b");
        assertThat(store.list("to").range(0, -1)).containsExactly("moved");
        awaitWaiting(0);
    }

    @Test
    void waitingEndsInTime() {
        assertThat(await(reactive.list("l").removeFirst(Duration.ofMillis(20)))).isNull();
        assertThat(await(reactive.sortedSet("z").popMin(Duration.ofNanos(1)))).isNull();
        assertThat(await(reactive.execute("BLPOP", "a", "b", "0.02")).isNil()).isTrue();
        store.list("l").addLast("x");
        assertThat(store.list("l").size()).as("no caller waits any more").isEqualTo(1);
        awaitWaiting(0);
    }

    @Test
    void aSubscriberThatCancelsLeavesTheQueue() throws Exception {
        Cancellable first = reactive.list("l").removeFirst(Duration.ZERO).subscribe().with(item -> {
        });
        CompletableFuture<String> second = reactive.list("l").removeFirst(SOON).subscribeAsCompletionStage();
        first.cancel();
        assertThat(reactive.waiting()).isEqualTo(1);
        store.list("l").addLast("x");
        assertThat(second.get(20, SECONDS)).isEqualTo("x");
        store.list("l").addLast("y");
        assertThat(store.list("l").size()).isEqualTo(1);
    }

    @Test
    void whoHasWaitedLongestIsServedFirst() throws Exception {
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(reactive.list("l").removeFirst(SOON).subscribeAsCompletionStage());
        }
        for (int i = 0; i < 100; i++) {
            store.list("l").addLast(Integer.toString(i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(waiting.get(i).get(20, SECONDS)).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void whoWaitsWhenTheApplicationEndsFails() {
        CompletableFuture<String> waiting = reactive.list("l").removeFirst(Duration.ZERO).subscribeAsCompletionStage();
        reactive.close();
        assertThatThrownBy(() -> waiting.get(20, SECONDS)).hasCauseInstanceOf(KvsException.class)
                .hasMessageContaining("the application is stopping");
        assertThatThrownBy(() -> await(reactive.list("l").removeFirst(Duration.ZERO))).isInstanceOf(KvsException.class);
        store.list("l").addLast("x");
        assertThat(await(reactive.list("l").size())).isEqualTo(1);
        awaitWaiting(0);
    }

    /** The threads on which subscribers are told end with the application. */
    @Test
    void theEndOfTheApplicationWaitsUntilTheyAreTold() throws Exception {
        Context home = duplicatedContext();
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        home.runOnContext(nothing -> {
            reactive.list("l").removeFirst(Duration.ZERO).subscribe().with(item -> told.complete(new AssertionError(item)),
                    told::complete);
            subscribed.complete(null);
        });
        subscribed.get(20, SECONDS);
        awaitWaiting(1);
        CountDownLatch busy = new CountDownLatch(1);
        home.runOnContext(nothing -> {
            busy.countDown();
            LockSupport.parkNanos(MILLISECONDS.toNanos(300));
        });
        busy.await();
        reactive.close();
        assertThat(told).isDone();
        assertThat(told.get()).hasMessageContaining("the application is stopping");
    }

    @Test
    void delaysHoldNoThread() {
        Emitted slept = subscribeOn(duplicatedContext(), reactive.execute("DEBUG", "SLEEP", "0.02"));
        assertThat(slept.atOnce).isFalse();
        Emitted refused = subscribeOn(duplicatedContext(),
                Uni.createFrom().item(() -> store.execute("DEBUG", "SLEEP", "0.02")));
        assertThat(refused.item).isInstanceOf(KvsException.class).asString().contains("ReactiveKeyValueStore");
    }

    /** A runner is used again for the next command, whether its caller waits or not. */
    @Test
    void callersWhoDoNotWaitAreToldAtOnce() {
        assertThat(store.execute("BLPOP", "l", "0").isNil()).isTrue();
        await(reactive.get("l"));
        await(reactive.execute("LLEN", "l"));
        assertThat(store.execute("BLPOP", "l", "0").isNil()).isTrue();
    }

    private void awaitWaiting(int count) {
        Await.until(count + " callers wait", () -> reactive.waiting() == count);
    }

    private static ContextInternal duplicatedContext() {
        return ((ContextInternal) VERTX.getOrCreateContext()).duplicate();
    }

    private static Thread threadOf(Context context) {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        context.runOnContext(ignored -> thread.complete(Thread.currentThread()));
        return thread.join();
    }

    private static Emitted subscribeOn(Context context, Uni<?> uni) {
        CompletableFuture<Emitted> emitted = new CompletableFuture<>();
        context.runOnContext(ignored -> subscribe(uni, emitted));
        return emitted.orTimeout(20, SECONDS).join();
    }

    private static void subscribe(Uni<?> uni, CompletableFuture<Emitted> emitted) {
        boolean[] returned = { false };
        uni.subscribe().with(
                item -> emitted.complete(new Emitted(item, Vertx.currentContext(), Thread.currentThread(), !returned[0])),
                failure -> emitted
                        .complete(new Emitted(failure, Vertx.currentContext(), Thread.currentThread(), !returned[0])));
        returned[0] = true;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(SOON);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
