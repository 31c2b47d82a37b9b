package io.quarkiverse.kvs;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.StoredStream.Entry;
import io.quarkiverse.kvs.StoredStream.Pending;
import io.smallrye.mutiny.Uni;

/**
 * The stream of one key, for reactive callers: {@link ReactiveKeyValueStore#stream}. It does what {@link StoredStream} does,
 * when and where {@link ReactiveKeyValueStore} says.
 */
public interface ReactiveStoredStream {

    /**
     * XADD: appends an entry.
     *
     * @param fields at least one
     * @return its id
     */
    Uni<String> add(Map<String, String> fields);

    /**
     * XADD with MAXLEN ~: appends an entry, and removes the oldest ones where there are more than so many. Some more may
     * remain, which takes less work.
     *
     * @param fields at least one
     * @return its id
     */
    Uni<String> add(Map<String, String> fields, long maxLength);

    /** XRANGE: at most so many entries from one id to another, both of them included. */
    Uni<List<Entry>> range(String first, String last, long count);

    /** XREVRANGE: the same from the last one down to the first one. */
    Uni<List<Entry>> descendingRange(String last, String first, long count);

    /** XREAD: at most so many entries behind an id. */
    Uni<List<Entry>> after(String id, long count);

    /**
     * XREAD with BLOCK: at most so many entries behind an id; waits for one if there is none.
     *
     * @param id {@code $} for what is added from now on
     * @param timeout how long to wait at most, in milliseconds, a fraction is rounded up; zero waits without a limit
     * @return none when that time is over
     * @throws IllegalArgumentException if the timeout is negative
     */
    Uni<List<Entry>> after(String id, long count, Duration timeout);

    /**
     * XDEL: removes entries.
     *
     * @return how many there were
     */
    Uni<Long> remove(String... ids);

    /**
     * XTRIM with MAXLEN: removes the oldest entries, so that so many remain.
     *
     * @return how many were removed
     */
    Uni<Long> trim(long maxLength);

    /** XLEN: the number of entries. */
    Uni<Long> size();

    /**
     * XGROUP CREATE with MKSTREAM: creates a group, and the stream if there is none.
     *
     * @param after the id behind which its consumers begin; {@code $} for what is added from now on
     * @return fails with a {@link KvsException} of BUSYGROUP if there is such a group already
     */
    Uni<Void> createGroup(String group, String after);

    /**
     * XGROUP DESTROY: removes a group, with what is pending in it.
     *
     * @return whether there was one
     */
    Uni<Boolean> destroyGroup(String group);

    /**
     * XREADGROUP: at most so many entries that no consumer of the group has got. They are pending with this one then.
     *
     * @return fails with a {@link KvsException} of NOGROUP if there is no such group
     */
    Uni<List<Entry>> read(String group, String consumer, long count);

    /**
     * XREADGROUP with BLOCK: the same; waits for an entry if there is none. Who has waited longest is served first.
     *
     * @param timeout how long to wait at most, in milliseconds, a fraction is rounded up; zero waits without a limit
     * @return none when that time is over; fails with a {@link KvsException} of NOGROUP if there is no such group, or it is
     *         destroyed meanwhile, and of UNBLOCKED if the key is deleted
     * @throws IllegalArgumentException if the timeout is negative
     */
    Uni<List<Entry>> read(String group, String consumer, long count, Duration timeout);

    /**
     * XREADGROUP: at most so many of the entries that are pending with a consumer, which gets them once more: after it has
     * failed, for example.
     *
     * @return fails with a {@link KvsException} of NOGROUP if there is no such group
     */
    Uni<List<Entry>> readAgain(String group, String consumer, long count);

    /**
     * XACK: acknowledges entries.
     *
     * @return how many were pending
     */
    Uni<Long> acknowledge(String group, String... ids);

    /**
     * XPENDING: at most so many of the entries that are pending in a group.
     *
     * @return fails with a {@link KvsException} of NOGROUP if there is no such group
     */
    Uni<List<Pending>> pending(String group, long count);

    /**
     * XCLAIM: gives entries to a consumer that have been pending with others.
     *
     * @param minIdle for how long at least
     * @return those that it has got; fails with a {@link KvsException} of NOGROUP if there is no such group
     */
    Uni<List<Entry>> claim(String group, String consumer, Duration minIdle, String... ids);
}
