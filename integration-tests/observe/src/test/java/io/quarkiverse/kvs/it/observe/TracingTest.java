package io.quarkiverse.kvs.it.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/** The spans of commands. */
@QuarkusTest
class TracingTest {

    @Inject
    InMemorySpanExporter exporter;

    @Inject
    Tracer tracer;

    @Inject
    KvsServer server;

    @Inject
    KeyValueStore store;

    /** Spans that began before, of an earlier test for example, may end at any time, and are none of those a test looks at. */
    private long sinceNanos;

    @BeforeEach
    void beginNow() {
        Instant now = Instant.now();
        sinceNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Test
    void ofAClient() {
        try (Jedis jedis = JedisConnection.to(server)) {
            jedis.select(3);
            jedis.set("secret key", "secret value");
            SpanData span = only("SET");
            assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
            assertThat(span.getParentSpanContext().isValid()).as("a trace of its own").isFalse();
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.quarkiverse.kvs");
            Map<String, Object> attributes = attributes(span);
            assertThat(attributes).containsEntry("db.system.name", "redis").containsEntry("db.operation.name", "SET")
                    .containsEntry("db.namespace", "3").containsEntry("network.peer.address", "127.0.0.1")
                    .containsKey("network.peer.port").doesNotContainKeys("error.type", "db.response.status_code");
            assertThat((Long) attributes.get("network.peer.port")).isBetween(1024L, 65535L).isNotEqualTo(server.port());
            assertThat(span.toString()).doesNotContain("secret");
        }
    }

    @Test
    void ofCommandsThatFail() {
        store.set("text", "x");
        beginNow();
        try (Jedis jedis = JedisConnection.to(server)) {
            assertThatThrownBy(() -> jedis.lpush("text", "x"));
            assertThatThrownBy(() -> jedis.incr("text"));
            assertThatThrownBy(() -> jedis.sendCommand(() -> "GET".getBytes()));
            assertThatThrownBy(() -> jedis.sendCommand(() -> "secret".getBytes(), "secret"));
        }
        assertThat(attributes(only("LPUSH"))).containsEntry("error.type", "WRONGTYPE")
                .containsEntry("db.response.status_code", "WRONGTYPE");
        assertThat(attributes(only("INCR"))).containsEntry("error.type", "ERR");
        assertThat(attributes(only("GET"))).containsEntry("error.type", "ERR");
        assertThat(attributes(only("unknown command"))).containsEntry("error.type", "ERR")
                .doesNotContainKey("db.operation.name");
        // With CLIENT SETINFO, Jedis says what it is, when it has connected.
        assertThat(ended()).filteredOn(span -> !span.getName().equals("CLIENT SETINFO")).hasSize(4)
                .allMatch(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
                .noneMatch(span -> span.toString().contains("secret"));
    }

    @Test
    void ofATransaction() {
        try (Jedis jedis = JedisConnection.to(server)) {
            Transaction transaction = jedis.multi();
            transaction.set("a", "1");
            transaction.incr("a");
            transaction.exec();
        }
        SpanData exec = only("EXEC");
        for (String name : List.of("SET", "INCR")) {
            SpanData span = only(name);
            assertThat(span.getParentSpanId()).isEqualTo(exec.getSpanId());
            assertThat(span.getTraceId()).isEqualTo(exec.getTraceId());
        }
        assertThat(only("MULTI").getTraceId()).isNotEqualTo(exec.getTraceId());
    }

    @Test
    void ofAClientThatWaits() throws InterruptedException {
        Thread waiting = new Thread(() -> {
            try (Jedis jedis = JedisConnection.to(server)) {
                jedis.blpop(600.0, "queue");
            }
        });
        waiting.start();
        Await.until("it waits", () -> store.execute("INFO", "clients").asString().contains("blocked_clients:1"));
        // This is what the span has to last for at least.
        Thread.sleep(20);
        assertThat(ended()).noneMatch(span -> span.getName().equals("BLPOP"));
        store.execute("RPUSH", "queue", "x");
        waiting.join();
        SpanData span = only("BLPOP");
        assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isGreaterThan(20_000_000);
    }

    @Test
    void ofTheApplicationAreChildrenOfItsOwn() {
        Span parent = tracer.spanBuilder("work").startSpan();
        try (Scope current = parent.makeCurrent()) {
            store.get("a");
        } finally {
            parent.end();
        }
        SpanData span = only("GET");
        assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(span.getTraceId()).isEqualTo(parent.getSpanContext().getTraceId());
        assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(attributes(span)).containsEntry("db.namespace", "0").doesNotContainKey("network.peer.address");
    }

    @Test
    void ofAResourceArePartOfItsRequest() {
        RestAssured.post("/scores/ada").then().statusCode(200);
        SpanData request = only("POST /scores/{player}");
        assertThat(only("INCRBY").getParentSpanId()).isEqualTo(request.getSpanId());
    }

    /** The one span of that name, as soon as it has ended: it may do so after the reply has come. */
    private SpanData only(String name) {
        Await.until("the span " + name + " has ended", () -> !ended(name).isEmpty());
        assertThat(ended(name)).as("spans called " + name + " in " + ended()).hasSize(1);
        return ended(name).get(0);
    }

    private List<SpanData> ended(String name) {
        return ended().stream().filter(span -> span.getName().equals(name)).toList();
    }

    private List<SpanData> ended() {
        return exporter.getFinishedSpanItems().stream().filter(span -> span.getStartEpochNanos() >= sinceNanos).toList();
    }

    private static Map<String, Object> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
    }
}
