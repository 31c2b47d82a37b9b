package io.quarkiverse.kvs;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The stream of one key: {@link KeyValueStore#stream}. Entries are in the order of their ids, such as {@code 1526919030474-55}:
 * the milliseconds since 1970, and a sequence number within the millisecond.
 * <p>
 * A view, which costs nothing to get and holds nothing: each call is a command on what the key holds at that instant. A key
 * that does not exist is an empty stream; a stream that has become empty remains, with its groups and its last id. If the key
 * holds something else, a {@link KvsException} says WRONGTYPE.
 * <p>
 * Entries that several consumers share are read by a group: each entry goes to one of them, who acknowledges it when it has
 * been dealt with. Until then, it is pending, and another consumer may claim it.
 */
public interface StoredStream {

    /** The id in front of all entries. */
    String FIRST = "-";

    /** The id behind all entries. */
    String LAST = "+";

    /**
     * An entry.
     *
     * @param fields with their values, in the order in which they were added; none if it was deleted while it was pending
     */
    record Entry(String id, Map<String, String> fields) {
    }

    /**
     * An entry that a consumer has got and not acknowledged.
     *
     * @param idle how long ago the consumer got it last
     * @param deliveries how often consumers have got it
     */
    record Pending(String id, String consumer, Duration idle, long deliveries) {
    }

    /**
     * XADD: appends an entry.
     *
     * @param fields at least one
     * @return its id
     */
    String add(Map<String, String> fields);

    /**
     * XADD with MAXLEN ~: appends an entry, and removes the oldest ones where there are more than so many. Some more may
     * remain, which takes less work.
     *
     * @param fields at least one
     * @return its id
     */
    String add(Map<String, String> fields, long maxLength);

    /** XRANGE: at most so many entries from one id to another, both of them included. */
    List<Entry> range(String first, String last, long count);

    /** XREVRANGE: the same from the last one down to the first one. */
    List<Entry> descendingRange(String last, String first, long count);

    /** XREAD: at most so many entries behind an id. */
    List<Entry> after(String id, long count);

    /**
     * XDEL: removes entries.
     *
     * @return how many there were
     */
    long remove(String... ids);

    /**
     * XTRIM with MAXLEN: removes the oldest entries, so that so many remain.
     *
     * @return how many were removed
     */
    long trim(long maxLength);

    /** XLEN: the number of entries. */
    long size();

    /**
     * XGROUP CREATE with MKSTREAM: creates a group, and the stream if there is none.
     *
     * @param after the id behind which its consumers begin; {@code $} for what is added from now on
     * @throws KvsException with BUSYGROUP if there is such a group already
     */
    void createGroup(String group, String after);

    /**
     * XGROUP DESTROY: removes a group, with what is pending in it.
     *
     * @return whether there was one
     */
    boolean destroyGroup(String group);

    /**
     * XREADGROUP: at most so many entries that no consumer of the group has got. They are pending with this one then.
     *
     * @throws KvsException with NOGROUP if there is no such group
     */
    List<Entry> read(String group, String consumer, long count);

    /**
     * XREADGROUP: at most so many of the entries that are pending with a consumer, which gets them once more: after it has
     * failed, for example.
     *
     * @throws KvsException with NOGROUP if there is no such group
     */
    List<Entry> readAgain(String group, String consumer, long count);

    /**
     * XACK: acknowledges entries.
     *
     * @return how many were pending
     */
    long acknowledge(String group, String... ids);

    /**
     * XPENDING: at most so many of the entries that are pending in a group.
     *
     * @throws KvsException with NOGROUP if there is no such group
     */
    List<Pending> pending(String group, long count);

    /**
     * XCLAIM: gives entries to a consumer that have been pending with others.
     *
     * @param minIdle for how long at least
     * @return those that it has got
     * @throws KvsException with NOGROUP if there is no such group
     */
    List<Entry> claim(String group, String consumer, Duration minIdle, String... ids);
}
