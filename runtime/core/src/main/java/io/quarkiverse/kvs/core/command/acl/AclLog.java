package io.quarkiverse.kvs.core.command.acl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/** What users have tried and may not do, the latest first: ACL LOG. Safe for use by many threads. */
public final class AclLog {

    /** Within so many milliseconds, the same again is counted in the same entry. */
    private static final long SAME_WITHIN = 60_000;
    /** So many entries are looked at for the same. */
    private static final int LOOKED_AT = 10;
    /** So much of a name is kept. */
    private static final int MAX_LENGTH = 1024;

    /** Where a command was called. */
    public enum Context {
        TOPLEVEL,
        MULTI,
        LUA
    }

    /**
     * @param count how often it has happened
     * @param object the command, the key or the channel
     * @param at when it has happened last, in milliseconds since 1970
     * @param client about the client, as CLIENT INFO tells it
     */
    public record Entry(long count, Denial.Reason reason, Context context, String object, String user, long at,
            String client) {

        private boolean isSame(Entry other) {
            return reason == other.reason && context == other.context && Math.abs(at - other.at) <= SAME_WITHIN
                    && object.equals(other.object) && user.equals(other.user);
        }

        private Entry again(Entry before) {
            return new Entry(before.count + 1, reason, context, object, user, at, client);
        }
    }

    private final LongSupplier maxLength;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** @param maxLength how many entries are kept: {@code acllog-max-len} */
    public AclLog(LongSupplier maxLength) {
        this.maxLength = maxLength;
    }

    /** Adds that something has happened. */
    public synchronized void add(Denial.Reason reason, Context context, String object, String user, long now, String client) {
        Entry entry = new Entry(1, reason, context, cut(object), cut(user), now, client);
        Iterator<Entry> latest = entries.iterator();
        for (int i = 0; i < LOOKED_AT && latest.hasNext(); i++) {
            Entry before = latest.next();
            if (before.isSame(entry)) {
                latest.remove();
                entries.addFirst(entry.again(before));
                return;
            }
        }
        entries.addFirst(entry);
        while (entries.size() > maxLength.getAsLong()) {
            entries.removeLast();
        }
    }

    private static String cut(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }

    /** The latest entries. */
    public synchronized List<Entry> latest(long count) {
        return entries.stream().limit(count).toList();
    }

    public synchronized void clear() {
        entries.clear();
    }
}
