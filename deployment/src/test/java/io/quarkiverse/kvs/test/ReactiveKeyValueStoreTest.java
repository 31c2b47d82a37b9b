package io.quarkiverse.kvs.test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.restassured.RestAssured;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** The reactive store in an application: it can be injected, and an event loop may call it. */
class ReactiveKeyValueStoreTest {

    private static final int MANY = 50_000;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Resource.class));

    /** What each method answers, if all is well, is made on an event loop. */
    @Path("/")
    public static class Resource {

        @Inject
        ReactiveKeyValueStore store;

        @GET
        @Path("get")
        public Uni<String> get() {
            return inItsPlace(store.get("k"));
        }

        @GET
        @Path("keys")
        public Uni<String> keys() {
            return inItsPlace(store.keys().map(keys -> Integer.toString(keys.size())));
        }

        @GET
        @Path("members")
        public Uni<String> members() {
            return inItsPlace(store.set("s").members().map(members -> Integer.toString(members.size())));
        }

        @GET
        @Path("job")
        public Uni<String> job() {
            return inItsPlace(store.list("jobs").removeFirst(Duration.ofSeconds(60)));
        }

        /** Notes something in the context of the request, and looks whether it is still there when the item comes. */
        private static Uni<String> inItsPlace(Uni<String> uni) {
            if (!Context.isOnEventLoopThread()) {
                throw new IllegalStateException("not on an event loop");
            }
            Object mark = new Object();
            ContextLocals.put("mark", mark);
            return uni.map(item -> {
                VertxContextSafetyToggle.validateContextIfExists("marked as unsafe", "not marked as safe");
                boolean there = Context.isOnEventLoopThread() && VertxContext.isOnDuplicatedContext()
                        && ContextLocals.get("mark").filter(mark::equals).isPresent();
                return there ? item : "elsewhere: " + Thread.currentThread().getName();
            });
        }
    }

    @Inject
    ReactiveKeyValueStore reactive;

    @Inject
    KeyValueStore store;

    @Inject
    KvsServer server;

    @BeforeEach
    void clear() {
        store.clear();
    }

    @Test
    void hasTheDataOfTheServer() {
        reactive.set("A", "1").await().indefinitely();
        assertThat(store.get("A")).isEqualTo("1");
        try (LineClient client = new LineClient(server.port())) {
            assertThat(client.call("GET", "A")).isEqualTo("+1");
        }
    }

    @Test
    void answersInTheContextOfTheRequest() {
        store.set("k", "v");
        IntStream.range(0, MANY).forEach(i -> store.set("s").add("member" + i));
        RestAssured.get("/get").then().statusCode(200).body(is("v"));
        RestAssured.get("/keys").then().statusCode(200).body(is("2"));
        RestAssured.get("/members").then().statusCode(200).body(is(Integer.toString(MANY)));
    }

    /** More requests wait than there are event loops. */
    @Test
    void waitsWithoutAThread() throws Exception {
        int requests = 20;
        CompletableFuture<?>[] waiting = IntStream.range(0, requests)
                .mapToObj(i -> CompletableFuture.runAsync(() -> RestAssured.get("/job").then().statusCode(200).body(is("job")),
                        task -> new Thread(task).start()))
                .toArray(CompletableFuture[]::new);
        awaitBlocked(requests);
        for (int i = 0; i < requests; i++) {
            reactive.list("jobs").addLast("job").await().indefinitely();
        }
        CompletableFuture.allOf(waiting).get(60, SECONDS);
        assertThat(store.exists("jobs")).isFalse();
    }

    private void awaitBlocked(int callers) {
        String wanted = "blocked_clients:" + callers;
        Await.until(wanted, () -> store.execute("INFO", "clients").asString().contains(wanted));
    }
}
