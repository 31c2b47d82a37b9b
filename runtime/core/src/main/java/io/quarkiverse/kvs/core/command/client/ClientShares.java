package io.quarkiverse.kvs.core.command.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * What some clients hold at one instant, weighed against each other: which of them are to go so that the others are within the
 * bound of {@link ClientMemory}. For one thread, and one use.
 */
final class ClientShares {

    private static final class Share {

        final Session session;
        final long idle;
        final long underWayIn;
        final long underWayOut;
        boolean goes;

        Share(Session session, long growth) {
            this.session = session;
            idle = session.held().idle();
            underWayIn = session.held().underWayIn() + growth;
            underWayOut = session.held().underWayOut();
        }
    }

    private final List<Share> all = new ArrayList<>();
    private long idle;
    private long underWayIn;
    private long underWayOut;

    /** @param growth what the client is about to send beyond what is counted, in bytes */
    void add(Session session, long growth) {
        Share share = new Share(session, growth);
        if (share.idle + share.underWayIn + share.underWayOut > 0) {
            all.add(share);
            idle += share.idle;
            underWayIn += share.underWayIn;
            underWayOut += share.underWayOut;
        }
    }

    /** Tells which clients are to go, those first that hold most. */
    void excess(long limit, Consumer<Session> goes) {
        if (idle + underWayIn > limit) {
            Iterator<Share> idlest = largestFirst(share -> share.idle);
            Iterator<Share> senders = largestFirst(share -> share.underWayIn);
            while (idle + underWayIn > limit) {
                go((idle >= underWayIn ? idlest : senders).next(), goes);
            }
        }
        if (underWayOut > limit) {
            Iterator<Share> readers = largestFirst(share -> share.underWayOut);
            for (Share largest = readers.next(); underWayOut - largest.underWayOut > limit; largest = readers.next()) {
                go(largest, goes);
            }
        }
    }

    /** Those that hold something of a kind; and, the more there is to go, the fewer, so that there is always a next one. */
    private Iterator<Share> largestFirst(ToLongFunction<Share> bytes) {
        return all.stream().filter(share -> !share.goes && bytes.applyAsLong(share) > 0)
                .sorted(Comparator.comparingLong(bytes).reversed()).iterator();
    }

    private void go(Share share, Consumer<Session> goes) {
        if (!share.goes) {
            share.goes = true;
            idle -= share.idle;
            underWayIn -= share.underWayIn;
            underWayOut -= share.underWayOut;
            goes.accept(share.session);
        }
    }
}
