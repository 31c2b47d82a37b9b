package io.quarkiverse.kvs.runtime.inprocess.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.ChannelMessage;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Callers in the same process are subscribed to channels. */
@Timeout(60)
class ChannelSubscriptionTest {

    private final ServerState server = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);
    private final InProcessStore store = new InProcessStore(server);
    private final ReactiveStore reactive = new ReactiveStore(server);

    @Test
    void messagesComeInTheirOrderUntilItIsCancelled() {
        List<String> received = new CopyOnWriteArrayList<>();
        publish("news", "too early");
        Cancellable subscription = reactive.subscribe("news", "sport").subscribe()
                .with(message -> received.add(message.toString()));
        for (int i = 0; i < 500; i++) {
            assertThat(publish(i % 2 == 0 ? "news" : "sport", "m" + i)).isEqualTo(1);
        }
        publish("weather", "rain");
        Await.until("all messages", () -> received.size() == 500);
        assertThat(received).startsWith("news: m0", "sport: m1", "news: m2").endsWith("news: m498", "sport: m499");
        subscription.cancel();
        assertThat(publish("news", "too late")).isZero();
        assertThat(received).hasSize(500);
    }

    @Test
    void patternsMatchAndContentIsBytes() {
        AssertSubscriber<ChannelMessage> subscriber = reactive.subscribePatterns("news.*", "n*").subscribe()
                .withSubscriber(AssertSubscriber.create(10));
        byte[] content = { 0, (byte) 0xff, '\n' };
        assertThat(store.execute("PUBLISH", "news.eu".getBytes(UTF_8), content).asLong()).isEqualTo(2);
        subscriber.awaitItems(2);
        assertThat(subscriber.getItems()).containsExactly(new ChannelMessage("news.eu", content),
                new ChannelMessage("news.eu", content));
    }

    @Test
    void theServerCountsThem() {
        Cancellable first = reactive.subscribe("news").subscribe().with(message -> {
        });
        reactive.subscribePatterns("n*").subscribe().with(message -> {
        });
        assertThat(store.execute("PUBSUB", "CHANNELS").asList()).hasSize(1);
        assertThat(store.execute("PUBSUB", "NUMSUB", "news").asList().get(1).asLong()).isEqualTo(1);
        assertThat(store.execute("PUBSUB", "NUMPAT").asLong()).isEqualTo(1);
        first.cancel();
        assertThat(store.execute("PUBSUB", "CHANNELS").asList()).isEmpty();
        assertThat(store.execute("PUBSUB", "NUMSUB", "news").asList().get(1).asLong()).isZero();
    }

    @Test
    void messagesArriveOnTheContextOfTheSubscriber() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Context> where = new CompletableFuture<>();
            CompletableFuture<Void> subscribed = new CompletableFuture<>();
            context.runOnContext(ignored -> {
                reactive.subscribe("news").subscribe().with(message -> where.complete(Vertx.currentContext()));
                subscribed.complete(null);
            });
            subscribed.get(20, SECONDS);
            publish("news", "hello");
            assertThat(where.get(20, SECONDS)).isSameAs(context);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, SECONDS);
        }
    }

    @Test
    void aSubscriberThatIsTooSlowFailsAndPublishersDoNotWait() {
        AssertSubscriber<ChannelMessage> slow = reactive.subscribe("news").subscribe()
                .withSubscriber(AssertSubscriber.create(0));
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 33; i++) {
            publish("news", megabyte);
        }
        slow.request(100);
        slow.awaitFailure();
        assertThat(slow.getFailure()).isInstanceOf(KvsException.class).hasMessageStartingWith("the subscriber is too slow");
        assertThat(publish("news", "too late")).isZero();
    }

    @Test
    void rightsOfUsersHold() {
        store.execute("ACL", "SETUSER", "reader", "on", "nopass", "resetchannels", "&news.*", "+@all");
        ReactiveStore reader = (ReactiveStore) reactive.asUser("reader");
        reader.subscribe("news.eu").subscribe().withSubscriber(AssertSubscriber.create(1)).assertNotTerminated();
        for (AssertSubscriber<ChannelMessage> refused : List.of(
                reader.subscribe("sport").subscribe().withSubscriber(AssertSubscriber.create(1)),
                reader.subscribePatterns("*").subscribe().withSubscriber(AssertSubscriber.create(1)))) {
            refused.awaitFailure();
            assertThat(refused.getFailure()).isInstanceOf(KvsException.class).hasMessageStartingWith("NOPERM");
        }
    }

    @Test
    void itEndsWithTheApplication() {
        AssertSubscriber<ChannelMessage> subscriber = reactive.subscribe("news").subscribe()
                .withSubscriber(AssertSubscriber.create(1));
        reactive.close();
        subscriber.awaitFailure();
        assertThat(subscriber.getFailure()).hasMessageContaining("the application is stopping");
        assertThat(publish("news", "x")).isZero();
    }

    @Test
    void channelsAreNeeded() {
        assertThatThrownBy(reactive::subscribe).isInstanceOf(IllegalArgumentException.class);
    }

    private long publish(String channel, String text) {
        return store.execute("PUBLISH", channel, text).asLong();
    }
}
