package io.quarkiverse.kvs.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.servers.ServerProcess;

/** The programs that come with Redis. */
class RedisToolsIT {

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension();

    @BeforeAll
    static void installed() {
        assumeTrue(ServerProcess.isInstalled("redis-cli"), "redis-tools are not installed");
    }

    @BeforeEach
    void flush() throws Exception {
        assertThat(cli("", "FLUSHALL")).isEqualTo("OK\n");
    }

    @Test
    void oneCommand() throws Exception {
        assertThat(cli("", "SET", "a", "hello")).isEqualTo("OK\n");
        assertThat(cli("", "GET", "a")).isEqualTo("hello\n");
        assertThat(cli("", "--json", "MGET", "a", "b")).isEqualTo("[\"hello\",null]\n");
        assertThat(cli("", "-3", "--no-raw", "CONFIG", "GET", "databases")).isEqualTo("1# \"databases\" => \"16\"\n");
        assertThat(cli("", "INCR", "a")).isEqualTo("ERR value is not an integer or out of range\n\n");
        assertThat(cli("", "INFO", "server")).contains("redis_version:7.0.");
    }

    @Test
    void typedCommands() throws Exception {
        assertThat(cli("MULTI\nSET a 1\nINCR a\nEXEC\nSELECT 1\nDBSIZE\n")).isEqualTo("OK\nQUEUED\nQUEUED\nOK\n2\n\nOK\n0\n\n"
                .replace("\n\n", "\n"));
    }

    /** It comes from COMMAND DOCS. */
    @Test
    void help() throws Exception {
        assertThat(cli("help GETEX\n")).contains("GETEX key [EX seconds|PX milliseconds|",
                "summary: Returns the value of a key, and sets or removes its time to live.", "since: 6.2.0", "group: string");
        assertThat(cli("help @pubsub\n")).contains("SUBSCRIBE", "PUBLISH");
        assertThat(cli("", "COMMAND", "DOCS", "GETEX")).contains("summary", "since", "6.2.0", "arguments", "unix-time-seconds");
    }

    @Test
    void scanningAndBulkLoading() throws Exception {
        StringBuilder load = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            String key = "key:" + i;
            load.append("*3\r\n$3\r\nSET\r\n$").append(key.length()).append("\r\n").append(key).append("\r\n$1\r\nx\r\n");
        }
        assertThat(cli(load.toString(), "--pipe")).contains("errors: 0, replies: 2000");
        assertThat(cli("", "--scan", "--pattern", "key:19*").lines()).hasSize(111);
        assertThat(cli("", "DBSIZE")).isEqualTo("2000\n");
        assertThat(cli("", "--bigkeys")).contains("Sampled 2000 keys");
        assertThat(cli("", "--memkeys")).contains("Sampled 2000 keys");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1", "16" })
    void benchmark(String pipeline) throws Exception {
        String csv = run("", List.of("redis-benchmark", "-p", Integer.toString(SERVER.port()), "-t", "set,get,incr,mset,ping",
                "-n", "5000", "-c", "20", "-P", pipeline, "--csv"));
        assertThat(csv.lines()).hasSize(7);
        assertThat(csv.lines().skip(1))
                .allSatisfy(line -> assertThat(line).matches("\"[A-Z_() 0-9a-z]+\",\"[1-9][0-9.]+\",.*"));
        // With several in flight, the last ones are not waited for.
        assertThat(Integer.parseInt(cli("", "GET", "counter:__rand_int__").trim())).isBetween(5000, 5000 + 20 * 16);
    }

    @Test
    void benchmarkOfCollections() throws Exception {
        String csv = run("", List.of("redis-benchmark", "-p", Integer.toString(SERVER.port()), "-t",
                "lpush,rpush,lpop,rpop,sadd,spop,hset,zadd,zpopmin,lrange_100", "-r", "1000", "-n", "2000", "--csv"));
        assertThat(csv.lines()).as("a title, the list to be read, and ten commands").hasSize(12);
        assertThat(csv.lines().skip(1))
                .allSatisfy(line -> assertThat(line).matches("\"[A-Z_() 0-9a-z]+\",\"[1-9][0-9.]+\",.*"));
        assertThat(cli("", "TYPE", "mylist")).isEqualTo("list\n");
        assertThat(cli("", "--bigkeys")).contains("Biggest   list found", "Biggest   hash found");
    }

    private static String cli(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(SERVER.port())));
        command.addAll(List.of(arguments));
        return run(input, command);
    }

    private static String run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread writer = new Thread(() -> {
            try (var out = process.getOutputStream()) {
                out.write(input.getBytes(UTF_8));
            } catch (IOException e) {
                // The process ended without reading it, which its output will tell.
            }
        });
        writer.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        writer.join();
        return output;
    }
}
