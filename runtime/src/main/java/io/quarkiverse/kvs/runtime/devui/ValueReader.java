package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;

/** Reads the value of a key, a large one a part at a time. */
final class ValueReader {

    /** Of a string, so many bytes are shown. */
    static final int MAX_STRING = 64 * 1024;
    /** Of an element, so many bytes are shown. */
    static final int MAX_ELEMENT = 4 * 1024;
    /** About so many elements make a page. */
    static final int PAGE = 100;

    /**
     * One of the elements of a value; texts are escaped.
     *
     * @param name the field of a hash, the index of an element in a list, the member of a set or a sorted set, the id of an
     *        entry of a stream
     * @param value the value of a field, the element of a list, the score of a member, the fields of an entry; null in a set
     * @param cut whether not all of it is shown, so that it cannot be changed
     */
    public record Element(String name, String value, boolean cut) {
    }

    /**
     * A value, or a part of one.
     *
     * @param length the number of bytes of a string, or of elements of something else
     * @param bytes what it takes in memory, about
     * @param timeToLive in milliseconds; -1 if it stays
     * @param text the string, escaped; null for other types
     * @param cut whether the string is longer than what is shown
     * @param elements null for a string
     * @param cursor where the elements go on; 0 if these are the last
     */
    public record Page(String key, String type, String encoding, long length, long bytes, long timeToLive, String text,
            boolean cut, List<Element> elements, String cursor) {
    }

    private final KeyValueStore store;

    ValueReader(KeyValueStore store) {
        this.store = store;
    }

    /**
     * @param cursor 0 at first
     * @throws KvsException if there is no such key
     */
    Page read(byte[] key, String cursor) {
        KeySearch.Row row = new KeySearch(store).row(key);
        if (row == null) {
            throw new KvsException("The key does not exist any more.");
        }
        String text = null;
        List<Element> elements = null;
        String next = "0";
        if (row.type().equals("string")) {
            byte[] bytes = store.execute("GETRANGE", key, utf8("0"), utf8(Integer.toString(MAX_STRING - 1))).asBytes();
            text = EscapedText.text(bytes, true);
        } else {
            elements = new ArrayList<>();
            next = switch (row.type()) {
                case "hash" -> scan("HSCAN", key, cursor, elements);
                case "set" -> scan("SSCAN", key, cursor, elements);
                case "stream" -> entries(key, cursor, elements);
                case "list" -> range("LRANGE", key, cursor, row.length(), elements);
                default -> range("ZRANGE", key, cursor, row.length(), elements);
            };
        }
        String encoding = store.execute("OBJECT", utf8("ENCODING"), key).asString();
        return new Page(row.key(), row.type(), encoding, row.length(), row.bytes(), row.timeToLive(), text,
                row.type().equals("string") && row.length() > MAX_STRING, elements, next);
    }

    private String scan(String command, byte[] key, String cursor, List<Element> elements) {
        List<Reply> reply = store.execute(command, key, utf8(cursor), utf8("COUNT"), utf8(Integer.toString(PAGE))).asList();
        List<Reply> found = reply.get(1).asList();
        boolean pairs = command.equals("HSCAN");
        for (int i = 0; i < found.size(); i += pairs ? 2 : 1) {
            elements.add(element(found.get(i).asBytes(), pairs ? found.get(i + 1).asBytes() : null));
        }
        return reply.get(0).asString();
    }

    private String range(String command, byte[] key, String cursor, long length, List<Element> elements) {
        long from = Long.parseLong(cursor);
        long to = from + PAGE;
        byte[][] range = { utf8(cursor), utf8(Long.toString(to - 1)) };
        boolean scored = command.equals("ZRANGE");
        List<Reply> found = scored ? store.execute(command, key, range[0], range[1], utf8("WITHSCORES")).asList()
                : store.execute(command, key, range).asList();
        for (int i = 0; i < found.size(); i++) {
            if (scored) {
                List<Reply> pair = found.get(i).asList();
                elements.add(element(pair.get(0).asBytes(), utf8(number(pair.get(1).asDouble()))));
            } else {
                elements.add(element(utf8(Long.toString(from + i)), found.get(i).asBytes()));
            }
        }
        return to < length && !found.isEmpty() ? Long.toString(to) : "0";
    }

    /** The cursor is the id of the last entry of the page before. */
    private String entries(byte[] key, String cursor, List<Element> elements) {
        byte[] from = utf8(cursor.equals("0") ? "-" : "(" + cursor);
        List<Reply> found = store.execute("XRANGE", key, from, utf8("+"), utf8("COUNT"), utf8(Integer.toString(PAGE))).asList();
        String last = "0";
        for (Reply entry : found) {
            byte[] id = entry.asList().get(0).asBytes();
            last = new String(id, UTF_8);
            elements.add(entry(id, entry.asList().get(1).asList()));
        }
        return found.size() == PAGE ? last : "0";
    }

    /** Its value shows each field with its value. */
    private static Element entry(byte[] id, List<Reply> fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.size() && text.length() <= MAX_ELEMENT; i += 2) {
            text.append(i == 0 ? "" : ", ").append(shown(fields.get(i).asBytes())).append(": ")
                    .append(shown(fields.get(i + 1).asBytes()));
        }
        boolean cut = text.length() > MAX_ELEMENT;
        // An entry is not changed, only removed, and that by its id: so it does not matter whether all of it is shown.
        return new Element(shown(id), cut ? text.substring(0, MAX_ELEMENT) + "…" : text.toString(), false);
    }

    private static Element element(byte[] name, byte[] value) {
        boolean cut = name.length > MAX_ELEMENT || value != null && value.length > MAX_ELEMENT;
        return new Element(shown(name), value == null ? null : shown(value), cut);
    }

    private static String shown(byte[] bytes) {
        return EscapedText.text(bytes.length > MAX_ELEMENT ? Arrays.copyOf(bytes, MAX_ELEMENT) : bytes);
    }

    /** As Redis writes it: 3 instead of 3.0. */
    static String number(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e17 ? Long.toString((long) number) : Double.toString(number);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
