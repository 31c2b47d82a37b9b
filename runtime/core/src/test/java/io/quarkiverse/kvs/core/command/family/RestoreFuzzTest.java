package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.Gate;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.rdb.Payloads;
import io.quarkiverse.kvs.core.store.rdb.SoundValue;
import io.quarkiverse.kvs.core.store.value.Value;

/**
 * Payloads with the right checksum and anything else wrong: a value of each type as every version of Redis has written it,
 * which is in the resources beside this test, and what a fuzzer makes of them. To look for more, for ten minutes:
 * {@code JAZZER_FUZZ=1 ./mvnw -pl runtime/core test -Dtest=RestoreFuzzTest}.
 */
class RestoreFuzzTest {

    /**
     * No byte of a payload stands for more on the heap: compressed, 3 bytes may stand for 132 elements of 3
     * bytes each.
     */
    private static final long MOST_FOR_A_BYTE = 300;

    @FuzzTest(maxDuration = "10m")
    void isRefusedOrBecomesASoundValue(byte[] content) {
        for (String limit : new String[] { "2", "512" }) {
            TestServer server = new TestServer();
            TestServer.Client client = server.client(Dialect.RESP2);
            client.call("CONFIG", "SET", "hash-max-listpack-entries", limit, "zset-max-listpack-entries", limit,
                    "set-max-intset-entries", limit);
            client.call("SET", "k", "as before");
            String payload = new String(Payloads.seal(content), ISO_8859_1);

            String reply = client.call("RESTORE", "k", "0", payload, "REPLACE");

            if (reply.equals("-ERR Bad data format\r\n")) {
                assertThat(client.call("GET", "k")).isEqualTo("$9\r\nas before\r\n");
            } else {
                assertThat(reply).isEqualTo("+OK\r\n");
                Value value = value(server, "k");
                assertThat(value.memory()).isLessThan(1000 + content.length * MOST_FOR_A_BYTE);
                String dump = client.call("DUMP", "k");
                dump = dump.substring(dump.indexOf('\n') + 1, dump.length() - 2);
                assertThat(client.call("RESTORE", "again", "0", dump)).isEqualTo("+OK\r\n");
                assertThat(SoundValue.contents(value(server, "again"))).isEqualTo(SoundValue.contents(value));
            }
        }
    }

    private static Value value(TestServer server, String key) {
        Key name = new Key().show(key.getBytes(ISO_8859_1));
        Gate gate = new Gate(server.state().store());
        gate.open(name.segment(), server.now());
        try {
            return gate.database(0).valueUnnoticed(name);
        } finally {
            gate.close();
        }
    }
}
