package io.quarkiverse.kvs.cluster;

/**
 * How far the data is that a member has: the place of the last entry that was done, and what that entry says of those behind
 * it.
 *
 * @param place of the last entry that was done; 0 for none
 * @param reign the number of the leader's reign, as it has announced it in the log; 0 if there was no leader yet
 * @param next the number of the record that is to come next in that reign, counted from 1
 * @param leader the name of that leader; empty if there was none
 */
record Position(long place, long reign, long next, String leader) {

    static final Position START = new Position(0, 0, 1, "");

    Position at(long otherPlace) {
        return new Position(otherPlace, reign, next, leader);
    }

    /** The next record of the reign has been done. */
    Position done(long itsPlace) {
        return new Position(itsPlace, reign, next + 1, leader);
    }
}
