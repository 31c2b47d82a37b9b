package io.quarkiverse.kvs.runtime.devui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.TypeDescription;
import io.quarkiverse.kvs.core.store.value.Value;
import io.quarkiverse.kvs.runtime.inprocess.InProcessStore;

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

    private final InProcessStore store;

    ValueReader(InProcessStore store) {
        this.store = store;
    }

    /**
     * @param cursor 0 at first
     * @throws KvsException if there is no such key
     */
    Page read(byte[] key, String cursor) {
        long from = Long.parseLong(cursor);
        Page page = store.look(key, keyspace -> page(keyspace, new Key().show(key), from));
        if (page == null) {
            throw new KvsException("The key does not exist any more.");
        }
        return page;
    }

    private static Page page(Keyspace keyspace, Key key, long from) {
        KeySearch.Row row = KeySearch.row(keyspace, key);
        if (row == null) {
            return null;
        }
        String encoding = keyspace.encodingUnnoticed(key);
        Value value = keyspace.valueUnnoticed(key);
        TypeDescription<?> type = value.type().description();
        if (type.shape() == TypeDescription.Shape.TEXT) {
            return new Page(row.key(), row.type(), encoding, row.length(), row.bytes(), row.timeToLive(),
                    EscapedText.text(beginning(keyspace.edit().string(key), MAX_STRING), true), row.length() > MAX_STRING, null,
                    "0");
        }
        List<Element> elements = new ArrayList<>();
        long next = type.elements(value, from, PAGE, (name, element) -> elements.add(element(name, element)));
        return new Page(row.key(), row.type(), encoding, row.length(), row.bytes(), row.timeToLive(), null, false, elements,
                Long.toString(next));
    }

    private static Element element(Bytes name, Bytes value) {
        boolean cut = name.length() > MAX_ELEMENT || value != null && value.length() > MAX_ELEMENT;
        return new Element(EscapedText.text(beginning(name, MAX_ELEMENT)),
                value == null ? null : EscapedText.text(beginning(value, MAX_ELEMENT)), cut);
    }

    private static byte[] beginning(Bytes bytes, int length) {
        return Arrays.copyOfRange(bytes.array(), bytes.offset(), bytes.offset() + Math.min(bytes.length(), length));
    }
}
