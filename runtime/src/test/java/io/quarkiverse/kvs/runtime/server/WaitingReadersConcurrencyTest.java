package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RespClient;
import io.quarkiverse.kvs.it.threads.TestThreads;

/**
 * Producers add to streams. Consumers of a group wait for entries, and each entry reaches one of them; readers without a group
 * wait, too, and see all entries.
 */
@Tag("as-in-production")
class WaitingReadersConcurrencyTest extends ServerOnFourLoops {

    private static final List<String> STREAMS = List.of("one", "two");
    /** The value of an entry that tells the consumer that gets it to stop. */
    private static final String STOP = "stop";
    private static final int PRODUCERS = 3;
    private static final int ENTRIES = 1_500;

    private final TestThreads producers = new TestThreads();
    private final TestThreads consumers = new TestThreads();

    @AfterEach
    void stopThreads() {
        producers.close();
        consumers.close();
    }

    /** An entry that has been read: of which stream, with its only value. */
    private record Read(String stream, String id, String value) {

        boolean isStop() {
            return value.equals(STOP);
        }
    }

    @Test
    void everyEntryReachesOneConsumer_andAllReaders() throws Exception {
        try (RespClient client = client()) {
            for (String stream : STREAMS) {
                client.call("XGROUP", "CREATE", stream, "g", "0", "MKSTREAM");
            }
        }
        List<List<Read>> consumed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Read> own = new ArrayList<>();
            consumed.add(own);
            int number = i;
            consumers.start("consumer " + i, () -> consume(number, own));
        }
        List<List<Read>> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Read> own = new ArrayList<>();
            seen.add(own);
            consumers.start("reader " + i, () -> read(own));
        }
        producers.start(PRODUCERS, "producer", this::produce);

        producers.join();
        try (RespClient client = client()) {
            client.call("XADD", STREAMS.get(0), "*", "value", STOP);
        }
        consumers.join();

        List<Read> all = consumed.stream().flatMap(List::stream).toList();
        Set<Read> each = Set.copyOf(all);
        assertThat(all).hasSize(PRODUCERS * ENTRIES).hasSameSizeAs(each);
        for (List<Read> own : seen) {
            assertThat(own).hasSameSizeAs(all);
            assertThat(Set.copyOf(own)).isEqualTo(each);
        }
    }

    /** Adds its entries to one stream or the other, and reads the replies now and then. */
    private void produce(int producer) {
        SplittableRandom random = new SplittableRandom(producer);
        try (RespClient client = client()) {
            int unread = 0;
            for (int i = 0; i < ENTRIES; i++) {
                client.send("XADD", STREAMS.get(random.nextInt(STREAMS.size())), "*", "value", producer + ":" + i);
                unread++;
                if (random.nextInt(10) == 0 || i == ENTRIES - 1) {
                    for (; unread > 0; unread--) {
                        client.read();
                    }
                }
            }
        }
    }

    /** Waits at both streams, acknowledges what it gets, until it gets {@link #STOP}, which it passes on. */
    private void consume(int number, List<Read> own) {
        int first = number % STREAMS.size();
        try (RespClient client = client()) {
            while (true) {
                List<Read> read = entries(client.call("XREADGROUP", "GROUP", "g", "consumer" + number, "COUNT",
                        Integer.toString(1 + number), "BLOCK", "0", "STREAMS", STREAMS.get(first), STREAMS.get(1 - first), ">",
                        ">"));
                read.stream().filter(entry -> !entry.isStop()).forEach(own::add);
                for (Read entry : read) {
                    assertThat(client.call("XACK", entry.stream, "g", entry.id)).isEqualTo(1L);
                }
                if (read.stream().anyMatch(Read::isStop)) {
                    client.call("XADD", STREAMS.get(0), "*", "value", STOP);
                    return;
                }
            }
        }
    }

    private void read(List<Read> own) {
        Map<String, String> last = new HashMap<>();
        try (RespClient client = client()) {
            while (own.size() < PRODUCERS * ENTRIES) {
                for (Read entry : entries(
                        client.call("XREAD", "BLOCK", "0", "STREAMS", "one", "two", last.getOrDefault("one", "0"),
                                last.getOrDefault("two", "0")))) {
                    last.put(entry.stream, entry.id);
                    if (!entry.isStop()) {
                        own.add(entry);
                    }
                }
            }
        }
    }

    private static List<Read> entries(Object reply) {
        List<Read> entries = new ArrayList<>();
        for (Object stream : (List<?>) reply) {
            List<?> keyAndEntries = (List<?>) stream;
            for (Object entry : (List<?>) keyAndEntries.get(1)) {
                List<?> idAndFields = (List<?>) entry;
                entries.add(new Read((String) keyAndEntries.get(0), (String) idAndFields.get(0),
                        (String) ((List<?>) idAndFields.get(1)).get(1)));
            }
        }
        return entries;
    }
}
