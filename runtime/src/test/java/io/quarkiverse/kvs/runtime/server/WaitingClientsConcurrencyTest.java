package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.Await;
import io.quarkiverse.kvs.it.threads.TestThreads;

/** Producers push to lists, and consumers wait for their elements: no element is lost, and none is given to two. */
@Tag("as-in-production")
class WaitingClientsConcurrencyTest extends ServerOnFourLoops {

    private static final List<String> QUEUES = List.of("one", "two", "three");
    /** An element that tells the consumer that takes it to stop. */
    private static final String STOP = "stop";

    private final TestThreads producers = new TestThreads();
    private final TestThreads consumers = new TestThreads();
    /** Tells those that go on until they are told to stop. */
    private final AtomicBoolean done = new AtomicBoolean();

    @AfterEach
    void stopThreads() {
        producers.close();
        consumers.close();
    }

    @Test
    void everyElementReachesOneConsumer_andInTheOrderOfItsProducer() throws Exception {
        int elements = 3_000;
        List<Consumer> consuming = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Consumer consumer = new Consumer(i);
            consuming.add(consumer);
            consumers.start("consumer " + i, consumer);
        }
        producers.start(4, "producer", number -> produce(number, elements));

        producers.join();
        awaitEmptyQueues();
        tellToStop(consuming.size());
        consumers.join();

