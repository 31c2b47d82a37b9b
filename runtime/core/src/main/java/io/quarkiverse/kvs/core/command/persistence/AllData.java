package io.quarkiverse.kvs.core.command.persistence;

import java.util.List;

import io.quarkiverse.kvs.core.store.Cut;

/**
 * All data as it is at one instant.
 *
 * @param libraries the code of the libraries of functions
 */
record AllData(Cut cut, List<byte[]> libraries) implements AutoCloseable {

    @Override
    public void close() {
        cut.close();
    }
}
