package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.TestServer.Client;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What a real Redis does not do in the same way, or takes too much time to compare. */
class HyperLogLogCommandsTest {

    private final TestServer server = new TestServer();
    private final Client client = server.client(Dialect.RESP2);

    @Test
    void testsItself() {
        assertThat(client.line("PFSELFTEST")).isEqualTo("+OK\r\n");
        client.line("CONFIG SET hll-sparse-max-bytes 100");
        assertThat(client.line("PFSELFTEST")).isEqualTo("+OK\r\n");
    }

    @Test
    void doesNotSplitARunThatIsCutOff() {
        client.call("SET", "a", "HYLL\u0001" + "\0".repeat(11) + "\u007f");
        assertThat(client.line("PFADD a 1")).isEqualTo("-INVALIDOBJ Corrupted HLL object detected\r\n");
    }

    @Test
    void doesNotDecodeMoreRunsThanThereCanBe() {
        client.call("SET", "a", "HYLL\u0001" + "\0".repeat(11) + "\0".repeat(1_000_000));
        assertThat(client.line("PFDEBUG DECODE a")).isEqualTo("-INVALIDOBJ Corrupted HLL object detected\r\n");
    }

    @Test
    void countsHitsAndMissesOfWhatIsOnlyRead() {
        client.line("PFADD a 1");
        client.line("CONFIG RESETSTAT");
        client.line("PFCOUNT a");
        client.line("PFCOUNT a b");
        client.line("PFMERGE c a");
        client.line("PFADD a 2");
        client.line("PFDEBUG ENCODING a");
        assertThat(client.line("INFO stats")).contains("keyspace_hits:3\r\n", "keyspace_misses:2\r\n");
    }
}
