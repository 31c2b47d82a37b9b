package io.quarkiverse.kvs.core.store.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The commands are those that Redis writes for the same stream. */
class StreamRecreationTest {

    private static final StreamLimits LIMITS = new StreamLimits(4096, 100);

    private final StreamValue stream = new StreamValue();

    @Test
    void entriesGroupsAndWhatIsPending() {
        append(1, "a", "1");
        append(2, "a", "2", "b", "");
        append(3, "c", "3");
        stream.delete(new StreamId(3, 0));
        stream.createGroup(bytes("g"), new StreamId(2, 0), 2);
        ReadableGroup group = stream.group(new Bytes().show(bytes("g")));
        ReadableConsumer consumer = stream.createConsumer(group, bytes("with"), 17);
        stream.createConsumer(group, bytes("idle"), 18);
        stream.deliver(group, consumer, new StreamId(2, 0), 1234, 5);

        assertThat(commands()).containsExactly("XADD k 1-0 a 1", "XADD k 2-0 a 2 b ",
                "XSETID k 3-0 ENTRIESADDED 3 MAXDELETEDID 3-0", "XGROUP CREATE k g 2-0 ENTRIESREAD 2",
                "XGROUP CREATECONSUMER k g idle", "XCLAIM k g with 0 2-0 TIME 1234 RETRYCOUNT 5 JUSTID FORCE");
    }

    @Test
    void aStreamWithoutEntries() {
        assertThat(commands()).containsExactly("XADD k MAXLEN 0 0-1 x y", "XSETID k 0-0 ENTRIESADDED 0 MAXDELETEDID 0-0");
    }

    private void append(long ms, String... words) {
        List<Bytes> views = new ArrayList<>();
        for (String word : words) {
            views.add(new Bytes().show(bytes(word)));
        }
        stream.append(new StreamId(ms, 0), words.length / 2, views::get, LIMITS);
    }

    private List<String> commands() {
        List<String> commands = new ArrayList<>();
        StreamRecreation.of(stream, bytes("k"), words -> {
            List<String> texts = new ArrayList<>();
            for (byte[] word : words) {
                texts.add(new String(word, ISO_8859_1));
            }
            commands.add(String.join(" ", texts));
        });
        return commands;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
