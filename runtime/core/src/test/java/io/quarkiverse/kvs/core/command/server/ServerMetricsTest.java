package io.quarkiverse.kvs.core.command.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.command.family.Families;
import io.quarkiverse.kvs.core.protocol.Dialect;

/** What can be measured, and that it never goes back. */
class ServerMetricsTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client resp = server.client(Dialect.RESP2);
    private final ServerMetrics metrics = server.state().metrics();

    @Test
    void totalsSurviveResetstat() {
        resp.line("SET a 1 PX 1");
        resp.line("SET b 1");
        resp.line("GET b");
        server.pass(2);
        resp.line("GET a");
        resp.line("LPUSH b x");
        resp.line("LPUSH");
        resp.line("CONFIG RESETSTAT");
        assertThat(resp.line("INFO stats")).contains("keyspace_hits:0\r\n", "keyspace_misses:0\r\n", "expired_keys:0\r\n",
                "total_error_replies:0\r\n", "total_connections_received:0\r\n");
        resp.line("GET b");
        assertThat(resp.line("INFO stats")).contains("keyspace_hits:1\r\n", "keyspace_misses:0\r\n");
        assertThat(resp.line("INFO commandstats")).contains("cmdstat_get:calls=1,").doesNotContain("cmdstat_lpush");
        Command lpush = Families.TABLE.find("lpush");
        assertThat(metrics.calls(lpush)).isEqualTo(1);
        assertThat(metrics.failed(lpush)).isEqualTo(1);
        assertThat(metrics.rejected(lpush)).isEqualTo(1);
        assertThat(metrics.calls(Families.TABLE.in(Dialect.LINE).find("get"))).isEqualTo(3);
        assertThat(metrics.hits()).isEqualTo(2);
        assertThat(metrics.misses()).isEqualTo(1);
        assertThat(metrics.expired()).isEqualTo(1);
        assertThat(metrics.errorReplies()).isEqualTo(2);
        assertThat(metrics.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void whatIsEvictedIsCounted() {
        resp.line("SET a 1");
        resp.line("CONFIG SET maxmemory-policy allkeys-random maxmemory 1");
        assertThat(resp.line("SET b 1")).startsWith("-OOM ");
        resp.line("CONFIG SET maxmemory 0");
        assertThat(resp.line("INFO stats")).contains("evicted_keys:1\r\n");
        assertThat(metrics.evicted()).isEqualTo(1);
        resp.line("CONFIG RESETSTAT");
        assertThat(resp.line("INFO stats")).contains("evicted_keys:0\r\n");
        assertThat(metrics.evicted()).isEqualTo(1);
    }

    @Test
    void eachKeyIsLookedUpOnce() {
        resp.line("SET a 1");
        resp.line("LPUSH b 1");
        assertThat(resp.line("MGET a b c")).isEqualTo("*3\r\n$1\r\n1\r\n$-1\r\n$-1\r\n");
        assertThat(metrics.hits()).isEqualTo(2);
        assertThat(metrics.misses()).isEqualTo(1);
    }

    @Test
    void theDatabases() {
        resp.line("SET a 1");
        resp.line("SELECT 3");
        resp.line("SET a 1");
        resp.line("SET b 1 EX 10");
        assertThat(metrics.databases()).isEqualTo(16);
        assertThat(metrics.keys(0)).isEqualTo(1);
        assertThat(metrics.keys(3)).isEqualTo(2);
        assertThat(metrics.expiringKeys(3)).isEqualTo(1);
        assertThat(metrics.keys(1)).isZero();
    }

    @Test
    void theConnections() {
        TestServer.Client other = server.client(Dialect.RESP2);
        assertThat(metrics.connections()).isEqualTo(2);
        assertThat(metrics.maxConnections()).isEqualTo(10_000);
        other.line("BLPOP a 0");
        assertThat(metrics.blockedConnections()).isEqualTo(1);
        other.disconnect();
        assertThat(metrics.connections()).isEqualTo(1);
        assertThat(metrics.blockedConnections()).isZero();
        resp.line("SUBSCRIBE a b");
        resp.line("PSUBSCRIBE a*");
        assertThat(metrics.channels()).isEqualTo(2);
        assertThat(metrics.patterns()).isEqualTo(1);
    }
}
