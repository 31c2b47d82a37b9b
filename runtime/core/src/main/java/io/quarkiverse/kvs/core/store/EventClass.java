package io.quarkiverse.kvs.core.store;

/** The classes of keyspace events, with the letters that {@code notify-keyspace-events} has for them. */
public enum EventClass {
    GENERIC('g'),
    STRING('$'),
    LIST('l'),
    SET('s'),
    HASH('h'),
    ZSET('z'),
    EXPIRED('x'),
    EVICTED('e'),
    STREAM('t'),
    MODULE('d'),
    NEW('n'),
    KEY_MISS('m'),
    /** Not a class: events go to the channels of keys. */
    KEYSPACE('K'),
    /** Not a class: events go to the channels of events. */
    KEYEVENT('E');

    private final char letter;

    EventClass(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /** This class alone, as a set. */
    public int bit() {
        return 1 << ordinal();
    }
}
