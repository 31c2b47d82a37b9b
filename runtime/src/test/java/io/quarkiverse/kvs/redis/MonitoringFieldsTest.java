package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RespConnection;

/** What monitoring tools and clients read of a server is there under the names that Redis has for it. */
class MonitoringFieldsTest extends BesideRedis {

    @Test
    void infoHasTheFieldsOfOverviews() {
        String info = own.call("INFO", "everything");
        for (String field : new String[] { "instantaneous_ops_per_sec", "instantaneous_input_kbps", "instantaneous_output_kbps",
                "total_reads_processed", "total_writes_processed", "lru_clock" }) {
            assertThat(info).contains("\n" + field + ":");
            assertThat(redis.call("INFO", "everything")).contains("\n" + field + ":");
        }
    }

    @Test
    void memoryStatsHasTheFieldsOfRedis() {
        Set<String> fields = new TreeSet<>();
        for (String line : redis.call("MEMORY", "STATS").split("\r\n")) {
            if (line.matches("[a-z]+[a-z.-]*") && !line.startsWith("db.")) {
                fields.add(line);
            }
        }
        assertThat(fields).contains("allocator-fragmentation.ratio", "allocator-rss.bytes", "rss-overhead.ratio");
        assertThat(own.call("MEMORY", "STATS").split("\r\n")).contains(fields.toArray(String[]::new));
    }

    @Test
    void subscribersThatChangeTheDialectGetMessagesInTheNewOne() {
        for (RespConnection server : new RespConnection[] { redis, own }) {
            int port = server == own ? servers.ownPort() : servers.redisPort();
            try (RespConnection subscriber = new RespConnection(port)) {
                subscriber.call("HELLO", "3");
                subscriber.call("SUBSCRIBE", "x");
                subscriber.call("HELLO", "2");
                server.call("PUBLISH", "x", "text");
                assertThat(subscriber.read()).isEqualTo("*3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$4\r\ntext\r\n");
            }
        }
    }

    @Test
    void commandsAreCountedByHowLongTheyTook() {
        for (RespConnection server : new RespConnection[] { redis, own }) {
            server.call("CONFIG", "RESETSTAT");
            server.call("SET", "k", "v");
            server.call("GET", "k");
            server.call("GET", "k");
            assertThat(server.call("LATENCY", "HISTOGRAM", "get", "nosuch"))
                    .startsWith("*2\r\n$3\r\nget\r\n*4\r\n$5\r\ncalls\r\n:2\r\n$14\r\nhistogram_usec\r\n*");
            assertThat(server.call("LATENCY", "HISTOGRAM", "config")).contains("config|resetstat");
            assertThat(server.call("INFO", "latencystats"))
                    .containsPattern("latency_percentiles_usec_get:p50=[0-9.]+,p99=[0-9.]+,p99\\.9=[0-9.]+\r\n");
            assertThat(server.call("CONFIG", "SET", "latency-tracking-info-percentiles", "10 x")).isEqualTo(
                    "-ERR CONFIG SET failed (possibly related to argument 'latency-tracking-info-percentiles') - "
                            + "Invalid latency-tracking-info-percentiles parameters\r\n");
            server.call("CONFIG", "SET", "latency-tracking", "no");
            server.call("CONFIG", "RESETSTAT");
            server.call("GET", "k");
            assertThat(server.call("LATENCY", "HISTOGRAM", "get")).isEqualTo("*0\r\n");
            server.call("CONFIG", "SET", "latency-tracking", "yes");
        }
    }
}
