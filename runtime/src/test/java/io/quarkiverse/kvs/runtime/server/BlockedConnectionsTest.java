package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.Await;

/** Connections that wait for lists: what becomes of them when they go, wait in vain, or send more behind. */
class BlockedConnectionsTest extends ServerOnFourLoops {

    @Test
    void clientsThatHaveGoneTakeNothing() {
        List<RespClient> waiting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RespClient client = client();
            waiting.add(client);
            client.send("BLPOP", "a", "b", "c", "0");
        }
        awaitBlocked(40);
        for (int i = 0; i < 40; i++) {
            if (i % 2 == 0) {
                waiting.get(i).close();
            } else {
                waiting.get(i).finishSending();
            }
        }
        awaitBlocked(0);
        try (RespClient client = client()) {
            assertThat(client.call("RPUSH", "b", "1", "2", "3")).isEqualTo(3L);
            assertThat(client.call("LLEN", "b")).isEqualTo(3L);
        }
        for (int i = 1; i < 40; i += 2) {
            assertThat(waiting.get(i).isAtEnd()).isTrue();
            waiting.get(i).close();
        }
    }

    /** Its request was held back at first, and nothing was read from it meanwhile. */
    @Test
    void aClientThatWasPausedBeforeIsMissedWhenItGoes() {
        try (RespClient client = client(); RespClient paused = client()) {
            client.call("CLIENT", "PAUSE", "60000", "WRITE");
            paused.send("BLPOP", "a", "0");
            awaitBlocked(1);
            client.call("CLIENT", "UNPAUSE");
            Await.until("it waits for the list", () -> ((String) client.call("CLIENT", "LIST")).contains(" flags=b "));
        }
        awaitBlocked(0);
    }

    @Test
    void waitingIsNotIdling() {
        Duration timeout = Duration.ofHours(1);
        try (RespClient waiting = client(); RespClient idle = client()) {
            waiting.send("BLPOP", "a", "0");
            awaitBlocked(1);
            idle.call("CONFIG", "SET", "timeout", Long.toString(timeout.toSeconds()));
            closeIdleConnectionsAfter(timeout);
            assertThat(idle.isAtEnd()).as("closed because it is idle").isTrue();

            try (RespClient pusher = client()) {
                pusher.call("RPUSH", "a", "x");
            }
            assertThat(waiting.read()).isEqualTo(List.of("a", "x"));
            closeIdleConnectionsAfter(Duration.ZERO);
            assertThat(waiting.call("PING")).as("it has been idle only since its reply").isEqualTo("PONG");
        }
    }

    @Test
    void whatIsSentBehindWaitsToo() {
        try (RespClient client = client(); RespClient pusher = client()) {
            client.send("SET", "x", "1");
            client.send("BLPOP", "a", "0");
            client.send("INCR", "x");
            client.send("BLPOP", "a", "0");
            client.send("INCR", "x");
            assertThat(client.read()).isEqualTo("OK");
            awaitBlocked(1);
            assertThat(pusher.call("GET", "x")).isEqualTo("1");
            pusher.call("RPUSH", "a", "first");
            assertThat(client.read()).isEqualTo(List.of("a", "first"));
            assertThat(client.read()).isEqualTo(2L);
            pusher.call("RPUSH", "a", "second");
            assertThat(client.read()).isEqualTo(List.of("a", "second"));
            assertThat(client.read()).isEqualTo(3L);
        }
    }

    @Test
    void timeoutsOfMany() {
        List<RespClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RespClient client = client();
            clients.add(client);
            client.send("BLPOP", "a", "b", "0.0" + (1 + i % 9));
            client.send("PING");
        }
        for (RespClient client : clients) {
            assertThat(client.read()).isNull();
            assertThat(client.read()).isEqualTo("PONG");
            client.close();
        }
    }
}
