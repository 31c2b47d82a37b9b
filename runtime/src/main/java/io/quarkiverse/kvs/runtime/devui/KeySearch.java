package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;

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

    private final KeyValueStore store;

    KeySearch(KeyValueStore store) {
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
        String type = store.execute("TYPE", key).asString();
        if (type.equals("none")) {
            return null;
        }
        Reply bytes = store.execute("MEMORY", utf8("USAGE"), key);
        long timeToLive = store.execute("PTTL", key).asLong();
        return new Row(EscapedText.text(key), type, length(key, type), bytes.isNil() ? 0 : bytes.asLong(),
                Math.max(-1, timeToLive));
    }

    private long length(byte[] key, String type) {
        String command = switch (type) {
            case "string" -> "STRLEN";
            case "hash" -> "HLEN";
            case "list" -> "LLEN";
            case "set" -> "SCARD";
            case "zset" -> "ZCARD";
            case "stream" -> "XLEN";
            default -> throw new KvsException("Keys of type " + type + " cannot be shown.");
        };
        try {
            return store.execute(command, key).asLong();
        } catch (KvsException e) {
            // It has been replaced by something else meanwhile, which the next look will tell.
            return 0;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
