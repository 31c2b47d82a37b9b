package io.quarkiverse.kvs.core.command.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.server.Gates;
import io.quarkiverse.kvs.core.command.server.Scheduler;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.ChangeObserver;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Key;

/**
 * Client-side caching: which client has read which key, and so is to be told when it changes. As in Redis, a key is its name,
 * in any database; a client is told once, and then has to read the key again to be told again; and a client that has gone
 * is forgotten key by key.
 * <p>
 * As long as no client tracks, nothing observes the store. Safe for use by many threads: what is remembered of a key is guarded
 * by the lock of its segment, the rest by a lock of its own, under which no segment is locked.
 */
public final class Tracking implements ChangeObserver {

    /** So many prefixes a client can have. */
    public static final int MAX_PREFIXES = 1000;
    /** So many bytes the names of all keys that are remembered, and those who have read them, can take. */
    private final long mostBytes = Runtime.getRuntime().maxMemory() / 16;
    /** What remembering a key takes, about, besides its name. */
    private static final int KEY_BYTES = 120;
    /** So many keys are forgotten at once where there are too many. */
    private static final int FORGOTTEN_AT_ONCE = 1000;
    private static final String CHANNEL = "__redis__:invalidate";

    /** What is remembered of the keys of a segment: the numbers of the clients that have read them; the oldest first. */
    private static final class Part {
        private final Map<String, long[]> readers = new LinkedHashMap<>();
        private volatile boolean empty = true;
    }

    private final Store store;
    private final Settings settings;
    private final Clients clients;
    private final Gates gates;
    private final Scheduler scheduler;
    private final Part[] parts = new Part[Store.SEGMENTS];
    /** Where to forget next. */
    private final AtomicInteger nextPart = new AtomicInteger();
    private final AtomicLong keys = new AtomicLong();
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    /** Those who track. Guarded by this. */
    private final Map<Long, Session> tracking = new LinkedHashMap<>();
    /** Those who are told of all keys with a prefix, by prefix. Guarded by this. */
    private final NavigableMap<String, Set<Session>> broadcast = new TreeMap<>();
    private volatile int trackingClients;
    private volatile int prefixes;

    Tracking(Store store, Settings settings, Clients clients, Gates gates, Scheduler scheduler) {
        this.store = store;
        this.settings = settings;
        this.clients = clients;
        this.gates = gates;
        this.scheduler = scheduler;
        Arrays.setAll(parts, i -> new Part());
        settings.onTrackingLimit(this::forgetIfTooMany);
    }

    /** How many clients track. */
    public int clients() {
        return trackingClients;
    }

    /** How many keys are remembered. */
    public long keys() {
        return keys.get();
    }

    /** How many readers of keys are remembered. */
    public long items() {
        return items.get();
    }

    /** How many prefixes there are. */
    public int prefixes() {
        return prefixes;
    }

    // Who tracks

    /** A client tracks from now on, or otherwise than before. */
    public synchronized void begin(Session session, TrackingMode mode) {
        tracking.put(session.id(), session);
        trackingClients = tracking.size();
        store.observe(this);
        for (String prefix : mode.prefixes()) {
            broadcast.computeIfAbsent(prefix, p -> new LinkedHashSet<>()).add(session);
        }
        prefixes = broadcast.size();
        session.tracking(mode);
    }

    /** A client does not track any more; perhaps it never did. */
    public synchronized void end(Session session) {
        TrackingMode mode = session.tracking();
        if (mode == null) {
            return;
        }
        session.tracking(null);
        for (String prefix : mode.prefixes()) {
            broadcast.computeIfPresent(prefix, (p, sessions) -> {
                sessions.remove(session);
                return sessions.isEmpty() ? null : sessions;
            });
        }
        prefixes = broadcast.size();
        tracking.remove(session.id());
        trackingClients = tracking.size();
        if (tracking.isEmpty()) {
            store.observe(null);
            scheduler.schedule(0, this::forgetAll);
        }
    }

    // What they have read

