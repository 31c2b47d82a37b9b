package io.quarkiverse.kvs.core.store.value;

import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.bytes.KeyHash;

/** The members of a set, of any kind and number, which are their own names. */
final class MemberTable extends ArrayTable {

    MemberTable() {
    }

    private MemberTable(MemberTable original) {
        super(original);
    }

    @Override
    public long hash(Object element) {
        byte[] member = (byte[]) element;
        return KeyHash.of(member, 0, member.length);
    }

    @Override
    public boolean isNamed(Object element, Key key) {
        byte[] member = (byte[]) element;
        return key.sameAs(member);
    }

    public boolean contains(Key member) {
        return find(member) >= 0;
    }

    /** @return false if it is there already */
    public boolean add(Key member) {
        if (contains(member)) {
            return false;
        }
        add(member, member.copy());
        return true;
    }

    /** An independent table, which shares the members. */
    public MemberTable copy() {
        return new MemberTable(this);
    }
}
