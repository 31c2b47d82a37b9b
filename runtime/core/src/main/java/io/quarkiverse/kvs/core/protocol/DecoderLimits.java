package io.quarkiverse.kvs.core.protocol;

/**
 * What a request may be at most.
 *
 * @param arguments the number of arguments, the name of the command included: the lines of a request
 * @param key the bytes of a key, and of the name of a command
 * @param value the bytes of any other argument
 * @param request the bytes of a whole request
 */
public record DecoderLimits(int arguments, int key, int value, int request) {

    public DecoderLimits {
        positive("arguments", arguments);
        positive("key", key);
        positive("value", value);
        positive("request", request);
    }

    private static void positive(String name, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit '" + name + "' must be at least 1, not " + limit);
        }
    }
}
