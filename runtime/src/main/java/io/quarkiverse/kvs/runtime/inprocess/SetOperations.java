package io.quarkiverse.kvs.runtime.inprocess;

import java.util.LinkedHashSet;
import java.util.Set;

import io.quarkiverse.kvs.Reply;

/** The commands of a set. */
public final class SetOperations extends KeyOperations {

    public SetOperations(String key) {
        super(key);
    }

    public TypedCommand<Long> add(String... members) {
        return members.length == 0 ? TypedCommand.known(0L) : call(Reply::asLong, "SADD", members);
    }

    public TypedCommand<Long> remove(String... members) {
        return members.length == 0 ? TypedCommand.known(0L) : call(Reply::asLong, "SREM", members);
    }

    public TypedCommand<Boolean> contains(String member) {
        return call(KeyOperations::isPositive, "SISMEMBER", member);
    }

    public TypedCommand<Set<String>> members() {
        return call(reply -> new LinkedHashSet<>(strings(reply)), "SMEMBERS");
    }

    public TypedCommand<String> random() {
        return call(Reply::asString, "SRANDMEMBER");
    }

    public TypedCommand<String> pop() {
        return call(Reply::asString, "SPOP");
    }

    public TypedCommand<Long> size() {
        return call(Reply::asLong, "SCARD");
    }
}
