package io.quarkiverse.kvs.core.command.client;

import java.util.LinkedHashSet;
import java.util.Set;

import io.quarkiverse.kvs.core.protocol.Dialect;

/** What a client is subscribed to. The sets belong to {@link PubSub}, under its lock; how many there are is for any thread. */
public final class Subscriptions {

    final Set<Channel> channels = new LinkedHashSet<>();
    final Set<Channel> patterns = new LinkedHashSet<>();
    final Set<Channel> shardChannels = new LinkedHashSet<>();
    private volatile int channelCount;
    private volatile int patternCount;
    private volatile int shardChannelCount;
    private volatile Dialect dialect = Dialect.RESP2;

    /** Counts what the client is subscribed to, for others to see. */
    void count() {
        channelCount = channels.size();
        patternCount = patterns.size();
        shardChannelCount = shardChannels.size();
    }

    /** How many channels there are. */
    public int channels() {
        return channelCount;
    }

    public int patterns() {
        return patternCount;
    }

    public int shardChannels() {
        return shardChannelCount;
    }

    public boolean isEmpty() {
        return channelCount + patternCount + shardChannelCount == 0;
    }

    /** The dialect in which the client has asked for messages: see {@link Session#messageDialect()}. */
    public Dialect dialect() {
        return dialect;
    }

    public void dialect(Dialect ofMessages) {
        dialect = ofMessages;
    }
}
