package io.quarkiverse.kvs;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

/**
 * The set of one key, for reactive callers: {@link ReactiveKeyValueStore#set(String)}. It does what {@link
 * StoredSet} does, when and where {@link ReactiveKeyValueStore} says.
 */
public interface ReactiveStoredSet {

    /**
     * SADD: adds members.
     *
     * @return how many of them are new
     */
    Uni<Long> add(String... members);

    /**
     * SREM: removes members.
     *
     * @return how many there were
     */
    Uni<Long> remove(String... members);

    /** SISMEMBER: whether something is a member. */
    Uni<Boolean> contains(String member);

    /** SMEMBERS: all members, in no order. */
    Uni<Set<String>> members();

    /** SRANDMEMBER: a random member; null if there is none. */
    Uni<@Nullable String> random();

    /** SPOP: takes a random member away; null if there is none. */
    Uni<@Nullable String> pop();

    /** SCARD: the number of members. */
    Uni<Long> size();
}
