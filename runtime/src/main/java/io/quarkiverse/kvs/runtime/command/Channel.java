package io.quarkiverse.kvs.runtime.command;

import io.quarkiverse.kvs.runtime.store.Bytes;

/** The name of a channel, or a pattern of names; equal by its bytes. */
record Channel(String latin1) {

    static Channel of(Bytes name) {
        return new Channel(name.latin1());
    }

    byte[] bytes() {
        return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
