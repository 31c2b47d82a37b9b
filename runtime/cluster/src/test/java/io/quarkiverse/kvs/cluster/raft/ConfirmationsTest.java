package io.quarkiverse.kvs.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

/** When a member may take it that it still leads. */
class ConfirmationsTest {

    private final AtomicInteger confirmed = new AtomicInteger();

    @Test
    void aMajorityHasToAgree() {
        Confirmations five = new Confirmations(5);
        long question = five.ask(7, confirmed::incrementAndGet);
        five.answered("b", question, 7);
        five.answered("b", question, 7);
        assertThat(confirmed).as("one of four others, twice").hasValue(0);
        five.answered("c", question, 6);
        assertThat(confirmed).as("one that has not heard of this term yet knows of no later one").hasValue(1);
        five.answered("d", question, 7);
        assertThat(confirmed).hasValue(1);
    }

    @Test
    void whoHasVotedForAnotherOneDoesNotAgree() {
        Confirmations three = new Confirmations(3);
        long question = three.ask(7, confirmed::incrementAndGet);
        three.answered("b", question, 8);
        assertThat(confirmed).hasValue(0);
        three.answered("c", question, 7);
        assertThat(confirmed).hasValue(1);
    }

    @Test
    void answersToOldQuestionsDoNotCount() {
        Confirmations three = new Confirmations(3);
        long before = three.ask(7, confirmed::incrementAndGet);
        three.clear();
        three.answered("b", before, 7);
        assertThat(confirmed).hasValue(0);
        long first = three.ask(8, confirmed::incrementAndGet);
        for (int i = 0; i < 100; i++) {
            three.ask(8, () -> {
            });
        }
        three.answered("b", first, 8);
        assertThat(confirmed).as("too many are open").hasValue(0);
    }

    @Test
    void oneMemberIsAMajority() {
        assertThat(new Confirmations(1).ask(1, confirmed::incrementAndGet)).isZero();
        assertThat(confirmed).hasValue(1);
    }
}
