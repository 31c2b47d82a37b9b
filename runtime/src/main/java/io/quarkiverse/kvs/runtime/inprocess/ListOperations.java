package io.quarkiverse.kvs.runtime.inprocess;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.kvs.Reply;

/** The commands of a list. */
public final class ListOperations extends KeyOperations {

    public ListOperations(String key) {
        super(key);
    }

    public TypedCommand<Long> addFirst(String... elements) {
        return elements.length == 0 ? size() : call(Reply::asLong, "LPUSH", elements);
    }

    public TypedCommand<Long> addLast(String... elements) {
        return elements.length == 0 ? size() : call(Reply::asLong, "RPUSH", elements);
    }

    public TypedCommand<String> removeFirst() {
        return call(Reply::asString, "LPOP");
    }

    public TypedCommand<String> removeFirst(Duration timeout) {
        return call(ListOperations::element, "BLPOP", BlockingTimeout.seconds(timeout));
    }

    public TypedCommand<String> removeLast() {
        return call(Reply::asString, "RPOP");
    }

    public TypedCommand<String> removeLast(Duration timeout) {
        return call(ListOperations::element, "BRPOP", BlockingTimeout.seconds(timeout));
    }

    public TypedCommand<String> get(long index) {
        return call(Reply::asString, "LINDEX", Long.toString(index));
    }

    public TypedCommand<Void> set(long index, String element) {
        return call(KeyOperations::nothing, "LSET", Long.toString(index), element);
    }

    public TypedCommand<List<String>> range(long first, long last) {
        return call(KeyOperations::strings, "LRANGE", Long.toString(first), Long.toString(last));
    }

    public TypedCommand<Void> trim(long first, long last) {
        return call(KeyOperations::nothing, "LTRIM", Long.toString(first), Long.toString(last));
    }

    public TypedCommand<Long> remove(long count, String element) {
        return call(Reply::asLong, "LREM", Long.toString(count), element);
    }

    public TypedCommand<Long> size() {
        return call(Reply::asLong, "LLEN");
    }

    /** What comes with the key it was found at. */
    private static String element(Reply reply) {
        return reply.isNil() ? null : reply.asList().get(1).asString();
    }
}
