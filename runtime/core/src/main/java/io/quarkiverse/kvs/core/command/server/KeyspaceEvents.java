package io.quarkiverse.kvs.core.command.server;

import io.quarkiverse.kvs.core.store.EventClass;

/** The parameter {@code notify-keyspace-events}: which classes of events are published, and on which channels. */
final class KeyspaceEvents extends Setting<String> {

    private static final EventClass[] ALL = { EventClass.GENERIC, EventClass.STRING, EventClass.LIST, EventClass.SET,
            EventClass.HASH, EventClass.ZSET, EventClass.EXPIRED, EventClass.EVICTED, EventClass.STREAM, EventClass.MODULE };

    KeyspaceEvents() {
        super("notify-keyspace-events", "");
    }

    @Override
    public String parse(String text) {
        classes(text);
        return text;
    }

    /** In the letters that Redis tells, which are not always those that were set: an A hides others. */
    @Override
    public String text() {
        return text(classes(value()));
    }

    /** The classes that letters stand for, as {@link EventClass#bit()}s. */
    static int classes(String letters) {
        int classes = 0;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            int bit = letter == 'A' ? all() : bit(letter);
            if (bit == 0) {
                throw new IllegalArgumentException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
            }
            classes |= bit;
        }
        return classes;
    }

    private static int bit(char letter) {
        for (EventClass type : EventClass.values()) {
            if (type.letter() == letter) {
                return type.bit();
            }
        }
        return 0;
    }

    private static int all() {
        int all = 0;
        for (EventClass type : ALL) {
            all |= type.bit();
        }
        return all;
    }

    /** The letters for some classes, in Redis's order. */
    private static String text(int classes) {
        StringBuilder text = new StringBuilder();
        boolean everything = (classes & all()) == all();
        if (everything) {
            text.append('A');
        }
        for (char letter : "g$lshzxetdnKEm".toCharArray()) {
            int bit = bit(letter);
            if ((classes & bit) != 0 && !(everything && (letter == 'n' || (all() & bit) != 0))) {
                text.append(letter);
            }
        }
        return text.toString();
    }
}
