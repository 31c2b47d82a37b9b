package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What a real Redis does not do in the same way, or takes too much memory to compare. */
class BitmapCommandsTest {

    private static final String BAD_OFFSET = "-ERR bit offset is not an integer or out of range\r\n";

    private final TestServer server = new TestServer();
    private final Client client = server.client(Dialect.RESP2);

    @Test
    void doesNotWriteBehindWhatAnArrayCanHold() {
        client.line("CONFIG SET proto-max-bulk-len 2147483639");
        assertThat(client.line("SETBIT a 17179869112 1")).isEqualTo(BAD_OFFSET);
        assertThat(client.line("BITFIELD a SET u8 17179869112 1")).isEqualTo(BAD_OFFSET);
        assertThat(client.line("BITFIELD a SET u8 17179869105 1")).isEqualTo(BAD_OFFSET);
        assertThat(client.line("BITFIELD a SET u8 0 1 INCRBY i64 17179869111 1")).isEqualTo(BAD_OFFSET);
        assertThat(client.line("EXISTS a")).isEqualTo(":0\r\n");
        assertThat(client.line("BITFIELD a GET u8 17179869105")).isEqualTo("*1\r\n:0\r\n");
    }

    @Test
    void refusesAnOffsetThatWouldWrapAround() {
        assertThat(client.line("BITFIELD a SET u8 #2305843009213693952 1")).isEqualTo(BAD_OFFSET);
        assertThat(client.line("EXISTS a")).isEqualTo(":0\r\n");
    }

    @Test
    void countsHitsAndMissesOfWhatIsOnlyRead() {
        client.line("SET a x");
        client.line("CONFIG RESETSTAT");
        client.line("BITOP AND c a b");
        client.line("BITFIELD a GET u8 0");
        client.line("BITFIELD b GET u8 0");
        client.line("BITFIELD a SET u8 0 1");
        client.line("SETBIT a 0 1");
        assertThat(client.line("INFO stats")).contains("keyspace_hits:2\r\n", "keyspace_misses:2\r\n");
    }
}
