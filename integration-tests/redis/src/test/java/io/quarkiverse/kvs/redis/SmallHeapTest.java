package io.quarkiverse.kvs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.client.RespConnection;
import io.quarkiverse.kvs.it.threads.Await;

/**
 * Clients that want more than there is, and an application with a small heap, in a process of its own: it survives, it
 * answers, and what is told to be used stays within the bound.
 */
class SmallHeapTest {

    private static final int HEAP_MEGABYTES = 64;
    private static final String REFUSED = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
    private static final int MEGABYTE = 1024 * 1024;
    /** What one command may add after there was room. */
    private static final int ONE_MORE = 200 * 1024;

    /** The sizes of a table, of small values, and of values that take regions of the garbage collector of their own. */
    @ParameterizedTest
    @ValueSource(ints = { 10, 1000, 100_000 })
    void withoutEvictionCommandsAreRefused(int valueLength) throws Exception {
        try (Application application = new Application(50, "noeviction", 50);
                RespConnection client = new RespConnection(application.port)) {
            int refused = application.fill(client, valueLength, 100L * MEGABYTE);

            assertThat(refused).isPositive();
            application.assertWellAndWithinBound(client);
            assertThat(client.call("SET", "one", "x".repeat(MEGABYTE))).isEqualTo(REFUSED);
            assertThat(client.call("GET", "key:0")).isEqualTo("$" + valueLength + "\r\n" + "x".repeat(valueLength) + "\r\n");
            assertThat(client.call("FLUSHALL")).isEqualTo("+OK\r\n");
            assertThat(client.call("SET", "one", "more")).isEqualTo("+OK\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "allkeys-lru", "allkeys-lfu", "allkeys-random" })
    void withEvictionKeysGo(String policy) throws Exception {
        try (Application application = new Application(50, policy, 50);
                RespConnection client = new RespConnection(application.port)) {
            int refused = application.fill(client, 1000, 100L * MEGABYTE);
            refused += application.fill(client, 30_000, 100L * MEGABYTE);

            assertThat(refused).isZero();
            application.assertWellAndWithinBound(client);
            assertThat(application.info(client, "evicted_keys")).isGreaterThan(10_000);
        }
    }

    /** Lists, sets, hashes and sorted sets grow by elements. */
    @Test
    void collectionsAreBoundedToo() throws Exception {
        try (Application application = new Application(50, "noeviction", 50);
                RespConnection client = new RespConnection(application.port)) {
            String refused = "";
            for (int i = 0; i < 400_000 && !refused.equals(REFUSED); i += 100) {
                List<String> words = new ArrayList<>(List.of("ZADD", "z"));
                List<String> fields = new ArrayList<>(List.of("HSET", "h"));
                for (int j = i; j < i + 100; j++) {
                    words.addAll(List.of(Integer.toString(j), "member" + j));
                    fields.addAll(List.of("field" + j, "value" + j));
                }
                client.send(words);
                client.send(fields);
                client.read();
                refused = client.read();
            }
            assertThat(refused).isEqualTo(REFUSED);
            application.assertWellAndWithinBound(client);
            assertThat(client.call("ZREMRANGEBYRANK", "z", "0", "-1")).startsWith(":");
            assertThat(client.call("HSET", "h", "f", "v")).isEqualTo(":1\r\n");
        }
    }

    /** With the bound, and without: an array too large for the heap is no reason for anything else to fail. */
    @ParameterizedTest
    @ValueSource(ints = { 50, 0 })
    void aSingleValueTooLargeForTheHeapIsRefused(int percents) throws Exception {
        try (Application application = new Application(percents, "noeviction", 50);
                RespConnection client = new RespConnection(application.port)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.call("SETRANGE", "a", "500000000", "x")).startsWith("-OOM ");
                assertThat(client.call("SETBIT", "a", "4000000000", "1")).startsWith("-OOM ");
                assertThat(client.call("BITFIELD", "a", "SET", "u8", "4000000000", "1")).startsWith("-OOM ");
            }
            assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(client.call("SETRANGE", "a", "500000000", "x")).isEqualTo("+QUEUED\r\n");
            assertThat(client.call("SET", "b", "1")).isEqualTo("+QUEUED\r\n");
            assertThat(client.call("EXEC")).startsWith("*2\r\n-OOM ").endsWith("+OK\r\n");
            assertThat(client.call("EXISTS", "a")).isEqualTo(":0\r\n");
            assertThat(client.call("GET", "b")).isEqualTo("$1\r\n1\r\n");
            application.assertWell();
        }
    }

    /** Requests of which only the beginning comes, again and again, until the array for them is too large. */
    @Test
    void unfinishedRequestsAreBounded() throws Exception {
        try (Application application = new Application(50, "allkeys-lru", 50);
                RespConnection client = new RespConnection(application.port)) {
            client.call("SET", "a", "1");
            List<RespConnection> others = new ArrayList<>();
            String piece = "x".repeat(MEGABYTE);
            for (int i = 0; i < 30; i++) {
                RespConnection other = new RespConnection(application.port);
                others.add(other);
                try {
                    other.sendRaw("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000000\r\n");
                    for (int j = 0; j < 5; j++) {
                        other.sendRaw(piece);
                    }
                } catch (UncheckedIOException e) {
                    assertThat(other.read()).as("closed, as it took too much").startsWith("(closed)");
                }
            }
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
            Await.until("some have been closed", () -> application.info(client, "connected_clients") < 25);
            Await.until("others have been closed, too", () -> application.isWithinBound(client));
            application.assertWellAndWithinBound(client);
            others.forEach(RespConnection::close);
        }
    }

    /** Replies that clients do not read: those connections are closed that hold most. */
    @Test
    void unreadRepliesAreBounded() throws Exception {
        try (Application application = new Application(50, "noeviction", 50);
                RespConnection client = new RespConnection(application.port)) {
            assertThat(client.call("SET", "a", "x".repeat(MEGABYTE))).isEqualTo("+OK\r\n");
            List<RespConnection> others = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                RespConnection other = new RespConnection(application.port);
                others.add(other);
                other.sendRaw("GET a\r\n".repeat(20));
            }
            Await.until("one of them has been closed", () -> application.info(client, "evicted_clients") > 0);
            assertThat(client.call("GET", "b")).isEqualTo("$-1\r\n");
            Await.until("others have been closed, too", () -> application.isWithinBound(client));
            application.assertWellAndWithinBound(client);
            others.forEach(RespConnection::close);
        }
    }

