package io.quarkiverse.kvs.runtime.inprocess;

import java.time.Duration;
import java.util.List;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredList;

/** A list by its commands. */
final class ListView extends KeyView implements StoredList {

    ListView(CommandTarget target, byte[] key) {
        super(target, key);
    }

    @Override
    public long addFirst(String... elements) {
        return elements.length == 0 ? size() : number("LPUSH", elements);
    }

    @Override
    public long addLast(String... elements) {
        return elements.length == 0 ? size() : number("RPUSH", elements);
    }

    @Override
    public String removeFirst() {
        return text("LPOP");
    }

    /** For callers who do not block. */
    public String removeFirst(Duration timeout) {
        return ask(ListView::element, "BLPOP", BlockingTimeout.seconds(timeout));
    }

    @Override
    public String removeLast() {
        return text("RPOP");
    }

    /** For callers who do not block. */
    public String removeLast(Duration timeout) {
        return ask(ListView::element, "BRPOP", BlockingTimeout.seconds(timeout));
    }

    @Override
    public String get(long index) {
        return text("LINDEX", Long.toString(index));
    }

    @Override
    public void set(long index, String element) {
        tell("LSET", Long.toString(index), element);
    }

    @Override
    public List<String> range(long first, long last) {
        return ask(KeyView::strings, "LRANGE", Long.toString(first), Long.toString(last));
    }

    @Override
    public void trim(long first, long last) {
        tell("LTRIM", Long.toString(first), Long.toString(last));
    }

    @Override
    public long remove(long count, String element) {
        return number("LREM", Long.toString(count), element);
    }

    @Override
    public long size() {
        return number("LLEN");
    }

    /** What comes with the key it was found at. */
    private static String element(Reply reply) {
        return reply.isNil() ? null : reply.asList().get(1).asString();
    }
}
