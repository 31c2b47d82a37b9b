package io.quarkiverse.kvs.runtime.inprocess;

import java.util.LinkedHashSet;
import java.util.Set;

import io.quarkiverse.kvs.StoredSet;

/** A set by its commands. */
final class SetView extends KeyView implements StoredSet {

    SetView(CommandTarget target, byte[] key) {
        super(target, key);
    }

    @Override
    public long add(String... members) {
        return members.length == 0 ? 0 : number("SADD", members);
    }

    @Override
    public long remove(String... members) {
        return members.length == 0 ? 0 : number("SREM", members);
    }

    @Override
    public boolean contains(String member) {
        return isPositive("SISMEMBER", member);
    }

    @Override
    public Set<String> members() {
        return ask(reply -> new LinkedHashSet<>(strings(reply)), "SMEMBERS");
    }

    @Override
    public String random() {
        return text("SRANDMEMBER");
    }

    @Override
    public String pop() {
        return text("SPOP");
    }

    @Override
    public long size() {
        return number("SCARD");
    }
}
