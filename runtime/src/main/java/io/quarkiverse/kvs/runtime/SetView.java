package io.quarkiverse.kvs.runtime;

import java.util.LinkedHashSet;
import java.util.Set;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.StoredSet;

/** A set by its commands. */
final class SetView extends KeyView implements StoredSet {

    SetView(KeyValueStore store, String key) {
        super(store, key);
    }

    @Override
    public long add(String... members) {
        return members.length == 0 ? 0 : call("SADD", members).asLong();
    }

    @Override
    public long remove(String... members) {
        return members.length == 0 ? 0 : call("SREM", members).asLong();
    }

    @Override
    public boolean contains(String member) {
        return call("SISMEMBER", member).asLong() > 0;
    }

    @Override
    public Set<String> members() {
        return new LinkedHashSet<>(strings(call("SMEMBERS")));
    }

    @Override
    public String random() {
        return call("SRANDMEMBER").asString();
    }

    @Override
    public String pop() {
        return call("SPOP").asString();
    }

    @Override
    public long size() {
        return call("SCARD").asLong();
    }
}
