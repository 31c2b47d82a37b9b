package io.quarkiverse.kvs.core.store.value;

import java.util.PriorityQueue;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * The fields of a hash, some of which expire. When a field expires stands with the field ({@link PackedField}); beside them is
 * a queue of their names, the one that expires first in front. What is in the queue may be outdated: a name in it counts only
 * if the field still expires then.
 */
final class ExpiringFieldTable extends FieldTable {

    /** A name in the queue. */
    private record Due(long at, byte[] name) implements Comparable<Due> {

        private static final long MEMORY = Heap.object(Long.BYTES + Heap.REFERENCE) + Heap.REFERENCE;

        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }

        long memory() {
            return MEMORY + Heap.array(name.length);
        }
    }

    /** So many outdated names are tolerated, beside as many as there are fields that expire. */
    private static final int OUTDATED = 16;
    private static final long QUEUE_MEMORY = 64;

    private PriorityQueue<Due> queue;
    private long queued;
    private int expiring;

    /** The same fields, none of which expires yet. */
    ExpiringFieldTable(FieldTable fields) {
        super(fields);
        queue = new PriorityQueue<>();
    }

    private ExpiringFieldTable(ExpiringFieldTable original) {
        super(original);
        queue = new PriorityQueue<>(original.queue);
        queued = original.queued;
        expiring = original.expiring;
    }

    @Override
    int expiring() {
        return expiring;
    }

    @Override
    long nextExpiry() {
        Due first = expiring == 0 ? null : queue.peek();
        return first == null ? Long.MAX_VALUE : first.at;
    }

    /**
     * Lets a field expire that is there.
     *
     * @param at in milliseconds since 1970
     */
    void expire(Key name, long at) {
        byte[] known = get(name);
        if (PackedField.expireAt(known) == at) {
            return;
        }
        if (PackedField.expireAt(known) == HashValue.NEVER) {
            expiring++;
        }
        replace(name, PackedField.of(name, PackedField.showValue(known, new Bytes()), at));
        add(new Due(at, name.copy()));
        if (queue.size() > 2 * expiring + OUTDATED) {
            queueAnew();
        }
    }

    private void add(Due due) {
        queue.add(due);
        queued += due.memory();
    }

    /** Without what is outdated. */
    private void queueAnew() {
        queue = new PriorityQueue<>();
        queued = 0;
        Bytes name = new Bytes();
        forEach(element -> {
            byte[] field = (byte[]) element;
            long at = PackedField.expireAt(field);
            if (at != HashValue.NEVER) {
                add(new Due(at, PackedField.showName(field, name).copy()));
            }
        });
    }

    /** Lets a field not expire any more. */
    void persist(Key name) {
        byte[] known = get(name);
        if (known != null && PackedField.expireAt(known) != HashValue.NEVER) {
            replace(name, PackedField.of(name, PackedField.showValue(known, new Bytes())));
            expiring--;
        }
    }

    /** Sets a field, which does not expire afterwards. */
    @Override
    public boolean set(Key name, Bytes value) {
        byte[] known = get(name);
        if (known != null && PackedField.expireAt(known) != HashValue.NEVER) {
            replace(name, PackedField.of(name, value));
            expiring--;
            return false;
        }
        return super.set(name, value);
    }

    @Override
    boolean setKeepingExpiry(Key name, Bytes value) {
        byte[] known = get(name);
        long at = known == null ? HashValue.NEVER : PackedField.expireAt(known);
        if (at == HashValue.NEVER) {
            return super.set(name, value);
        }
        replace(name, PackedField.of(name, value, at));
        return false;
    }

    @Override
    boolean removeField(Key name) {
        byte[] removed = remove(name);
        if (removed != null && PackedField.expireAt(removed) != HashValue.NEVER) {
            expiring--;
        }
        return removed != null;
    }

    /** Removes the fields whose time has come, and tells their names. */
    void removeExpired(long now, Consumer<byte[]> removed) {
        Key name = new Key();
        for (Due first; (first = queue.peek()) != null && first.at <= now;) {
            queue.remove();
            queued -= first.memory();
            byte[] field = get(name.show(first.name));
            if (field != null && PackedField.expireAt(field) == first.at) {
                removeField(name);
                removed.accept(first.name);
            }
        }
    }

    @Override
    long expiryMemory() {
        return QUEUE_MEMORY + queued;
    }

    @Override
    public FieldTable copy() {
        return new ExpiringFieldTable(this);
    }
}
