package io.quarkiverse.kvs.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.netty.buffer.Unpooled;

class PendingInputTest {

    private static final int KIB = 1024;

    private final SpareArray spare = new SpareArray();
    private final PendingInput pending = new PendingInput(spare);

    @Test
    void holdsNoMemoryWhileNothingWaits() {
        assertThat(pending.array()).isEmpty();
        pending.keep(new byte[10], 0, 10, 0);
        pending.keep(pending.array(), 10, 10, 0);
        assertThat(pending.array()).isEmpty();
        assertThat(pending.size()).isZero();
    }

    @Test
    void keepsWhatComesInPieces() {
        byte[] all = bytes(300 * KIB);
        pending.keep(all, 0, 100 * KIB, 200 * KIB);
        for (int at = 100 * KIB; at < all.length; at += 50 * KIB) {
            pending.append(Unpooled.wrappedBuffer(all, at, 50 * KIB));
        }
        assertThat(waiting()).isEqualTo(all);
        pending.keep(pending.array(), 290 * KIB, 300 * KIB, 0);
        assertThat(waiting()).isEqualTo(Arrays.copyOfRange(all, 290 * KIB, 300 * KIB));
        assertThat(pending.array().length).as("a small one again").isLessThanOrEqualTo(16 * KIB);
    }

    @Test
    void makesRoomForTheWholeRequestAtOnce() {
        pending.keep(bytes(60 * KIB), 0, 60 * KIB, 70 * KIB);
        assertThat(pending.array()).hasSize(130 * KIB);
        assertThat(pending.growthFor(70 * KIB)).isZero();
    }

    @Test
    void doesNotGiveMuchForAPromise() {
        pending.keep(bytes(10), 0, 10, Integer.MAX_VALUE);
        assertThat(pending.array()).hasSize(16 * KIB);
        pending.append(Unpooled.wrappedBuffer(bytes(30 * KIB)));
        assertThat(pending.array()).hasSize(4 * (30 * KIB + 10));
        pending.append(Unpooled.wrappedBuffer(bytes(95 * KIB)));
        assertThat(pending.array()).as("never more than four times what is there").hasSize(4 * (125 * KIB + 10));
    }

    @Test
    void tellsByHowMuchItWillGrow() {
        pending.keep(bytes(10), 0, 10, 500 * KIB);
        int growth = pending.growthFor(300 * KIB);
        int before = pending.array().length;
        pending.append(Unpooled.wrappedBuffer(bytes(300 * KIB)));
        assertThat(pending.array()).hasSize(before + growth).hasSize(500 * KIB + 10);
    }

    @Test
    void theNextConnectionUsesTheSameArray() {
        pending.keep(bytes(60 * KIB), 0, 60 * KIB, 70 * KIB);
        byte[] array = pending.array();
        PendingInput other = new PendingInput(spare);
        other.keep(bytes(50 * KIB), 0, 50 * KIB, 0);
        assertThat(other.array()).as("while it is in use").isNotSameAs(array);
        pending.clear();
        PendingInput next = new PendingInput(spare);
        byte[] all = bytes(120 * KIB);
        next.keep(all, 0, 50 * KIB, 70 * KIB);
        assertThat(next.array()).isSameAs(array);
        next.append(Unpooled.wrappedBuffer(all, 50 * KIB, 70 * KIB));
        assertThat(Arrays.copyOf(next.array(), next.size())).isEqualTo(all);
    }

    @Test
    void aShortRequestDoesNotTakeALongArray() {
        spare.give(new byte[1024 * KIB]);
        pending.keep(bytes(100), 0, 100, 0);
        assertThat(pending.array()).hasSize(128);
        assertThat(spare.take(1000 * KIB)).hasSize(1024 * KIB);
    }

    @Test
    void arraysOfUnusualLengthAreNotKept() {
        spare.give(new byte[31 * KIB]);
        assertThat(spare.take(31 * KIB)).isNull();
        spare.give(new byte[2048 * KIB + 1]);
        assertThat(spare.take(2048 * KIB)).isNull();
        spare.give(new byte[2048 * KIB]);
        assertThat(spare.take(2048 * KIB)).isNotNull();
        assertThat(spare.take(2048 * KIB)).as("only one has it").isNull();
    }

    private byte[] waiting() {
        return Arrays.copyOf(pending.array(), pending.size());
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
