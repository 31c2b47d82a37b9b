package io.quarkiverse.kvs.runtime.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.Pending;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Reads what another server has answered to a command of the application, in RESP3. What the bytes mean is told in
 * protocol/RESP3.md of https://github.com/redis/redis-specifications.
 */
public final class ForwardedReply {

    private final byte[] bytes;
    private int at;

    private ForwardedReply(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Waits for the reply, and writes it.
     *
     * @throws KvsException if there is none: it is not known what became of the command
     */
    static void await(Pending.Forwarded forwarded, ReplyWriter to) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    read(forwarded.reply().get(), null, to);
                    return;
                } catch (InterruptedException e) {
                    // What was sent cannot be taken back: so the caller waits to learn what became of it.
                    interrupted = true;
                } catch (ExecutionException | CancellationException e) {
                    read(null, e, to);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Writes a reply.
     *
     * @param failure why there is none; null if there is
     */
    public static void read(byte[] reply, Throwable failure, ReplyWriter to) {
        if (failure != null) {
            Throwable cause = failure instanceof ExecutionException || failure instanceof CompletionException
                    ? failure.getCause()
                    : failure;
            throw new KvsException(
                    "the command was sent to the server that leads, and may have been done: " + cause.getMessage(),
                    cause);
        }
        to.begin();
        new ForwardedReply(reply).value(to);
    }

    private String line() {
        int end = at;
        while (bytes[end] != '\r') {
            end++;
        }
        String line = new String(bytes, at, end - at, UTF_8);
        at = end + 2;
        return line;
    }

    private Bytes content(int length) {
        Bytes content = new Bytes().show(bytes, at, length);
        at += length + 2;
        return content;
    }

    /** One value, which is known to be complete. */
    private void value(ReplyWriter to) {
        char type = (char) bytes[at++];
        String line = line();
        switch (type) {
            case '+' -> to.simple(line);
            case '-' -> to.error(line);
            case ':' -> to.integer(Long.parseLong(line));
            case ',' -> number(line, to);
            case '(' -> to.bigNumber(line);
            case '#' -> to.bool(line.equals("t"));
            case '_' -> to.nil();
            case '$', '=', '!' -> string(type, Integer.parseInt(line), to);
            default -> several(type, Integer.parseInt(line), to);
        }
    }

    private static void number(String digits, ReplyWriter to) {
        switch (digits) {
            case "inf" -> to.number(Double.POSITIVE_INFINITY);
            case "-inf" -> to.number(Double.NEGATIVE_INFINITY);
            case "nan" -> to.number(Double.NaN);
            default -> to.number(digits);
        }
    }

    private void string(char type, int length, ReplyWriter to) {
        if (length < 0) {
            to.nil();
            return;
        }
        Bytes content = content(length);
        switch (type) {
            case '!' -> to.error(content.utf8());
            // In front of the text: what it is, in three letters, and a colon.
            case '=' -> to.verbatim(content.utf8().substring(4));
            default -> to.bulk(content);
        }
    }

    private void several(char type, int count, ReplyWriter to) {
        int values = count;
        switch (type) {
            case '*' -> {
                if (count < 0) {
                    to.nilArray();
                    return;
                }
                to.array(count);
            }
            case '~' -> to.set(count);
            case '>' -> to.push(count);
            case '%' -> {
                to.map(count);
                values = 2 * count;
            }
            case '|' -> {
                to.attribute(count);
                // They stand in front of the value that they belong to.
                values = 2 * count + 1;
            }
            default -> throw new KvsException("the server that leads does not answer in RESP3");
        }
        for (int i = 0; i < values; i++) {
            value(to);
        }
    }
}
