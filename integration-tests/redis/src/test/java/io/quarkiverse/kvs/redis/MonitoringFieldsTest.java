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

    /** What is known of the program that Redis is, of its Lua, or of single buffers, is not there: nothing here is like it. */
    private static final Set<String> OF_REDIS_ALONE = Set.of("atomicvar_api", "gcc_version", "multiplexing_api",
            "monotonic_clock", "client_recent_max_input_buffer", "client_recent_max_output_buffer", "used_memory_lua",
            "used_memory_lua_human", "used_memory_vm_eval", "used_memory_vm_functions", "used_memory_vm_total",
            "used_memory_vm_total_human", "expired_stale_perc", "expired_time_cap_reached_count",
            "expire_cycle_cpu_milliseconds", "total_eviction_exceeded_time", "current_eviction_exceeded_time",
            "dump_payload_sanitizations", "slave_expires_tracked_keys", "total_net_repl_input_bytes",
            "total_net_repl_output_bytes", "instantaneous_input_repl_kbps", "instantaneous_output_repl_kbps",
            "used_cpu_sys_main_thread", "used_cpu_user_main_thread");

    @Test
    void infoHasAllOtherFieldsOfRedis() {
        Set<String> missing = new TreeSet<>();
        String info = own.call("INFO");
        for (String line : redis.call("INFO").split("\r\n")) {
            if (line.matches("[a-z0-9_]+:.*") && !info.contains("\n" + line.substring(0, line.indexOf(':') + 1))) {
                missing.add(line.substring(0, line.indexOf(':')));
            }
        }
        assertThat(missing).isEqualTo(new TreeSet<>(OF_REDIS_ALONE));
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
    void helloInATransactionChangesTheDialectOfWhatFollows() {
        for (RespConnection server : new RespConnection[] { redis, own }) {
            int port = server == own ? servers.ownPort() : servers.redisPort();
            try (RespConnection client = new RespConnection(port)) {
                client.call("MULTI");
                client.call("HELLO", "3");
                client.call("SUBSCRIBE", "q");
                client.call("HGETALL", "nosuch");
                assertThat(client.call("EXEC")).endsWith(">3\r\n$9\r\nsubscribe\r\n$1\r\nq\r\n:1\r\n%0\r\n");
            }
        }
    }

    @Test
    void theSamePasswordAgainChangesNoUser() {
        for (RespConnection server : new RespConnection[] { redis, own }) {
            int port = server == own ? servers.ownPort() : servers.redisPort();
            server.call("ACL", "SETUSER", "default", ">secret");
            server.call("CONFIG", "SET", "requirepass", "");
            try (RespConnection client = new RespConnection(port)) {
                assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
            } finally {
                server.call("ACL", "SETUSER", "default", "nopass");
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
