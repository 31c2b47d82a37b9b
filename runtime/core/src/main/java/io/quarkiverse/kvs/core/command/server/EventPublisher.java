package io.quarkiverse.kvs.core.command.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.quarkiverse.kvs.core.command.client.PubSub;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Publishes what happens to keys on channels, as {@code notify-keyspace-events} says. Safe for use by many threads. */
final class EventPublisher {

    private final PubSub pubSub;
    private volatile int classes;

    private EventPublisher(PubSub pubSub) {
        this.pubSub = pubSub;
    }

    /** From now on, the events of a store are published as a parameter says. */
    static void start(Store store, Settings settings, PubSub pubSub) {
        EventPublisher publisher = new EventPublisher(pubSub);
        settings.events.onChange(letters -> {
            publisher.classes = KeyspaceEvents.classes(letters);
            store.notify(publisher.classes, publisher::publish);
        });
    }

    private void publish(EventClass type, String event, int database, Bytes key) {
        int wanted = classes;
        byte[] name = event.getBytes(ISO_8859_1);
        if ((wanted & EventClass.KEYSPACE.bit()) != 0) {
            byte[] channel = ("__keyspace@" + database + "__:" + key.latin1()).getBytes(ISO_8859_1);
            pubSub.publish(new Bytes().show(channel), new Bytes().show(name), false);
        }
        if ((wanted & EventClass.KEYEVENT.bit()) != 0) {
            byte[] channel = ("__keyevent@" + database + "__:" + event).getBytes(ISO_8859_1);
            pubSub.publish(new Bytes().show(channel), key, false);
        }
    }
}
