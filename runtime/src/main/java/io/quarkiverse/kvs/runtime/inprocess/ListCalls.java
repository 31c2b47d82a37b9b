package io.quarkiverse.kvs.runtime.inprocess;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.kvs.Reply;

/** The commands of a list. */
public final class ListCalls extends KeyCalls {

    public ListCalls(String key) {
        super(key);
    }

    public Call<Long> addFirst(String... elements) {
        return elements.length == 0 ? size() : call(Reply::asLong, "LPUSH", elements);
    }

    public Call<Long> addLast(String... elements) {
        return elements.length == 0 ? size() : call(Reply::asLong, "RPUSH", elements);
    }

    public Call<String> removeFirst() {
        return call(Reply::asString, "LPOP");
    }

    public Call<String> removeFirst(Duration timeout) {
        return call(ListCalls::element, "BLPOP", BlockingTimeout.seconds(timeout));
    }

    public Call<String> removeLast() {
        return call(Reply::asString, "RPOP");
    }

    public Call<String> removeLast(Duration timeout) {
        return call(ListCalls::element, "BRPOP", BlockingTimeout.seconds(timeout));
    }

    public Call<String> get(long index) {
        return call(Reply::asString, "LINDEX", Long.toString(index));
    }

    public Call<Void> set(long index, String element) {
        return call(KeyCalls::nothing, "LSET", Long.toString(index), element);
    }

    public Call<List<String>> range(long first, long last) {
        return call(KeyCalls::strings, "LRANGE", Long.toString(first), Long.toString(last));
    }

    public Call<Void> trim(long first, long last) {
        return call(KeyCalls::nothing, "LTRIM", Long.toString(first), Long.toString(last));
    }

    public Call<Long> remove(long count, String element) {
        return call(Reply::asLong, "LREM", Long.toString(count), element);
    }

    public Call<Long> size() {
        return call(Reply::asLong, "LLEN");
    }

    /** What comes with the key it was found at. */
    private static String element(Reply reply) {
        return reply.isNil() ? null : reply.asList().get(1).asString();
    }
}
