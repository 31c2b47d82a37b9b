package io.quarkiverse.kvs.core.command.client;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The name of a channel, or a pattern of names; equal by its bytes. */
public record Channel(String latin1) {

    public static Channel of(Bytes name) {
        return new Channel(name.latin1());
    }

    public byte[] bytes() {
        return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
