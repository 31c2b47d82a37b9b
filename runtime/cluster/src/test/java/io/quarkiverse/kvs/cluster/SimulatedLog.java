package io.quarkiverse.kvs.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Logs that agree, in one thread: what several members see is decided by a random number generator. Leaders change; the one
 * before may learn of that late, and append entries meanwhile, which get lost; so may others that were appended before.
 */
final class SimulatedLog {

    /** How long a promise is kept, and how much of that is relied on; in ticks. */
    private static final long PROMISE = 10;
    private static final long LEASE = 8;
    private static final long TICK_NANOS = 50_000_000;

    private final SplittableRandom random;
    private final List<byte[]> committed = new ArrayList<>();
    /** What the leader has appended, and may still get lost. */
    private final List<byte[]> appended = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private View leader;
    private long elections;
    private long time;
    /** A majority has promised to vote for no other one than that, until then. */
    private View promisedTo;
    private long promisedUntil;

    SimulatedLog(SplittableRandom random) {
        this.random = random;
    }

    /** A member asks whether it still leads. */
    private record Question(View view, long leading, long asked, Runnable confirmed) {
    }

    private final List<Question> questions = new ArrayList<>();

    /** Answers some questions, or all; some answers get lost. */
    void answer(boolean all) {
        for (Question question : List.copyOf(questions)) {
            if (all || random.nextInt(3) > 0) {
                questions.remove(question);
                if (leader == question.view && question.view.leading == question.leading && (all || random.nextInt(10) > 0)) {
                    promisedTo = leader;
                    promisedUntil = time + PROMISE;
                    leader.sureUntil = Math.max(leader.sureUntil, question.asked + LEASE);
                    leader.sureLeading = question.leading;
                    question.confirmed.run();
                }
            }
        }
    }

    View view(String name) {
        View view = new View(name);
        views.add(view);
        return view;
    }

    /** Some time goes by. */
    void tick() {
        time++;
    }

    /**
     * Another member leads, or the same one anew. Of what was appended, a part may have been there for it to keep.
     *
     * @return whether that is so: a majority may have promised not to vote for it yet
     */
    boolean elect(View next) {
        if (time < promisedUntil && next != promisedTo) {
            return false;
        }
        commit(random.nextInt(appended.size() + 1));
        appended.clear();
        leader = next;
        next.leading = ++elections;
        next.leaderSeen = next.name;
        return true;
    }

    /** None leads. */
    void depose() {
        commit(random.nextInt(appended.size() + 1));
        appended.clear();
        leader = null;
    }

    /** A majority has some of what was appended; now and then, one of it has not even been sent. */
    void commitSome() {
        if (!appended.isEmpty() && random.nextInt(50) == 0) {
            appended.remove(random.nextInt(appended.size()));
        }
        commit(random.nextInt(appended.size() + 1));
    }

    void commitAll() {
        commit(appended.size());
    }

    private void commit(int count) {
        for (int i = 0; i < count; i++) {
            committed.add(appended.remove(0));
        }
    }

    /** What one member sees of it. */
    final class View implements ReplicatedLog {

        final String name;
        private long leading;
        private String leaderSeen;
        private long known;
        private long forgotten;
        private long sureLeading;
        private long sureUntil;

        View(String name) {
            this.name = name;
        }

        /** It learns who leads, or that it does not any more. */
        void learn() {
            leading = leader == this ? leading : 0;
            leaderSeen = leader == null ? null : leader.name;
        }

        /** It learns of some of what is committed, or of all. */
        void advance(boolean all) {
            long left = committed.size() - known;
            known += all ? left : random.nextLong(left + 1);
        }

        @Override
        public void start(Listener listener) {
            // It is asked again and again.
        }

        @Override
        public long leading() {
            return leading;
        }

        @Override
        public String leader() {
            return leaderSeen;
        }

        @Override
        public int reachable() {
            return views.size();
        }

        @Override
        public boolean isNew() {
            return false;
        }

        @Override
        public void append(byte[] entry) {
            if (leader == this) {
                appended.add(entry);
            }
        }

        @Override
        public void confirm(long of, Runnable confirmed) {
            if (leading == of) {
                questions.add(new Question(this, of, time, confirmed));
            }
        }

        @Override
        public long sureNanos(long of) {
            return of == sureLeading ? (sureUntil - time) * TICK_NANOS : 0;
        }

        @Override
        public long committed() {
            return known;
        }

        @Override
        public long first() {
            return forgotten + 1;
        }

        @Override
        public byte[] read(long place) {
            if (place <= forgotten || place > known) {
                throw new IllegalArgumentException("place " + place);
            }
            return committed.get((int) place - 1);
        }

        @Override
        public Map<String, Long> places() {
            return Map.of();
        }

        @Override
        public void forget(long place) {
            forgotten = place;
        }

        @Override
        public void tell(byte[] what) {
            // They do not need to find each other.
        }

        @Override
        public void close() {
            // There is nothing to be closed.
        }
    }
}
