package io.quarkiverse.kvs.core.protocol;

import java.nio.charset.StandardCharsets;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;

/**
 * How a command answers: what the reply is, not how a dialect spells it.
 * <p>
 * A reply is one value, or an {@link #array}, {@link #map}, {@link #set} or {@link #push} followed by as many replies as it
 * announces. Text given as a {@code String} has characters up to U+00FF only, each of which is a byte ({@link Bytes#latin1()}).
 * <p>
 * An instance belongs to one thread.
 */
public abstract class ReplyWriter {

    private final Dialect dialect;
    private final byte[] digits = new byte[20];
    private final Bytes view = new Bytes();

    /** @param dialect what commands are to take it for */
    protected ReplyWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    /** A writer that spells replies in a dialect. */
    public static ReplyWriter of(Dialect dialect, ReplyBuffer buffer) {
        return dialect == Dialect.LINE ? new LineReplyWriter(buffer) : new RespReplyWriter(buffer, dialect);
    }

    /** A writer that writes nothing, for a client that does not want replies but would get them in a dialect. */
    public static ReplyWriter silent(Dialect dialect) {
        return new SilentReplyWriter(dialect);
    }

    /** A writer for the same place that spells replies in another version of RESP, if this one spells any. */
    public abstract ReplyWriter in(Dialect other);

    public final Dialect dialect() {
        return dialect;
    }

    /** A new reply starts, outside any array. */
    public abstract void begin();

    /** Where the next reply starts, for {@link #rewind}. */
    public abstract long mark();

    /** Takes back what was written since a mark: something else is to follow in its place. */
    public abstract void rewind(long mark);

    /** A short status such as {@code OK}; one line. */
    public abstract void simple(String status);

    /** An error; a line break in the message becomes a blank, as in Redis. */
    public abstract void error(String message);

    /** A value. */
    public abstract void bulk(Bytes value);

    public abstract void integer(long number);

    /** There is no value. */
    public abstract void nil();

    /** There is no array. */
    public abstract void nilArray();

    /** So many replies follow, which together are one. */
    public abstract void array(int count);

    /** So many pairs of replies follow, which together are one. */
    public abstract void map(int pairs);

    /** So many different replies follow, in no order, which together are one. */
    public abstract void set(int count);

    /** So many replies follow, which together are a message that the client has not asked for. */
    public abstract void push(int count);

    /**
     * An array whose length is known at its end.
     *
     * @return what to tell {@link #closeArray}
     */
    public abstract long openArray();

    /** Ends an array that {@link #openArray} has begun. */
    public abstract void closeArray(long opened, int count);

    public abstract void number(double number);

    /** A number with a fraction, in the digits it is to have. */
    public abstract void number(String digits);

    public abstract void bool(boolean yes);

    /** An integer of any size, in digits. */
    public abstract void bigNumber(String digits);

    /** So many pairs of replies follow that tell something about the reply behind them; not for RESP2. */
    public abstract void attribute(int pairs);

    /** Text for a person to read, of several lines perhaps. */
    public final void verbatim(String text) {
        verbatim("txt", text);
    }

    /**
     * Text in a format.
     *
     * @param format three letters: {@code txt} or {@code mkd}, for example
     */
    public abstract void verbatim(String format, String text);

    public final void ok() {
        simple("OK");
    }

    public final void emptyArray() {
        array(0);
    }

    public final void bulk(byte[] value) {
        bulk(view.show(value));
    }

    public final void bulk(String value) {
        bulk(view.show(value.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** A number as a value, in digits. */
    public final void bulk(long number) {
        int length = Decimal.length(number);
        Decimal.write(number, length, digits, 0);
        bulk(view.show(digits, 0, length));
    }

    /** A number as a value, in digits. */
    public final void bulk(double number) {
        bulk(FloatingPoint.format(number));
    }

    static String oneLine(String message) {
        return message.replace('\r', ' ').replace('\n', ' ');
    }
}
