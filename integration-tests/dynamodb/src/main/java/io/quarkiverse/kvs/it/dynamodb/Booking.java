package io.quarkiverse.kvs.it.dynamodb;

import java.util.Map;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Who sits where, as an item of the table. */
public record Booking(String show, int seat, String guest, long cents) {

    Map<String, AttributeValue> toItem() {
        return Map.of("show", AttributeValue.fromS(show), "seat", number(seat), "guest", AttributeValue.fromS(guest),
                "cents", number(cents));
    }

    static Booking of(Map<String, AttributeValue> item) {
        return new Booking(item.get("show").s(), Integer.parseInt(item.get("seat").n()), item.get("guest").s(),
                Long.parseLong(item.get("cents").n()));
    }

    static Map<String, AttributeValue> key(String show, int seat) {
        return Map.of("show", AttributeValue.fromS(show), "seat", number(seat));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
