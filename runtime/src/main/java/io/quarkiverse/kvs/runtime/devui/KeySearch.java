package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

/** Looks for keys a part at a time, so that clients do not wait while it looks through a large database. */
final class KeySearch {

    /** So often SCAN is called for one page; where few keys match, the next page goes on from there. */
    private static final int MAX_CALLS = 2000;
    private static final byte[] MATCH = utf8("MATCH");
    private static final byte[] COUNT = utf8("COUNT");
    private static final byte[] TYPE = utf8("TYPE");

    /**
     * A key in the list.
     *
     * @param key escaped
     * @param length the number of bytes of a string, or of elements of something else
     * @param bytes what it takes in memory, about
     * @param timeToLive in milliseconds; -1 if it stays
     */
    public record Row(String key, String type, long length, long bytes, long timeToLive) {
    }

    /**
     * Some of the keys that were looked for.
     *
     * @param keys in the order of their names
     * @param cursor where to go on; 0 if this is the end
     * @param total how many keys the database has
     */
    public record Page(List<Row> keys, String cursor, long total) {
    }

    private final InProcessStore store;

    KeySearch(InProcessStore store) {
        this.store = store;
    }

    /**
     * @param pattern as of KEYS, escaped; empty for all keys
     * @param type empty for all types
     * @param cursor 0 at first
     * @param count about so many keys are found: seldom more, and less at the end or if few match
     */
    Page search(String pattern, String type, String cursor, int count) {
        List<byte[]> options = new ArrayList<>(List.of(COUNT, utf8(Integer.toString(count))));
        if (!pattern.isEmpty()) {
            options.addAll(List.of(MATCH, EscapedText.bytes(pattern)));
        }
        if (!type.isEmpty()) {
            options.addAll(List.of(TYPE, utf8(type)));
        }
        Map<String, Row> found = new LinkedHashMap<>();
        String next = cursor;
        for (int i = 0; i < MAX_CALLS && found.size() < count; i++) {
            List<Reply> reply = store.execute("SCAN", utf8(next), options.toArray(byte[][]::new)).asList();
            next = reply.get(0).asString();
            for (Reply key : reply.get(1).asList()) {
                Row row = row(key.asBytes());
                if (row != null) {
                    found.put(row.key, row);
                }
            }
            if (next.equals("0")) {
                break;
            }
        }
        return new Page(found.values().stream().sorted(Comparator.comparing(Row::key)).toList(), next, store.size());
    }

    /** A key as it is now; null if it is gone. */
    Row row(byte[] key) {
        return store.look(key, keyspace -> row(keyspace, new Key().show(key)));
    }

    /** The same, with its segment locked. */
    static Row row(Keyspace keyspace, Key key) {
        Value value = keyspace.valueUnnoticed(key);
        if (value == null) {
            return null;
        }
        long expireAt = keyspace.edit().expireAt(key);
        return new Row(EscapedText.text(key.copy()), value.type().text(), value.type().description().length(value),
                keyspace.edit().memory(key), expireAt == Keyspace.NEVER ? -1 : Math.max(0, expireAt - keyspace.now()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
