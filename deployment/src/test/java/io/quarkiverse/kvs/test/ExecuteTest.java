package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkus.test.QuarkusUnitTest;

/** Any command from inside, and its reply with a type. */
class ExecuteTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication();

    @Inject
    KeyValueStore store;

    @BeforeEach
    void clear() {
        store.execute("FLUSHALL");
    }

    @Test
    void repliesHaveTypes() {
        assertThat(store.execute("SET", "k", "v", "EX", "100")).isEqualTo(new Reply.Status("OK"));
        assertThat(store.execute("GET", "k").asString()).isEqualTo("v");
        assertThat(store.execute("get", "no")).isInstanceOf(Reply.Nil.class);
        assertThat(store.execute("TTL", "k").asLong()).isBetween(50L, 100L);
        assertThat(store.execute("INCRBYFLOAT", "f", "1.5").asString()).isEqualTo("1.5");
        assertThat(((Reply.Array) store.execute("MGET", "k", "no")).elements()).hasSize(2)
                .last().isInstanceOf(Reply.Nil.class);
        assertThat(store.execute("CONFIG", "GET", "databases")).isInstanceOf(Reply.Pairs.class);
        assertThat(store.execute("SCAN", "0")).isInstanceOf(Reply.Array.class);
    }

    @Test
    void bytesGoInAndOut() {
        byte[] key = { 0, -1 };
        store.execute("SET", key, new byte[] { 13, 10 });
        assertThat(store.execute("GET", key).asBytes()).containsExactly(13, 10);
    }

    @Test
    void errorsAreExceptions() {
        store.set("k", "v");
        assertThatThrownBy(() -> store.execute("INCR", "k")).isInstanceOf(KvsException.class)
                .hasMessage("ERR value is not an integer or out of range");
        assertThatThrownBy(() -> store.execute("NOPE", "x")).isInstanceOf(KvsException.class)
                .hasMessage("ERR unknown command 'NOPE', with args beginning with: 'x' ");
        assertThatThrownBy(() -> store.execute("GET")).isInstanceOf(KvsException.class)
                .hasMessage("ERR wrong number of arguments for 'get' command");
    }

    /** There is no connection to which they could belong. */
    @Test
    void commandsOfAConnectionAreRefused() {
        for (String command : new String[] { "MULTI", "SUBSCRIBE c", "MONITOR", "SELECT 1", "CLIENT REPLY OFF", "QUIT" }) {
            assertThatThrownBy(() -> store.execute(command.split(" "))).as(command)
                    .isInstanceOf(KvsException.class).hasMessageContaining("is about a connection");
        }
    }
}
