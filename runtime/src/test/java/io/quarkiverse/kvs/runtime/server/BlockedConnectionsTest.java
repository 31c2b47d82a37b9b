package io.quarkiverse.kvs.runtime.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.kvs.core.protocol.DecoderLimits;
import io.vertx.core.Vertx;

/** Clients that wait for lists and streams, on several event loops: nothing is lost, and nothing given twice. */
@Timeout(120)
class BlockedConnectionsTest {

    private static final int EVENT_LOOPS = 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private Vertx vertx;
    private TcpServer server;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        server = new TcpServer(vertx, TestState.of(new DecoderLimits(1000, 1000, 1 << 20, 1 << 21), 1000, 1 << 24, 0),
                new ServerConfig("localhost", 0, EVENT_LOOPS));
        server.start();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void manyProducersAndConsumers() throws Exception {
        int producers = 4;
        int consumers = 8;
        int each = 3_000;
        List<String> keys = List.of("one", "two", "three");
        List<List<String>> consumed = new ArrayList<>();
        for (int i = 0; i < consumers; i++) {
            List<String> own = Collections.synchronizedList(new ArrayList<>());
            consumed.add(own);
            List<String> order = new ArrayList<>(keys);
            Collections.rotate(order, i);
            String command = (i % 2 == 0 ? "BLPOP " : "BLMPOP 0 3 ") + String.join(" ", order)
                    + (i % 2 == 0 ? " 0" : " LEFT COUNT 2");
            run(() -> {
                try (Client client = new Client()) {
                    while (true) {
                        List<?> reply = (List<?>) client.call(command);
                        List<?> elements = reply.get(1) instanceof List<?> several ? several : List.of(reply.get(1));
                        if (elements.contains("stop")) {
                            // Whoever takes two leaves one for the next.
                            for (int j = 1; j < elements.size(); j++) {
                                client.call("RPUSH " + reply.get(0) + " stop");
                            }
                            return null;
                        }
                        elements.forEach(element -> own.add(reply.get(0) + " " + element));
                    }
                }
            });
        }
        List<Future<?>> producing = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            int producer = i;
            producing.add(threads.submit(() -> {
                SplittableRandom random = new SplittableRandom(producer);
                try (Client client = new Client()) {
                    for (int j = 0; j < each; j++) {
                        client.send("RPUSH " + keys.get(random.nextInt(keys.size())) + " " + producer + ":" + j);
                        if (random.nextInt(10) == 0 || j == each - 1) {
                            client.readAll();
                        }
                    }
                }
                return null;
            }));
        }
        for (Future<?> producer : producing) {
            producer.get();
        }
        try (Client client = new Client()) {
            while (keys.stream().anyMatch(key -> !client.call("LLEN " + key).equals(0L))) {
                Thread.sleep(1);
            }
            for (int i = 0; i < consumers; i++) {
                client.call("RPUSH one stop");
            }
        }
        finish();

