package io.quarkiverse.kvs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A message that was published to a channel: see {@link ReactiveKeyValueStore#subscribe(String...)}.
 *
 * @param channel where it was published
 * @param content its bytes
 */
public record ChannelMessage(String channel, byte[] content) {

    /** The content as text, in UTF-8. */
    public String text() {
        return new String(content, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelMessage message && message.channel.equals(channel)
                && Arrays.equals(message.content, content);
    }

    @Override
    public int hashCode() {
        return 31 * channel.hashCode() + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return channel + ": " + text();
    }
}
