package io.quarkiverse.kvs;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The set of one key: {@link KeyValueStore#set(String)}.
 * <p>
 * A view, which costs nothing to get and holds nothing: each call is a command on what the key holds at that instant. A key
 * that does not exist is an empty set, and a set that becomes empty is a key that does not exist. If the key holds something
 * else, a {@link KvsException} says WRONGTYPE.
 */
public interface StoredSet {

    /**
     * SADD: adds members.
     *
     * @return how many of them are new
     */
    long add(String... members);

    /**
     * SREM: removes members.
     *
     * @return how many there were
     */
    long remove(String... members);

    /** SISMEMBER: whether something is a member. */
    boolean contains(String member);

    /** SMEMBERS: all members, in no order. */
    Set<String> members();

    /** SRANDMEMBER: a random member; null if there is none. */
    @Nullable
    String random();

    /** SPOP: takes a random member away; null if there is none. */
    @Nullable
    String pop();

    /** SCARD: the number of members. */
    long size();
}
