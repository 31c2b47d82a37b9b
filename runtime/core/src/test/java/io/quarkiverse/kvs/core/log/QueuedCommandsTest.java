package io.quarkiverse.kvs.core.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.store.Effect;

/** Whatever lengths words have, and whenever what waits is taken, the bytes are those of all commands, one after the other. */
class QueuedCommandsTest {

    private static final int[] LENGTHS = { 0, 1, 9, 10, 16, 99, 100, 101, 440, 470, 490, 500, 511, 512, 513, 999, 1000, 1001,
            QueuedCommands.LARGE - 1, QueuedCommands.LARGE, 300_000 };
    private static final int[] COUNTS = { 1, 2, 3, 4, 9, 10, 31, 32, 33, 100 };

    private final SplittableRandom random = new SplittableRandom(1);
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    private static void command(ByteArrayOutputStream to, byte[]... words) {
        to.writeBytes(("*" + words.length + "\r\n").getBytes(ISO_8859_1));
        for (byte[] word : words) {
            to.writeBytes(("$" + word.length + "\r\n").getBytes(ISO_8859_1));
            to.writeBytes(word);
            to.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
    }

    private byte[][] words() {
        byte[][] words = new byte[COUNTS[random.nextInt(COUNTS.length)]][];
        // Long words are rare, and so are many that are not short.
        int longest = random.nextInt(20) == 0 ? LENGTHS.length : words.length > 4 ? 5 : LENGTHS.length - 3;
        for (int i = 0; i < words.length; i++) {
            words[i] = new byte[LENGTHS[random.nextInt(words.length > 10 ? 5 : longest)]];
            random.nextBytes(words[i]);
        }
        return words;
    }

    private void take(QueuedCommands queue) {
        long bytes = queue.bytes();
        int before = taken.size();
        for (QueuedCommands.Part part : queue.take()) {
            QueuedCommands.Commands commands = (QueuedCommands.Commands) part;
            taken.write(commands.bytes(), 0, commands.length());
        }
        assertThat((long) taken.size() - before).isEqualTo(bytes);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void areTakenAsTheyCame() {
        QueuedCommands queue = new QueuedCommands(0);
        command(expected, "SELECT".getBytes(ISO_8859_1), "0".getBytes(ISO_8859_1));
        for (int record = 1; record <= 3000; record++) {
            byte[][] words = words();
            command(expected, words);
            int before = (int) queue.bytes();
            assertThat(queue.add(new ChangeRecord(record, 0, List.of(new Effect(0, words)))))
                    .isEqualTo(queue.bytes() - before);
            for (byte[] word : words) {
                if (word.length < AppendOnlyFile.KEPT_WORD) {
                    Arrays.fill(word, (byte) 'x');
                }
            }
            if (random.nextInt(100) == 0) {
                take(queue);
                assertThat(queue.taken()).isEqualTo(record);
            }
        }
        take(queue);
        assertThat(Arrays.mismatch(taken.toByteArray(), expected.toByteArray())).isEqualTo(-1);
    }

    @Test
    void ofARecordWithoutEffectsAreNoBytesButItIsThere() {
        QueuedCommands queue = new QueuedCommands(7);
        assertThat(queue.isEmpty()).isTrue();
        queue.add(new ChangeRecord(8, 0, new ArrayList<>()));
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.take()).isEmpty();
        assertThat(queue.taken()).isEqualTo(8);
    }
}
