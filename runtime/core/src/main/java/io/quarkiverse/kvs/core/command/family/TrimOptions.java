package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.store.StreamEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.value.ReadableStream;
import io.quarkiverse.kvs.core.store.value.StreamId;
import io.quarkiverse.kvs.core.store.value.StreamLimits;
import io.quarkiverse.kvs.core.store.value.StreamTrim;

/**
 * The options of XADD and XTRIM:
 * {@code [NOMKSTREAM] [MAXLEN | MINID [= | ~] threshold [LIMIT count]] [KEEPREF | DELREF | ACKED]}.
 */
final class TrimOptions {

    private static final CommandException BOTH = new CommandException(
            "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    private static final CommandException NEGATIVE_MAXLEN = new CommandException("ERR The MAXLEN argument must be >= 0.");
    private static final CommandException NEGATIVE_LIMIT = new CommandException("ERR The LIMIT argument must be >= 0.");
    private static final CommandException LIMIT_ALONE = new CommandException(
            "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    private static final CommandException NO_STRATEGY = new CommandException(
            "ERR syntax error, XTRIM must be called with a trimming strategy");
    private static final CommandException LIMIT_EXACT = new CommandException(
            "ERR syntax error, LIMIT cannot be used without the special ~ option");

    private static final long DEFAULT_LIMIT = 10_000;
    private static final long MAX_LIMIT = 1_000_000;
    private static final int NODES = 100;
    private static final byte[] EXACTLY = "=".getBytes(US_ASCII);

    private final boolean adding;
    private boolean approximate;
    private long maxLength = -1;
    private StreamId minId;
    private long limit;
    private boolean limitGiven;
    /** The argument that tells how much is to be left, or 0. */
    private int threshold;
    private int limitArgument;

    /** What becomes of entries that are pending. */
    private StreamReferences references;

    /** Whether a stream that does not exist is not to be created. */
    boolean noMakeStream;
    /** The argument that is the id of the new entry. */
    int idArgument;
    /** The id of the new entry, or null if it is to be found. */
    StreamId id;
    /** Whether the second number of the id is to be found. */
    boolean autoSequence;

    private TrimOptions(boolean adding) {
        this.adding = adding;
    }

    /** @param adding whether the command is XADD */
    static TrimOptions parse(CommandContext c, boolean adding) {
        TrimOptions options = new TrimOptions(adding);
        options.parse(c);
        options.check(c.server().settings().streamNodes());
        return options;
    }

    private void parse(CommandContext c) {
        for (idArgument = 2; idArgument < c.count(); idArgument++) {
            int more = c.count() - 1 - idArgument;
            if (adding && isOneByte(c.argument(idArgument), '*')) {
                return;
            } else if (c.is(idArgument, "MAXLEN") && more > 0) {
                int argument = threshold(c, more);
                maxLength = c.integer(argument);
                if (maxLength < 0) {
                    throw NEGATIVE_MAXLEN;
                }
                threshold = argument;
            } else if (c.is(idArgument, "MINID") && more > 0) {
                int argument = threshold(c, more);
                minId = StreamIdArgument.exact(c, argument);
                threshold = argument;
            } else if (c.is(idArgument, "LIMIT") && more > 0) {
                limit = c.integer(++idArgument);
                if (limit < 0) {
                    throw NEGATIVE_LIMIT;
                }
                limitGiven = true;
                limitArgument = idArgument;
            } else if (references == null && StreamReferences.named(c, idArgument) != null) {
                references = StreamReferences.named(c, idArgument);
            } else if (adding && c.is(idArgument, "NOMKSTREAM")) {
                noMakeStream = true;
            } else if (adding) {
                id = StreamIdArgument.withoutSequence(c.argument(idArgument));
                autoSequence = id != null;
                if (id == null) {
                    id = StreamIdArgument.exact(c, idArgument);
                }
                return;
            } else {
                throw CommandException.SYNTAX;
            }
        }
    }

    /** Moves on to the argument that tells how much is to be left. */
    private int threshold(CommandContext c, int more) {
        if (threshold > 0) {
            throw BOTH;
        }
        approximate = false;
        Bytes next = c.argument(++idArgument);
        if (more > 1 && (isOneByte(next, '~') || isOneByte(next, '='))) {
            approximate = isOneByte(next, '~');
            idArgument++;
        }
        return idArgument;
    }

    private static boolean isOneByte(Bytes text, char character) {
        return text.length() == 1 && text.array()[text.offset()] == character;
    }

    private void check(StreamLimits nodes) {
        if (limit != 0 && threshold == 0) {
            throw LIMIT_ALONE;
        }
        if (!adding && threshold == 0) {
            throw NO_STRATEGY;
        }
        if (limitGiven && !approximate) {
            throw LIMIT_EXACT;
        }
        if (!limitGiven && approximate) {
            // Otherwise one command could take long.
            long entries = nodes.entries();
            limit = entries == 0 ? DEFAULT_LIMIT : Math.min(entries, MAX_LIMIT / NODES) * NODES;
        }
    }

    /** Whether entries are to be removed. */
    boolean trims() {
        return threshold > 0;
    }

    /**
     * Removes what is to be removed.
     *
     * @return how many entries
     */
    long trim(StreamEdit stream) {
        StreamTrim trim = new StreamTrim(maxLength, minId, approximate, limit);
        return references == null ? stream.trim(trim) : references.trim(stream, trim);
    }

    /**
     * The arguments of the command, changed so that it does the same when it is executed again: with the id that the entry has
     * got, and with what was left in the place of what was asked for approximately.
     *
     * @param added the id of the new entry, or null
     */
    byte[][] exactly(CommandContext c, ReadableStream stream, StreamId added) {
        List<byte[]> words = new ArrayList<>();
        for (int i = 1; i < c.count(); i++) {
            if (limitArgument > 0 && (i == limitArgument - 1 || i == limitArgument)) {
                continue;
            }
            if (added != null && i == idArgument) {
                words.add(added.text());
            } else if (approximate && i == threshold - 1) {
                words.add(EXACTLY);
            } else if (approximate && references == StreamReferences.ACKED && i == threshold) {
                // These were all that could be removed.
                words.add(c.argument(i).copy());
            } else if (approximate && i == threshold) {
                words.add(maxLength >= 0 ? StreamRecord.number(stream.size()) : stream.edge().text());
            } else {
                words.add(c.argument(i).copy());
            }
        }
        return words.toArray(byte[][]::new);
    }
}
