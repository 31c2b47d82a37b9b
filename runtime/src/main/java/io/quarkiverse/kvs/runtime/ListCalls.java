package io.quarkiverse.kvs.runtime;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.kvs.Reply;

/** The commands of a list. */
final class ListCalls extends KeyCalls {

    ListCalls(String key) {
        super(key);
    }

    Call<Long> addFirst(String... elements) {
        return elements.length == 0 ? size() : call(Reply::asLong, "LPUSH", elements);
    }

    Call<Long> addLast(String... elements) {
        return elements.length == 0 ? size() : call(Reply::asLong, "RPUSH", elements);
    }

    Call<String> removeFirst() {
        return call(Reply::asString, "LPOP");
    }

    Call<String> removeFirst(Duration timeout) {
        return call(ListCalls::element, "BLPOP", BlockingTimeout.seconds(timeout));
    }

    Call<String> removeLast() {
        return call(Reply::asString, "RPOP");
    }

    Call<String> removeLast(Duration timeout) {
        return call(ListCalls::element, "BRPOP", BlockingTimeout.seconds(timeout));
    }

    Call<String> get(long index) {
        return call(Reply::asString, "LINDEX", Long.toString(index));
    }

    Call<Void> set(long index, String element) {
        return call(KeyCalls::nothing, "LSET", Long.toString(index), element);
    }

    Call<List<String>> range(long first, long last) {
        return call(KeyCalls::strings, "LRANGE", Long.toString(first), Long.toString(last));
    }

    Call<Void> trim(long first, long last) {
        return call(KeyCalls::nothing, "LTRIM", Long.toString(first), Long.toString(last));
    }

    Call<Long> remove(long count, String element) {
        return call(Reply::asLong, "LREM", Long.toString(count), element);
    }

    Call<Long> size() {
        return call(Reply::asLong, "LLEN");
    }

    /** What comes with the key it was found at. */
    private static String element(Reply reply) {
        return reply.isNil() ? null : reply.asList().get(1).asString();
    }
}