        List<String> all = consumed.stream().flatMap(List::stream).map(text -> text.substring(text.indexOf(' ') + 1)).toList();
        assertThat(all).hasSize(producers * each).doesNotHaveDuplicates();
        // Whatever one consumer has from one producer and key is in the order in which it was pushed.
        for (List<String> own : consumed) {
            Map<String, Integer> last = new HashMap<>();
            for (String element : own) {
                int colon = element.indexOf(':');
                int number = Integer.parseInt(element.substring(colon + 1));
                Integer before = last.put(element.substring(0, colon), number);
                assertThat(before == null || before < number).as("%s after %s", element, before).isTrue();
            }
        }
    }

    /**
     * What a consumer takes, it takes into a list of its own: so it shows what became of it when the consumer
     * goes.
     */
    @Test
    void consumersThatDisconnectAtAnyMoment() throws Exception {
        int elements = 4_000;
        int consumers = 6;
        AtomicBoolean done = new AtomicBoolean();
        for (int i = 0; i < consumers; i++) {
            int consumer = i;
            run(() -> {
                SplittableRandom random = new SplittableRandom(consumer);
                while (!done.get()) {
                    try (Client client = new Client()) {
                        int calls = random.nextInt(20);
                        for (int j = 0; j < calls; j++) {
                            if (client.call("BLMOVE queue taken" + consumer + " LEFT RIGHT 0.2") == null) {
                                break;
                            }
                        }
                        client.send(random.nextBoolean() ? "BLMOVE queue taken" + consumer + " RIGHT LEFT 0"
                                : "BLMPOP 0 1 nosuch" + consumer + " LEFT");
                        if (random.nextBoolean()) {
                            Thread.sleep(random.nextInt(3));
                        }
                    }
                }
                return null;
            });
        }
        try (Client producer = new Client()) {
            for (int i = 0; i < elements; i++) {
                producer.call("RPUSH queue " + i);
            }
            done.set(true);
            finish();
            awaitNobodyBlocked(producer);
            List<Object> found = new ArrayList<>((List<?>) producer.call("LRANGE queue 0 -1"));
            for (int i = 0; i < consumers; i++) {
                found.addAll((List<?>) producer.call("LRANGE taken" + i + " 0 -1"));
            }
            assertThat(found).hasSize(elements).doesNotHaveDuplicates();
        }
    }

    /** Everybody serves everybody else, in a ring, and nobody waits for anybody's locks for ever. */
    @Test
    void elementsGoRoundInARing() throws Exception {
        int lists = 7;
        int tokens = 5;
        AtomicBoolean done = new AtomicBoolean();
        for (int i = 0; i < lists * 2; i++) {
            int worker = i;
            run(() -> {
                SplittableRandom random = new SplittableRandom(worker);
                try (Client client = new Client()) {
                    while (!done.get()) {
                        int from = random.nextInt(lists);
                        int to = (from + 1 + random.nextInt(lists - 1)) % lists;
                        client.call("BLMOVE ring" + from + " ring" + to + " LEFT RIGHT 0." + (1 + random.nextInt(9)));
                    }
                }
                return null;
            });
        }
        try (Client client = new Client()) {
            for (int i = 0; i < tokens; i++) {
                client.call("RPUSH ring" + i + " token" + i);
            }
            SplittableRandom random = new SplittableRandom();
            List<String> all = IntStream.range(0, lists).mapToObj(i -> "ring" + i).toList();
            for (int i = 0; i < 1_000; i++) {
                // Transactions over all lists, and clients that are told to wait no more, right through it.
                client.send("MULTI");
                all.forEach(key -> client.send("LLEN " + key));
                client.send("CLIENT UNBLOCK " + random.nextInt(20));
                client.send("EXEC");
                List<?> lengths = (List<?>) client.readAll();
                assertThat(lengths.subList(0, lists).stream().mapToLong(length -> (long) length).sum()).isEqualTo(tokens);
                client.call("CLIENT UNBLOCK " + random.nextInt(20));
            }
            done.set(true);
            finish();
            List<Object> found = new ArrayList<>();
            all.forEach(key -> found.addAll((List<?>) client.call("LRANGE " + key + " 0 -1")));
            assertThat(found).hasSize(tokens).doesNotHaveDuplicates();
        }
    }

    @Test
    void whoHasWaitedIsServedBeforeWhoTriesAgainAndAgain() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        for (int i = 0; i < EVENT_LOOPS; i++) {
            run(() -> {
                try (Client client = new Client()) {
                    while (!done.get()) {
                        assertThat(client.call("LPOP a")).isNull();
                    }
                }
                return null;
            });
        }
        try (Client waiter = new Client(); Client pusher = new Client()) {
            for (int i = 0; i < 500; i++) {
                waiter.send("BLPOP a 0");
                while (blocked(pusher) == 0) {
                    Thread.onSpinWait();
                }
                pusher.call("RPUSH a " + i);
                assertThat(waiter.read()).isEqualTo(List.of("a", Integer.toString(i)));
            }
        } finally {
            done.set(true);
        }
        finish();
    }

    @Test
    void whoHasGoneTakesNothing() throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Client client = new Client();
            clients.add(client);
            client.send("BLPOP a b c 0");
        }
        try (Client client = new Client()) {
            while (blocked(client) < 40) {
                Thread.sleep(1);
            }
            for (int i = 0; i < 40; i++) {
                if (i % 2 == 0) {
                    clients.get(i).close();
                } else {
                    clients.get(i).socket.shutdownOutput();
                }
            }
            awaitNobodyBlocked(client);
            assertThat(client.call("RPUSH b 1 2 3")).isEqualTo(3L);
            assertThat(client.call("LLEN b")).isEqualTo(3L);
        }
        for (int i = 1; i < 40; i += 2) {
            assertThat(clients.get(i).in.read()).isEqualTo(-1);
            clients.get(i).close();
        }
    }

    /** Its request was held back at first, and nothing was read from it meanwhile. */
    @Test
    void whoHasBeenPausedBeforeIsMissedToo() throws Exception {
        try (Client client = new Client(); Client paused = new Client()) {
            client.call("CLIENT PAUSE 60000 WRITE");
            paused.send("BLPOP a 0");
            while (blocked(client) == 0) {
                Thread.sleep(1);
            }
            client.call("CLIENT UNPAUSE");
            while (!((String) client.call("CLIENT LIST")).contains(" flags=b ")) {
                Thread.sleep(1);
            }
            paused.close();
            awaitNobodyBlocked(client);
        }
    }

    @Test
    void waitingIsNotIdling() throws Exception {
        try (Client client = new Client();
                Client waiter = new Client();
                Maintenance maintenance = new Maintenance(server.state())) {
            maintenance.listener(server);
            waiter.send("BLPOP a 0");
            client.call("CONFIG SET timeout 1");
            for (int i = 0; i < 15; i++) {
                Thread.sleep(100);
                client.call("PING");
            }
            client.call("RPUSH a x");
            assertThat(waiter.read()).isEqualTo(List.of("a", "x"));
            Thread.sleep(300);
            assertThat(waiter.call("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void whatIsSentBehindWaitsToo() throws Exception {
        try (Client client = new Client(); Client pusher = new Client()) {
            client.send("SET x 1");
            client.send("BLPOP a 0");
            client.send("INCR x");
            client.send("BLPOP a 0");
            client.send("INCR x");
            assertThat(client.read()).isEqualTo("OK");
            while (blocked(pusher) == 0) {
                Thread.sleep(1);
            }
            assertThat(pusher.call("GET x")).isEqualTo("1");
            pusher.call("RPUSH a first");
            assertThat(client.read()).isEqualTo(List.of("a", "first"));
            assertThat(client.read()).isEqualTo(2L);
            pusher.call("RPUSH a second");
            assertThat(client.read()).isEqualTo(List.of("a", "second"));
            assertThat(client.read()).isEqualTo(3L);
        }
    }

    @Test
    void timeoutsOfMany() throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Client client = new Client();
            clients.add(client);
            client.send("BLPOP a b 0.0" + (1 + i % 9));
            client.send("PING");
        }
        for (Client client : clients) {
            assertThat(client.read()).isNull();
            assertThat(client.read()).isEqualTo("PONG");
            client.close();
        }
    }

    /** Consumers of a group, on all event loops, share the entries of two streams; and readers without a group see all of them. */
    @Test
    void consumersOfAGroupAndReadersOfStreams() throws Exception {
        int producers = 3;
        int each = 1500;
        List<String> keys = List.of("one", "two");
        try (Client client = new Client()) {
            for (String key : keys) {
                client.call("XGROUP CREATE " + key + " g 0 MKSTREAM");
            }
        }
        List<List<String>> delivered = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<String> own = Collections.synchronizedList(new ArrayList<>());
            delivered.add(own);
            String streams = i % 2 == 0 ? " STREAMS one two > >" : " STREAMS two one > >";
            String command = "XREADGROUP GROUP g consumer" + i + " COUNT " + (1 + i) + " BLOCK 0" + streams;
            run(() -> {
                try (Client client = new Client()) {
                    while (true) {
                        List<String> entries = entries(client.call(command));
                        for (String entry : entries) {
                            if (!entry.endsWith(" stop")) {
                                own.add(entry);
                            }
                        }
                        if (entries.stream().anyMatch(entry -> entry.endsWith(" stop"))) {
                            client.call("XADD one * value stop");
                            return null;
                        }
                        for (String entry : entries) {
                            String[] words = entry.split(" ");
                            assertThat(client.call("XACK " + words[0] + " g " + words[1])).isEqualTo(1L);
                        }
                    }
                }
            });
        }
        List<List<String>> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<String> own = new ArrayList<>();
            seen.add(own);
            run(() -> {
                Map<String, String> last = new HashMap<>(Map.of("one", "0", "two", "0"));
                try (Client client = new Client()) {
                    while (own.size() < producers * each) {
                        for (String entry : entries(
                                client.call("XREAD BLOCK 0 STREAMS one two " + last.get("one") + " " + last.get("two")))) {
                            String[] words = entry.split(" ");
                            last.put(words[0], words[1]);
                            if (!words[2].equals("stop")) {
                                own.add(entry);
                            }
                        }
                    }
                    return null;
                }
            });
        }
        List<Future<?>> producing = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            int producer = i;
            producing.add(threads.submit(() -> {
                SplittableRandom random = new SplittableRandom(producer);
                try (Client client = new Client()) {
                    for (int j = 0; j < each; j++) {
                        client.send("XADD " + keys.get(random.nextInt(keys.size())) + " * value " + producer + ":" + j);
                        if (random.nextInt(10) == 0 || j == each - 1) {
                            client.readAll();
                        }
                    }
                }
                return null;
            }));
        }
        for (Future<?> producer : producing) {
            producer.get();
        }
        try (Client client = new Client()) {
            client.call("XADD one * value stop");
        }
        finish();
        List<String> all = delivered.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(producers * each).doesNotHaveDuplicates();
        for (List<String> own : seen) {
            assertThat(own).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    /** What XREAD replies: of each entry its key, its id and the value of its field. */
    private static List<String> entries(Object reply) {
        List<String> entries = new ArrayList<>();
        for (Object stream : (List<?>) reply) {
            List<?> keyAndEntries = (List<?>) stream;
            for (Object entry : (List<?>) keyAndEntries.get(1)) {
                List<?> idAndFields = (List<?>) entry;
                entries.add(keyAndEntries.get(0) + " " + idAndFields.get(0) + " " + ((List<?>) idAndFields.get(1)).get(1));
            }
        }
        return entries;
    }

    private void run(Callable<Void> task) {
        running.add(threads.submit(task));
    }

    private void finish() throws Exception {
        for (Future<?> task : running) {
            task.get();
        }
    }

    private static void awaitNobodyBlocked(Client client) throws Exception {
        while (blocked(client) > 0) {
            Thread.sleep(1);
        }
    }

    private static int blocked(Client client) {
        String info = (String) client.call("INFO clients");
        int at = info.indexOf("blocked_clients:") + "blocked_clients:".length();
        return Integer.parseInt(info.substring(at, info.indexOf('\r', at)));
    }

    /**
     * A client whose commands are words between blanks, and whose replies are Java's own strings, numbers, lists,
     * and null.
     */
    private final class Client implements AutoCloseable {

        final Socket socket;
        final InputStream in;
        private int unread;

        Client() throws IOException {
            socket = new Socket("localhost", server.port());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream());
        }

        Object call(String command) {
            send(command);
            return readAll();
        }

        void send(String command) {
            String[] words = command.split(" ");
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
            }
            try {
                socket.getOutputStream().write(request.toString().getBytes(ISO_8859_1));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            unread++;
        }

        /** Reads all replies, and returns the last one. */
        Object readAll() {
            Object last = null;
            while (unread > 0) {
                last = read();
            }
            return last;
        }

        Object read() {
            unread--;
            try {
                return readReply();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private Object readReply() throws IOException {
            String line = readLine();
            String rest = line.substring(1);
            switch (line.charAt(0)) {
                case '+':
                    return rest;
                case ':':
                    return Long.valueOf(rest);
                case '$':
                    int length = Integer.parseInt(rest);
                    return length < 0 ? null : new String(in.readNBytes(length + 2), 0, length, ISO_8859_1);
                case '*':
                    int count = Integer.parseInt(rest);
                    if (count < 0) {
                        return null;
                    }
                    List<Object> list = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        list.add(readReply());
                    }
                    return list;
                default:
                    throw new IllegalStateException(line);
            }
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b; (b = in.read()) != '\n';) {
                if (b < 0) {
                    throw new IOException("closed");
                }
                line.append((char) b);
            }
            return line.substring(0, line.length() - 1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
