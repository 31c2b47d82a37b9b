package io.quarkiverse.kvs.core.command.family;

import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;

/** An array of members of a sorted set, alone or with their scores, for a walk over the set to fill. */
final class ScoredReply implements SortedSetValue.Visitor {

    private final ReplyWriter reply;
    private final boolean withScores;
    private final boolean pairs;
    private BooleanSupplier cancelled = () -> false;

    private ScoredReply(ReplyWriter reply, boolean withScores, boolean pairs) {
        this.reply = reply;
        this.withScores = withScores;
        this.pairs = pairs;
    }

    /**
     * Begins an array of members. With scores, RESP3 has an array in it for each of them, and RESP2 all in a row.
     *
     * @param members how many there will be
     */
    static ScoredReply begin(ReplyWriter reply, int members, boolean withScores) {
        return withScores && reply.dialect() == Dialect.RESP3 ? pairs(reply, members) : flat(reply, members, withScores);
    }

    /** Begins an array of members with their scores, each pair an array in it. */
    static ScoredReply pairs(ReplyWriter reply, int members) {
        reply.array(members);
        return new ScoredReply(reply, true, true);
    }

    /** Begins an array of members, with their scores in between perhaps. */
    static ScoredReply flat(ReplyWriter reply, int members, boolean withScores) {
        reply.array(withScores ? 2 * members : members);
        return inside(reply, withScores);
    }

    /** Members in an array that has begun already. */
    static ScoredReply inside(ReplyWriter reply, boolean withScores) {
        return new ScoredReply(reply, withScores, false);
    }

    /** Lets the walk end early, when the client does not wait for the reply any longer. */
    ScoredReply unless(BooleanSupplier nobodyWaits) {
        cancelled = nobodyWaits;
        return this;
    }

    @Override
    public boolean visit(Key member, double score) {
        if (pairs) {
            reply.array(2);
        }
        reply.bulk(member);
        if (withScores) {
            reply.number(score);
        }
        return !cancelled.getAsBoolean();
    }
}
