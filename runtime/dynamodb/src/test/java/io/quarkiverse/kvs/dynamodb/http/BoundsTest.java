package io.quarkiverse.kvs.dynamodb.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What many clients together may ask for has bounds. */
class BoundsTest {

    @Test
    void bytesAreGivenOutUpToABound() {
        Budget budget = new Budget(100);

        assertThat(budget.take(60)).isTrue();
        assertThat(budget.take(41)).isFalse();
        assertThat(budget.take(40)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.giveBack(60);
        assertThat(budget.taken()).isEqualTo(40);
        assertThat(budget.take(60)).isTrue();
    }

    @Test
    void soManyRequestsWaitForAWorkerAndNoMore() throws Exception {
        Vertx vertx = Vertx.vertx();
        Workers workers = new Workers(vertx, "bounds", 1, 2);
        CountDownLatch held = new CountDownLatch(1);
        try {
            Future<Boolean> running = workers.run(() -> held.await(20, TimeUnit.SECONDS));
            Future<String> waiting = workers.run(() -> "waited");
            assertThat(waiting).isNotNull();
            assertThat(workers.<String> run(() -> "too many")).isNull();
            held.countDown();
            assertThat(waiting.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo("waited");
            assertThat(running.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)).isTrue();

            Future<String> next = workers.run(() -> "next");
            assertThat(next.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo("next");
        } finally {
            held.countDown();
            workers.close();
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }
}
