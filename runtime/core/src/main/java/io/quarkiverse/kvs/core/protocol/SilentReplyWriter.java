package io.quarkiverse.kvs.core.protocol;

import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Writes nothing: the client does not want replies. Commands find the dialect that they would write in. */
final class SilentReplyWriter extends ReplyWriter {

    SilentReplyWriter(Dialect dialect) {
        super(dialect);
    }

    @Override
    public ReplyWriter in(Dialect other) {
        return other == dialect() || dialect() == Dialect.LINE ? this : new SilentReplyWriter(other);
    }

    @Override
    public void begin() {
        // Nothing is written.
    }

    @Override
    public long mark() {
        return 0;
    }

    @Override
    public void rewind(long mark) {
        // Nothing was written.
    }

    @Override
    public void simple(String status) {
        // Nothing is written.
    }

    @Override
    public void error(String message) {
        // Nothing is written.
    }

    @Override
    public void bulk(Bytes value) {
        // Nothing is written.
    }

    @Override
    public void integer(long number) {
        // Nothing is written.
    }

    @Override
    public void nil() {
        // Nothing is written.
    }

    @Override
    public void nilArray() {
        // Nothing is written.
    }

    @Override
    public void array(int count) {
        // Nothing is written.
    }

    @Override
    public void map(int pairs) {
        // Nothing is written.
    }

    @Override
    public void set(int count) {
        // Nothing is written.
    }

    @Override
    public void push(int count) {
        // Nothing is written.
    }

    @Override
    public long openArray() {
        return 0;
    }

    @Override
    public void closeArray(long opened, int count) {
        // Nothing is written.
    }

    @Override
    public void number(double number) {
        // Nothing is written.
    }

    @Override
    public void number(String digits) {
        // Nothing is written.
    }

    @Override
    public void bool(boolean yes) {
        // Nothing is written.
    }

    @Override
    public void bigNumber(String digits) {
        // Nothing is written.
    }

    @Override
    public void attribute(int pairs) {
        // Nothing is written.
    }

    @Override
    public void verbatim(String format, String text) {
        // Nothing is written.
    }
}
