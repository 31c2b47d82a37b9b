package io.quarkiverse.kvs.cluster.raft;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Questions to the other members whether this one still leads. Each answers with its term: if a majority, this member included,
 * is in no later term than the one in which it leads, then no other member had been elected when they were asked, since those
 * who have voted for one are in its term. Safe for use by many threads.
 */
final class Confirmations {

    /** So many questions may be open; older ones are forgotten. */
    private static final int MOST = 64;

    private static final class Question {
        final long term;
        final Runnable confirmed;
        final Set<String> agreed = new HashSet<>();

        Question(long term, Runnable confirmed) {
            this.term = term;
            this.confirmed = confirmed;
        }
    }

    private final int members;
    private final Map<Long, Question> open = new HashMap<>();
    private long number;

    /** @param members how many they are, this one included */
    Confirmations(int members) {
        this.members = members;
    }

    /**
     * A question.
     *
     * @return its number; 0 if this member is a majority by itself, so that it is answered already
     */
    long ask(long term, Runnable confirmed) {
        if (members == 1) {
            confirmed.run();
            return 0;
        }
        synchronized (this) {
            open.put(++number, new Question(term, confirmed));
            open.remove(number - MOST);
            return number;
        }
    }

    /** An answer. */
    void answered(String member, long question, long term) {
        Question asked;
        synchronized (this) {
            asked = open.get(question);
            if (asked == null || term > asked.term) {
                return;
            }
            asked.agreed.add(member);
            if (asked.agreed.size() + 1 <= members / 2) {
                return;
            }
            open.remove(question);
        }
        asked.confirmed.run();
    }

    /** This member leads no longer, or anew. */
    synchronized void clear() {
        open.clear();
    }
}