    /**
     * A command has run: what it has read is remembered if its client tracks. The gate is open for the keys of the command.
     *
     * @param context its own, still
     */
    public void remember(CommandContext context, Command command) {
        Session session = context.session();
        TrackingMode mode = session.tracking();
        if (mode == null || !mode.remembers()) {
            return;
        }
        try {
            command.findKeys(context.request(), (argument, flags) -> remember(context.key(argument), session.id()));
        } catch (CommandException e) {
            // It has not read anything, either.
        }
    }

    private void remember(Key key, long id) {
        Part part = parts[Store.segmentOf(key.hash())];
        String name = key.latin1();
        long[] known = part.readers.get(name);
        if (known == null) {
            part.readers.put(name, new long[] { id });
            part.empty = false;
            keys.incrementAndGet();
            items.incrementAndGet();
            bytes.addAndGet(name.length() + KEY_BYTES);
            return;
        }
        for (long reader : known) {
            if (reader == id) {
                return;
            }
        }
        long[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = id;
        part.readers.put(name, more);
        items.incrementAndGet();
        bytes.addAndGet(Long.BYTES);
    }

    /** Forgets who has read a key, which is in a part whose segment is locked; returns their numbers, or null. */
    private long[] take(Part part, String name) {
        long[] readers = part.readers.remove(name);
        if (readers != null) {
            part.empty = part.readers.isEmpty();
            forgotten(name, readers);
        }
        return readers;
    }

    private void forgotten(String name, long[] readers) {
        keys.decrementAndGet();
        items.addAndGet(-readers.length);
        bytes.addAndGet(-(name.length() + KEY_BYTES + (readers.length - 1L) * Long.BYTES));
    }

    private void clear(Part part) {
        part.readers.forEach(this::forgotten);
        part.readers.clear();
        part.empty = true;
    }

    /** No client tracks any more. */
    private void forgetAll() {
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            if (!part.empty) {
                gates.soon(1L << i, gate -> {
                    // Those who track again read only when the segment is free.
                    if (trackingClients == 0) {
                        clear(part);
                    }
                    gate.close();
                });
            }
        }
    }

    // Too much

    private boolean isTooMany() {
        long limit = settings.trackingTableMaxKeys();
        return limit > 0 && keys.get() > limit || bytes.get() > mostBytes;
    }

    /** Forgets keys if more are remembered than allowed; their readers are told. No segment is locked. */
    public void forgetIfTooMany() {
        for (int i = 0; i < FORGOTTEN_AT_ONCE && isTooMany(); i++) {
            forgetOne();
        }
        if (isTooMany()) {
            scheduler.schedule(1, this::forgetIfTooMany);
        }
    }

    private void forgetOne() {
        int from = Math.floorMod(nextPart.getAndIncrement(), parts.length);
        for (int i = 0; i < parts.length; i++) {
            int number = (from + i) % parts.length;
            Part part = parts[number];
            if (!part.empty) {
                gates.soon(1L << number, gate -> {
                    Iterator<String> names = part.readers.keySet().iterator();
                    String oldest = names.hasNext() ? names.next() : null;
                    long[] readers = oldest == null ? null : take(part, oldest);
                    gate.close();
                    if (readers != null) {
                        for (long reader : readers) {
                            invalidate(reader, null, oldest);
                        }
                    }
                });
                return;
            }
        }
    }

    // What has changed

    @Override
    public News news(Object actor) {
        return new Invalidations((Session) actor);
    }

    /** Collects what is to be told once the gate is closed. */
    private final class Invalidations implements News {

        /** A key and those who have read it; null for all keys. */
        private record Read(String key, long[] readers) {
        }

        private static final Read EVERYTHING = new Read(null, null);

        /** The client whose commands these are, or null. */
        private final Session actor;
        private final List<Read> read = new ArrayList<>(1);
        private Set<String> changed;

        Invalidations(Session actor) {
            this.actor = actor;
        }

        @Override
        public void changed(Key key) {
            Part part = parts[Store.segmentOf(key.hash())];
            if (part.empty && prefixes == 0) {
                return;
            }
            String name = key.latin1();
            long[] readers = take(part, name);
            if (readers != null) {
                read.add(new Read(name, readers));
            }
            if (prefixes > 0) {
                if (changed == null) {
                    changed = new TreeSet<>();
                }
                changed.add(name);
            }
        }

