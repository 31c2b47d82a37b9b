package io.quarkiverse.kvs.core.store.value;

/**
 * Which of the oldest entries of a stream are to go.
 *
 * @param maxLength how many entries are to be left; or -1 if those are to go whose ids are below {@code minId}
 * @param approximate whether only whole nodes are to go
 * @param limit how many entries are to go at most; 0 for any number
 */
public record StreamTrim(long maxLength, StreamId minId, boolean approximate, long limit) {

    public boolean isByLength() {
        return maxLength >= 0;
    }
}
