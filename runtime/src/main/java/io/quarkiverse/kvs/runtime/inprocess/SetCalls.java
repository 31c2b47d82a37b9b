package io.quarkiverse.kvs.runtime.inprocess;

import java.util.LinkedHashSet;
import java.util.Set;

import io.quarkiverse.kvs.Reply;

/** The commands of a set. */
public final class SetCalls extends KeyCalls {

    public SetCalls(String key) {
        super(key);
    }

    public Call<Long> add(String... members) {
        return members.length == 0 ? Call.known(0L) : call(Reply::asLong, "SADD", members);
    }

    public Call<Long> remove(String... members) {
        return members.length == 0 ? Call.known(0L) : call(Reply::asLong, "SREM", members);
    }

    public Call<Boolean> contains(String member) {
        return call(KeyCalls::isPositive, "SISMEMBER", member);
    }

    public Call<Set<String>> members() {
        return call(reply -> new LinkedHashSet<>(strings(reply)), "SMEMBERS");
    }

    public Call<String> random() {
        return call(Reply::asString, "SRANDMEMBER");
    }

    public Call<String> pop() {
        return call(Reply::asString, "SPOP");
    }

    public Call<Long> size() {
        return call(Reply::asLong, "SCARD");
    }
}
