package io.quarkiverse.kvs.core.command.client;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Who is subscribed to which channels, and the delivery of messages to them. All clients get messages in the same order.
 * <p>
 * Safe for use by many threads. It may be called with segments of the keyspace locked, and never locks one itself.
 */
public final class PubSub {

    /** Where the channels of a kind are, in the three places that need to know. */
    public enum Kind {
        CHANNEL("subscribe", "unsubscribe", "message"),
        PATTERN("psubscribe", "punsubscribe", "pmessage"),
        SHARD("ssubscribe", "sunsubscribe", "smessage");

        public final String subscribe;
        public final String unsubscribe;
        final String message;

        Kind(String subscribe, String unsubscribe, String message) {
            this.subscribe = subscribe;
            this.unsubscribe = unsubscribe;
            this.message = message;
        }

        public Set<Channel> of(Session session) {
            return switch (this) {
                case CHANNEL -> session.subscriptions().channels;
                case PATTERN -> session.subscriptions().patterns;
                case SHARD -> session.subscriptions().shardChannels;
            };
        }
    }

    /** What a caller in the same process does with messages. It is called by the thread that publishes, and must not wait. */
    public interface Listener {

        /** @param channel and message are the caller's again afterwards: what is kept of them is copied */
        void message(Bytes channel, Bytes message);
    }

    private final Map<Kind, Map<Channel, Set<Session>>> subscribers = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<Channel, List<Listener>>> listeners = new EnumMap<>(Kind.class);

    public PubSub() {
        for (Kind kind : Kind.values()) {
            subscribers.put(kind, new LinkedHashMap<>());
            listeners.put(kind, new LinkedHashMap<>());
        }
    }

    /**
     * Calls a listener for the messages of channels, or of those that match patterns.
     *
     * @return to be called once, when the listener wants no more messages; it may be called by the listener
     */
    public synchronized Runnable listen(Kind kind, Collection<Channel> channels, Listener listener) {
        for (Channel channel : channels) {
            listeners.get(kind).computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>()).add(listener);
        }
        return () -> {
            synchronized (this) {
                for (Channel channel : channels) {
                    List<Listener> ofChannel = listeners.get(kind).get(channel);
                    ofChannel.remove(listener);
                    if (ofChannel.isEmpty()) {
                        listeners.get(kind).remove(channel);
                    }
                }
            }
        };
    }

    public synchronized void subscribe(Kind kind, Session session, Channel channel) {
        if (kind.of(session).add(channel)) {
            subscribers.get(kind).computeIfAbsent(channel, c -> new LinkedHashSet<>()).add(session);
            session.subscriptions().count();
        }
    }

    public synchronized void unsubscribe(Kind kind, Session session, Channel channel) {
        if (kind.of(session).remove(channel)) {
            Set<Session> sessions = subscribers.get(kind).get(channel);
            sessions.remove(session);
            if (sessions.isEmpty()) {
                subscribers.get(kind).remove(channel);
            }
            session.subscriptions().count();
        }
    }

    /** Ends all subscriptions of a client that has gone, or starts anew. */
    public synchronized void unsubscribeAll(Session session) {
        for (Kind kind : Kind.values()) {
            for (Channel channel : List.copyOf(kind.of(session))) {
                unsubscribe(kind, session, channel);
            }
        }
    }

    /** Whether the user that a client is may be subscribed to all that it is subscribed to. */
    public synchronized boolean isAllowed(Session session) {
        User user = session.user();
        if (user == null || user.isUnrestricted()) {
            return true;
        }
        for (Kind kind : Kind.values()) {
            for (Channel channel : kind.of(session)) {
                if (!user.allowsChannel(new Bytes().show(channel.bytes()), kind == Kind.PATTERN)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Sends a message to a channel.
     *
     * @return how many subscriptions it met
     */
    public synchronized int publish(Bytes channel, Bytes message, boolean shard) {
        int receivers = 0;
        Channel name = Channel.of(channel);
        Kind direct = shard ? Kind.SHARD : Kind.CHANNEL;
        Set<Session> sessions = subscribers.get(direct).get(name);
        if (sessions != null) {
            deliver(sessions, writer -> {
                writer.push(3);
                writer.bulk(direct.message);
                writer.bulk(channel);
                writer.bulk(message);
            });
            receivers += sessions.size();
        }
        for (Listener listener : listeners.get(direct).getOrDefault(name, List.of())) {
            listener.message(channel, message);
            receivers++;
        }
        if (!shard) {
            for (Map.Entry<Channel, List<Listener>> pattern : List.copyOf(listeners.get(Kind.PATTERN).entrySet())) {
                if (Glob.matches(new Bytes().show(pattern.getKey().bytes()), channel)) {
                    for (Listener listener : pattern.getValue()) {
                        listener.message(channel, message);
                        receivers++;
                    }
                }
            }
            for (Map.Entry<Channel, Set<Session>> pattern : subscribers.get(Kind.PATTERN).entrySet()) {
                byte[] glob = pattern.getKey().bytes();
                if (Glob.matches(new Bytes().show(glob), channel)) {
                    deliver(pattern.getValue(), writer -> {
                        writer.push(4);
                        writer.bulk(Kind.PATTERN.message);
                        writer.bulk(glob);
                        writer.bulk(channel);
                        writer.bulk(message);
                    });
                    receivers += pattern.getValue().size();
                }
            }
        }
        return receivers;
    }

    private interface Message {
        void write(ReplyWriter writer);
    }

    /** Spells the message once for each dialect that a subscriber wants it in. */
    private static void deliver(Collection<Session> sessions, Message message) {
        Map<Dialect, byte[]> spelled = new EnumMap<>(Dialect.class);
        for (Session session : sessions) {
            byte[] bytes = spelled.computeIfAbsent(session.messageDialect(), dialect -> {
                ReplyBuffer buffer = new ReplyBuffer();
                ReplyWriter writer = ReplyWriter.of(dialect, buffer);
                writer.begin();
                message.write(writer);
                return buffer.copy();
            });
            session.connection().push(bytes);
        }
    }

    /** The channels that have subscribers and match a pattern; all if it is null. */
    public synchronized List<Channel> channels(boolean shard, Bytes pattern) {
        return names(shard ? Kind.SHARD : Kind.CHANNEL).stream()
                .filter(channel -> pattern == null || Glob.matches(pattern, new Bytes().show(channel.bytes()))).toList();
    }

    public synchronized int subscribers(boolean shard, Channel channel) {
        Kind kind = shard ? Kind.SHARD : Kind.CHANNEL;
        return subscribers.get(kind).getOrDefault(channel, Set.of()).size()
                + listeners.get(kind).getOrDefault(channel, List.of()).size();
    }

    public synchronized int patterns() {
        return names(Kind.PATTERN).size();
    }

    public synchronized int channels() {
        return names(Kind.CHANNEL).size();
    }

    public synchronized int shardChannels() {
        return names(Kind.SHARD).size();
    }

    /** The channels or patterns that clients or callers in the same process are subscribed to. */
    private Set<Channel> names(Kind kind) {
        Set<Channel> names = new LinkedHashSet<>(subscribers.get(kind).keySet());
        names.addAll(listeners.get(kind).keySet());
        return names;
    }
}