    /** Messages that subscribers do not read: these are closed, and neither the publisher nor other clients. */
    @Test
    void unreadMessagesAreBounded() throws Exception {
        try (Application application = new Application(50, "noeviction", 50);
                RespConnection publisher = new RespConnection(application.port);
                RespConnection reader = new RespConnection(application.port);
                RespConnection client = new RespConnection(application.port)) {
            assertThat(reader.call("SUBSCRIBE", "news")).contains("subscribe");
            List<RespConnection> others = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                RespConnection other = new RespConnection(application.port);
                others.add(other);
                assertThat(other.call("SUBSCRIBE", "news")).contains("subscribe");
            }
            String message = "x".repeat(MEGABYTE);
            for (int i = 0; i < 100; i++) {
                assertThat(publisher.call("PUBLISH", "news", message)).startsWith(":");
                assertThat(reader.read()).endsWith(message + "\r\n");
                assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
            }
            assertThat(application.info(client, "evicted_clients")).isPositive();
            Await.until("others have been closed, too", () -> application.isWithinBound(client));
            application.assertWellAndWithinBound(client);
            others.forEach(RespConnection::close);
        }
    }

    /** A reply longer than what all clients together may hold can be sent to a client that reads. */
    @Test
    void aLongReplyIsSentToAClientThatReads() throws Exception {
        try (Application application = new Application(50, "noeviction", 25);
                RespConnection client = new RespConnection(application.port)) {
            int length = 12 * MEGABYTE;
            assertThat(client.call("SETRANGE", "a", Integer.toString(length - 1), "x")).isEqualTo(":" + length + "\r\n");
            for (int i = 0; i < 5; i++) {
                assertThat(client.call("GET", "a")).hasSize(("$" + length + "\r\n\r\n").length() + length);
            }
            assertThat(application.info(client, "evicted_clients")).isZero();
            application.assertWell();
        }
    }

    /** A process with a heap of {@link #HEAP_MEGABYTES}. */
    private static final class Application implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;
        final int port;
        private long rounds;
        private int filled;

        Application(int percents, String policy, int percentsForClients) throws IOException {
            process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + HEAP_MEGABYTES + "m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                    SmallHeapApplication.class.getName(), Integer.toString(percents), policy,
                    Integer.toString(percentsForClients)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            output = process.inputReader();
            port = Integer.parseInt(output.readLine());
        }

        /** Sets keys until so many bytes are sent; says how many commands were refused. */
        int fill(RespConnection client, int valueLength, long bytes) {
            String value = "x".repeat(valueLength);
            int refused = 0;
            int batch = Math.max(1, 100_000 / (valueLength + 50));
            for (long sent = 0; sent < bytes && refused < 1000;) {
                List<List<String>> sets = new ArrayList<>();
                for (int i = 0; i < batch; i++) {
                    sets.add(List.of("SET", "key:" + filled++, value));
                    sent += valueLength + 50;
                }
                client.sendAll(sets);
                for (int i = 0; i < batch; i++) {
                    String reply = client.read();
                    assertThat(reply).isIn("+OK\r\n", REFUSED);
                    refused += reply.equals(REFUSED) ? 1 : 0;
                }
            }
            return refused;
        }

        boolean isWithinBound(RespConnection client) {
            return info(client, "used_memory") <= info(client, "maxmemory") + ONE_MORE;
        }

        void assertWellAndWithinBound(RespConnection client) {
            assertThat(info(client, "used_memory")).isLessThanOrEqualTo(info(client, "maxmemory") + ONE_MORE);
            assertThat(info(client, "maxmemory")).isBetween(20L * MEGABYTE, 32L * MEGABYTE);
            assertWell();
        }

        /** It has gone on with its own work all the time, and has always had the memory for it. */
        void assertWell() {
            assertThat(process.isAlive()).isTrue();
            long before = rounds;
            Await.until("it goes on with its own work", () -> {
                process.outputWriter().write("how are you?\n");
                process.outputWriter().flush();
                String[] answer = output.readLine().split(" ");
                assertThat(answer[1]).as("failures of the application").isEqualTo("0");
                rounds = Long.parseLong(answer[0]);
                return rounds > before;
            });
        }

        long info(RespConnection client, String field) {
            String reply = client.call("INFO");
            Matcher matcher = Pattern.compile(field + ":(\\d+)").matcher(reply);
            assertThat(matcher.find()).as("%s in %s", field, reply).isTrue();
            return Long.parseLong(matcher.group(1));
        }

        @Override
        public void close() throws Exception {
            process.outputWriter().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