        @Override
        public void flushed() {
            for (Part part : parts) {
                clear(part);
            }
            read.add(EVERYTHING);
        }

        @Override
        public void tell() {
            for (Read each : read) {
                if (each == EVERYTHING) {
                    tellAll();
                } else {
                    for (long reader : each.readers) {
                        invalidate(reader, actor, each.key);
                    }
                }
            }
            if (changed != null) {
                broadcast(changed, actor);
            }
        }
    }

    private void invalidate(long reader, Session actor, String key) {
        Session session = clients.find(reader);
        TrackingMode mode = session == null ? null : session.tracking();
        if (mode != null && !mode.isBroadcast() && !(session == actor && mode.isNoLoop())) {
            send(session, mode, List.of(key));
        }
    }

    private synchronized void tellAll() {
        // A copy: telling a client may be its end.
        for (Session session : List.copyOf(tracking.values())) {
            TrackingMode mode = session.tracking();
            if (mode != null) {
                send(session, mode, null);
            }
        }
    }

    private synchronized void broadcast(Collection<String> changed, Session actor) {
        Map<String, List<String>> byPrefix = new TreeMap<>();
        for (String key : changed) {
            // A prefix is no longer than the key, and sorts before it or is it.
            for (String prefix = broadcast.floorKey(key); prefix != null; prefix = shorter(prefix, key)) {
                if (key.startsWith(prefix)) {
                    byPrefix.computeIfAbsent(prefix, p -> new ArrayList<>()).add(key);
                }
            }
        }
        byPrefix.forEach((prefix, keysOfIt) -> {
            for (Session session : List.copyOf(broadcast.getOrDefault(prefix, Set.of()))) {
                TrackingMode mode = session.tracking();
                if (mode != null && !(session == actor && mode.isNoLoop())) {
                    send(session, mode, keysOfIt);
                }
            }
        });
    }

    /** The next prefix that may be one of a key: none that sorts behind what both have in common. */
    private String shorter(String prefix, String key) {
        int common = 0;
        int most = Math.min(prefix.length(), key.length());
        while (common < most && prefix.charAt(common) == key.charAt(common)) {
            common++;
        }
        return common < prefix.length() ? broadcast.floorKey(key.substring(0, common)) : broadcast.lowerKey(prefix);
    }

    // Telling

    /** @param changed the keys; null for all */
    private void send(Session session, TrackingMode mode, List<String> changed) {
        Session receiver = session;
        if (mode.redirect() != 0) {
            receiver = clients.find(mode.redirect());
            if (receiver == null) {
                mode.broken();
                if (session.protocol() == 3) {
                    session.connection().push(message(Dialect.RESP3, writer -> {
                        writer.push(2);
                        writer.bulk("tracking-redir-broken");
                        writer.integer(mode.redirect());
                    }));
                }
                return;
            }
        }
        if (receiver.protocol() == 3) {
            receiver.connection().push(message(Dialect.RESP3, writer -> {
                writer.push(2);
                writer.bulk("invalidate");
                write(writer, session, changed);
            }));
        } else if (receiver != session && receiver.isSubscribed()) {
            receiver.connection().push(message(receiver.messageDialect(), writer -> {
                writer.push(3);
                writer.bulk("message");
                writer.bulk(CHANNEL);
                write(writer, session, changed);
            }));
        }
    }

    /** All keys are no value, as the one who tracks writes it; as in Redis, also where another client is told. */
    private static void write(ReplyWriter writer, Session session, List<String> changed) {
        if (changed == null) {
            writer.in(Dialect.resp(session.protocol())).nil();
            return;
        }
        writer.array(changed.size());
        for (String key : changed) {
            writer.bulk(key.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private interface Message {
        void write(ReplyWriter writer);
    }

    private static byte[] message(Dialect dialect, Message message) {
        ReplyBuffer buffer = new ReplyBuffer();
        ReplyWriter writer = ReplyWriter.of(dialect, buffer);
        writer.begin();
        message.write(writer);
        return buffer.copy();
    }
}
