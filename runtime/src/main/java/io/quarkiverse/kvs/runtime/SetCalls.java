package io.quarkiverse.kvs.runtime;

import java.util.LinkedHashSet;
import java.util.Set;

import io.quarkiverse.kvs.Reply;

/** The commands of a set. */
final class SetCalls extends KeyCalls {

    SetCalls(String key) {
        super(key);
    }

    Call<Long> add(String... members) {
        return members.length == 0 ? Call.known(0L) : call(Reply::asLong, "SADD", members);
    }

    Call<Long> remove(String... members) {
        return members.length == 0 ? Call.known(0L) : call(Reply::asLong, "SREM", members);
    }

    Call<Boolean> contains(String member) {
        return call(KeyCalls::isPositive, "SISMEMBER", member);
    }

    Call<Set<String>> members() {
        return call(reply -> new LinkedHashSet<>(strings(reply)), "SMEMBERS");
    }

    Call<String> random() {
        return call(Reply::asString, "SRANDMEMBER");
    }

    Call<String> pop() {
        return call(Reply::asString, "SPOP");
    }

    Call<Long> size() {
        return call(Reply::asLong, "SCARD");
    }
}