        assertThat(consuming.stream().flatMap(consumer -> consumer.taken.stream()).collect(Collectors.toSet()))
                .hasSize(4 * elements);
        assertThat(consuming.stream().mapToInt(consumer -> consumer.taken.size()).sum()).isEqualTo(4 * elements);
        for (Consumer consumer : consuming) {
            assertInOrder(consumer.taken);
        }
    }

    /** An element that has been taken: which one of which producer, and out of which queue. */
    private record Taken(String queue, String producer, int number) {

        static Taken of(String queue, String element) {
            int colon = element.indexOf(':');
            return new Taken(queue, element.substring(0, colon), Integer.parseInt(element.substring(colon + 1)));
        }
    }

    /** Pushes its elements to one queue or another, and reads the replies now and then. */
    private void produce(int producer, int elements) {
        SplittableRandom random = new SplittableRandom(producer);
        try (RespClient client = client()) {
            int unread = 0;
            for (int i = 0; i < elements; i++) {
                client.send("RPUSH", QUEUES.get(random.nextInt(QUEUES.size())), producer + ":" + i);
                unread++;
                if (random.nextInt(10) == 0 || i == elements - 1) {
                    for (; unread > 0; unread--) {
                        client.read();
                    }
                }
            }
        }
    }

    /** Waits at all queues, and notes what it takes, until it takes {@link #STOP}. */
    private final class Consumer implements TestThreads.Work {

        /** To be read when the thread has come to its end. */
        final List<Taken> taken = new ArrayList<>();
        private final List<String> command = new ArrayList<>();

        /** Each of them looks at another queue first; every other one takes two elements at once. */
        Consumer(int number) {
            List<String> queues = new ArrayList<>(QUEUES);
            Collections.rotate(queues, number);
            if (number % 2 == 0) {
                command.add("BLPOP");
                command.addAll(queues);
                command.add("0");
            } else {
                command.addAll(List.of("BLMPOP", "0", Integer.toString(queues.size())));
                command.addAll(queues);
                command.addAll(List.of("LEFT", "COUNT", "2"));
            }
        }

        @Override
        public void run() {
            try (RespClient client = client()) {
                while (true) {
                    List<?> reply = (List<?>) client.call(command.toArray(String[]::new));
                    String queue = (String) reply.get(0);
                    List<?> elements = reply.get(1) instanceof List<?> several ? several : List.of(reply.get(1));
                    if (elements.contains(STOP)) {
                        // A consumer that takes two of them puts one back for another consumer.
                        for (int i = 1; i < elements.size(); i++) {
                            client.call("RPUSH", queue, STOP);
                        }
                        return;
                    }
                    elements.forEach(element -> taken.add(Taken.of(queue, (String) element)));
                }
            }
        }
    }

    private void awaitEmptyQueues() {
        try (RespClient client = client()) {
            for (String queue : QUEUES) {
                Await.until(queue + " is empty", () -> client.call("LLEN", queue).equals(0L));
            }
        }
    }

    private void tellToStop(int number) {
        try (RespClient client = client()) {
            for (int i = 0; i < number; i++) {
                client.call("RPUSH", QUEUES.get(0), STOP);
            }
        }
    }

    /** What one consumer has of one producer and queue is in the order in which it was pushed. */
    private static void assertInOrder(List<Taken> taken) {
        Map<String, Integer> last = new HashMap<>();
        for (Taken each : taken) {
            Integer before = last.put(each.queue + " " + each.producer, each.number);
            assertThat(before == null || before < each.number).as("%s after %s", each, before).isTrue();
        }
    }

    /** What a consumer takes, it moves to a list of its own: so the test sees what became of it when the consumer goes. */
    @Test
    void consumersThatDisconnectAtAnyMomentLoseNothing() throws Exception {
        int elements = 4_000;
        int leavers = 6;
        consumers.start(leavers, "leaving consumer", this::takeAndLeaveAgainAndAgain);
        try (RespClient producer = client()) {
            for (int i = 0; i < elements; i++) {
                producer.call("RPUSH", "queue", Integer.toString(i));
            }
            done.set(true);
            consumers.join();
            awaitBlocked(0);

            List<Object> found = new ArrayList<>((List<?>) producer.call("LRANGE", "queue", "0", "-1"));
            for (int i = 0; i < leavers; i++) {
                found.addAll((List<?>) producer.call("LRANGE", "taken" + i, "0", "-1"));
            }
            assertThat(found).hasSize(elements).hasSameSizeAs(Set.copyOf(found));
        }
    }

    /** Connects, takes a few elements, and disconnects while it waits, or while an element is on its way. */
    private void takeAndLeaveAgainAndAgain(int leaver) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(leaver);
        String own = "taken" + leaver;
        while (!done.get()) {
            try (RespClient client = client()) {
                for (int i = random.nextInt(20); i > 0; i--) {
                    if (client.call("BLMOVE", "queue", own, "LEFT", "RIGHT", "0.2") == null) {
                        break;
                    }
                }
                if (random.nextBoolean()) {
                    client.send("BLMOVE", "queue", own, "RIGHT", "LEFT", "0");
                } else {
                    client.send("BLMPOP", "0", "1", "nosuch" + leaver, "LEFT");
                }
                if (random.nextBoolean()) {
                    // So that some of them go at once, and some when they wait.
                    Thread.sleep(random.nextInt(3));
                }
            }
        }
    }

    /** Every client that moves a token serves another one: none of them waits for the locks of another one for ever. */
    @Test
    void tokensGoRoundInARingOfLists() throws Exception {
        int tokens = 5;
        List<String> ring = IntStream.range(0, 7).mapToObj(i -> "ring" + i).toList();
        consumers.start(2 * ring.size(), "mover of tokens", number -> moveTokens(ring, number));
        try (RespClient client = client()) {
            for (int i = 0; i < tokens; i++) {
                client.call("RPUSH", ring.get(i), "token" + i);
            }
            SplittableRandom random = new SplittableRandom();
            for (int i = 0; i < 1_000; i++) {
                assertThat(tokensSeenByATransaction(client, ring, random)).isEqualTo(tokens);
                client.call("CLIENT", "UNBLOCK", Integer.toString(random.nextInt(20)));
            }
            done.set(true);
            consumers.join();

            List<Object> found = new ArrayList<>();
            ring.forEach(list -> found.addAll((List<?>) client.call("LRANGE", list, "0", "-1")));
            assertThat(found).hasSize(tokens).doesNotHaveDuplicates();
        }
    }

    private void moveTokens(List<String> ring, int mover) {
        SplittableRandom random = new SplittableRandom(mover);
        try (RespClient client = client()) {
            while (!done.get()) {
                int from = random.nextInt(ring.size());
                int to = (from + 1 + random.nextInt(ring.size() - 1)) % ring.size();
                client.call("BLMOVE", ring.get(from), ring.get(to), "LEFT", "RIGHT", "0." + (1 + random.nextInt(9)));
            }
        }
    }

    /** The transaction looks at all lists, and tells one client or another to wait no more. */
    private static long tokensSeenByATransaction(RespClient client, List<String> ring, SplittableRandom random) {
        List<String> commands = new ArrayList<>(List.of("MULTI"));
        ring.forEach(list -> commands.add("LLEN " + list));
        commands.add("CLIENT UNBLOCK " + random.nextInt(20));
        commands.add("EXEC");
        List<Object> replies = client.pipeline(commands.toArray(String[]::new));
        List<?> executed = (List<?>) replies.get(replies.size() - 1);
        return executed.subList(0, ring.size()).stream().mapToLong(length -> (long) length).sum();
    }

    @Test
    void aClientThatWaitsIsServedBeforeThoseThatTryAgainAndAgain() throws Exception {
        consumers.start(EVENT_LOOPS, "greedy consumer", this::tryAgainAndAgain);
        try (RespClient waiting = client(); RespClient producer = client()) {
            for (int i = 0; i < 500; i++) {
                waiting.send("BLPOP", "queue", "0");
                awaitBlocked(1);
                producer.call("RPUSH", "queue", Integer.toString(i));
                assertThat(waiting.read()).isEqualTo(List.of("queue", Integer.toString(i)));
            }
        } finally {
            done.set(true);
        }
        consumers.join();
    }

    private void tryAgainAndAgain(int number) {
        try (RespClient client = client()) {
            while (!done.get()) {
                assertThat(client.call("LPOP", "queue")).as("an element for greedy consumer %d", number).isNull();
            }
        }
    }
}
