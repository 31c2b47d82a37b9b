package io.quarkiverse.kvs.runtime.inprocess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.StoredStream;

/** A stream by its commands. */
final class StreamView extends KeyView implements StoredStream {

    StreamView(CommandTarget target, byte[] key) {
        super(target, key);
    }

    @Override
    public String add(Map<String, String> fields) {
        return text("XADD", withFields(fields, "*"));
    }

    @Override
    public String add(Map<String, String> fields, long maxLength) {
        return text("XADD", withFields(fields, "MAXLEN", "~", Long.toString(maxLength), "*"));
    }

    private static String[] withFields(Map<String, String> fields, String... before) {
        List<String> words = new ArrayList<>(List.of(before));
        fields.forEach((field, value) -> {
            words.add(field);
            words.add(value);
        });
        return words.toArray(String[]::new);
    }

    @Override
    public List<Entry> range(String first, String last, long count) {
        return ask(StreamView::entries, "XRANGE", first, last, "COUNT", Long.toString(count));
    }

    @Override
    public List<Entry> descendingRange(String last, String first, long count) {
        return ask(StreamView::entries, "XREVRANGE", last, first, "COUNT", Long.toString(count));
    }

    @Override
    public List<Entry> after(String id, long count) {
        return askBehind(StreamView::entriesOfStream, List.of("XREAD", "COUNT", Long.toString(count), "STREAMS"), id);
    }

    /** For callers who do not block. */
    public List<Entry> after(String id, long count, Duration timeout) {
        return askBehind(StreamView::entriesOfStream,
                List.of("XREAD", "COUNT", Long.toString(count), "BLOCK", BlockingTimeout.millis(timeout), "STREAMS"), id);
    }

    @Override
    public long remove(String... ids) {
        return ids.length == 0 ? 0 : number("XDEL", ids);
    }

    @Override
    public long trim(long maxLength) {
        return number("XTRIM", "MAXLEN", Long.toString(maxLength));
    }

    @Override
    public long size() {
        return number("XLEN");
    }

    @Override
    public void createGroup(String group, String after) {
        askBehind(reply -> null, List.of("XGROUP", "CREATE"), group, after, "MKSTREAM");
    }

    @Override
    public boolean destroyGroup(String group) {
        Boolean destroyed = askBehind(reply -> reply.asLong() > 0, List.of("XGROUP", "DESTROY"), group);
        return destroyed != null && destroyed;
    }

    @Override
    public List<Entry> read(String group, String consumer, long count) {
        return askBehind(StreamView::entriesOfStream,
                List.of("XREADGROUP", "GROUP", group, consumer, "COUNT", Long.toString(count), "STREAMS"), ">");
    }

    /** For callers who do not block. */
    public List<Entry> read(String group, String consumer, long count, Duration timeout) {
        return askBehind(StreamView::entriesOfStream, List.of("XREADGROUP", "GROUP", group, consumer, "COUNT",
                Long.toString(count), "BLOCK", BlockingTimeout.millis(timeout), "STREAMS"), ">");
    }

    @Override
    public List<Entry> readAgain(String group, String consumer, long count) {
        return askBehind(StreamView::entriesOfStream,
                List.of("XREADGROUP", "GROUP", group, consumer, "COUNT", Long.toString(count), "STREAMS"), "0");
    }

    @Override
    public long acknowledge(String group, String... ids) {
        return ids.length == 0 ? 0 : number("XACK", with(ids, group));
    }

    @Override
    public List<Pending> pending(String group, long count) {
        return ask(StreamView::pending, "XPENDING", group, FIRST, LAST, Long.toString(count));
    }

    @Override
    public List<Entry> claim(String group, String consumer, Duration minIdle, String... ids) {
        return ids.length == 0 ? List.of()
                : ask(StreamView::entries, "XCLAIM", with(ids, group, consumer, Long.toString(minIdle.toMillis())));
    }

    private static String[] with(String[] ids, String... before) {
        String[] words = new String[before.length + ids.length];
        System.arraycopy(before, 0, words, 0, before.length);
        System.arraycopy(ids, 0, words, before.length, ids.length);
        return words;
    }

    private static List<Entry> entries(Reply reply) {
        List<Entry> entries = new ArrayList<>();
        if (!reply.isNil()) {
            reply.asList().forEach(entry -> entries.add(entry(entry.asList())));
        }
        return entries;
    }

    private static Entry entry(List<Reply> idAndFields) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!idAndFields.get(1).isNil()) {
            List<Reply> words = idAndFields.get(1).asList();
            for (int i = 0; i < words.size(); i += 2) {
                fields.put(words.get(i).asString(), words.get(i + 1).asString());
            }
        }
        return new Entry(idAndFields.get(0).asString(), fields);
    }

    /** Those that come with the key of their stream, if there are any. */
    private static List<Entry> entriesOfStream(Reply reply) {
        return reply.isNil() ? List.of() : entries(reply.asMap().values().iterator().next());
    }

    private static List<Pending> pending(Reply reply) {
        List<Pending> pending = new ArrayList<>();
        reply.asList().forEach(line -> {
            List<Reply> words = line.asList();
            pending.add(new Pending(words.get(0).asString(), words.get(1).asString(), Duration.ofMillis(words.get(2).asLong()),
                    words.get(3).asLong()));
        });
        return pending;
    }
}
