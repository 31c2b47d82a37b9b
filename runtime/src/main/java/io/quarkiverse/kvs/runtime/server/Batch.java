package io.quarkiverse.kvs.runtime.server;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.protocol.CommandDecoder;
import io.quarkiverse.kvs.core.protocol.Request;

/**
 * Some pipelined requests that are decoded before the first of them is executed, so that the processor can fetch the memory
 * their keys lie in side by side instead of waiting for one after the other.
 */
final class Batch {

    /** About as many cache misses as a processor works on at once, and few enough to stay in its first-level cache. */
    private static final int MAX = 16;

    private final Request[] requests = new Request[MAX];
    private final int[] ends = new int[MAX];
    private int size;
    private int end;
    private CommandDecoder.Result result;
    private Request spare;

    Batch() {
        for (int i = 0; i < MAX; i++) {
            requests[i] = new Request();
        }
    }

    /**
     * Decodes what is there.
     *
     * @param request what the decoder has begun to fill
     * @param several whether what the decoder is to allow cannot change from one request to the next
     */
    void decode(CommandDecoder decoder, byte[] array, int from, int to, Request request, boolean several) {
        decoder.authenticated(several);
        int most = several ? MAX : 1;
        size = 0;
        end = from;
        spare = request;
        do {
            result = decoder.decode(array, end, to, spare);
            end += decoder.consumed();
            if (result == CommandDecoder.Result.REQUEST) {
                Request decoded = spare;
                spare = requests[size];
                requests[size] = decoded;
                ends[size++] = end;
            }
        } while (result == CommandDecoder.Result.REQUEST && size < most);
    }

    /** Brings the memory near that the commands will look at. */
    void fetchKeys(CommandContext context, Session session) {
        if (size > 1) {
            context.fetchKeys(session, requests, size);
        }
    }

    /** How many requests there are. */
    int size() {
        return size;
    }

    Request request(int number) {
        return requests[number];
    }

    /** Where a request ends. */
    int end(int number) {
        return ends[number];
    }

    /** How far the decoder has come. */
    int end() {
        return end;
    }

    /** What the decoder found behind the last request; a request itself if there may be more. */
    CommandDecoder.Result result() {
        return result;
    }

    /** What the decoder is to fill next. */
    Request spare() {
        return spare;
    }
}
