package io.quarkiverse.kvs.cluster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A member that has promised not to vote does not. */
class VotePromiseTest {

    private final VotePromise promise = new VotePromise();
    private boolean voted;

    private boolean votes() {
        voted = false;
        promise.vote(() -> voted = true);
        return voted;
    }

    @Test
    void noVoteBeforeItIsOver() {
        long begin = System.nanoTime();
        // It may have been made before the member was started again.
        assertThat(votes() && System.nanoTime() - begin < VotePromise.NANOS).isFalse();
        promise.awaitEnd();
        assertThat(votes()).isTrue();
        begin = System.nanoTime();
        assertThat(promise.make(5, () -> 5)).isEqualTo(5);
        assertThat(votes() && System.nanoTime() - begin < VotePromise.NANOS).isFalse();
        // Since a vote was refused, the leader does not get another promise.
        assertThat(promise.make(5, () -> 5)).isEqualTo(Long.MAX_VALUE);
        promise.awaitEnd();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(VotePromise.NANOS);
        assertThat(votes()).isTrue();
        assertThat(promise.make(6, () -> 6)).isEqualTo(6);
        promise.awaitEnd();
        // Nothing is promised to the leader of an earlier term.
        assertThat(promise.make(5, () -> 6)).isEqualTo(6);
        assertThat(votes()).isTrue();
    }

    @Test
    void aLeaseIsOverBeforeThePromise() {
        Lease lease = new Lease();
        assertThat(lease.nanos(1)).isNotPositive();
        long asked = System.nanoTime();
        promise.make(1, () -> 1);
        lease.promised(1, asked);
        assertThat(lease.nanos(1)).isLessThanOrEqualTo(VotePromise.NANOS * 4 / 5);
        assertThat(lease.nanos(2)).isNotPositive();
        // An answer to an older question changes nothing, and neither does one to an earlier leadership.
        long left = lease.nanos(1);
        lease.promised(1, asked - 100_000_000);
        assertThat(lease.nanos(1)).isCloseTo(left, within(99_000_000L));
        lease.promised(3, asked);
        lease.promised(1, System.nanoTime());
        assertThat(lease.nanos(1)).isNotPositive();
        while (lease.nanos(3) > 0) {
            assertThat(votes() && lease.nanos(3) > 0).isFalse();
        }
    }
}
