package io.quarkiverse.kvs.core.command.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.client.Secrets;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * The commands that took long, the latest first. Safe for use by many threads.
 * <p>
 * A look at the clock costs as much as a fast command spends on half its work, so fast commands are timed only if
 * the threshold is so low that they might exceed it.
 */
public final class SlowLog {

    private static final int MAX_ARGUMENTS = 32;
    private static final int MAX_LENGTH = 128;
    /** What Redis shows for a script, which has no connection. */
    private static final String NO_ADDRESS = "?:0";
    /** Below this threshold, in microseconds, every command is timed. */
    private static final long TIME_ALL_BELOW = 1000;
    /** Above this length, in bytes, every request is timed. */
    private static final int TIME_REQUESTS_ABOVE = 64 * 1024;

    /**
     * @param at when, in seconds since 1970
     * @param micros how long it took
     */
    public record Slow(long id, long at, long micros, List<byte[]> arguments, String address, String clientName) {
    }

    private final Settings settings;
    private final Deque<Slow> entries = new ArrayDeque<>();
    private volatile boolean timeAll;
    private long nextId;

    SlowLog(Settings settings) {
        this.settings = settings;
    }

    /** Whether a call is to be timed. */
    public boolean times(Command command, Request request) {
        long threshold = settings.slowLogTime.value();
        return threshold >= 0
                && (threshold < TIME_ALL_BELOW || timeAll
                        || !(command.has(Flag.FAST) || command.has(Flag.AS_LONG_AS_REQUEST))
                        || request.length() > TIME_REQUESTS_ABOVE);
    }

    /** Sets whether every command is timed, fast ones too, while what commands take is looked at. */
    public void timeAll(boolean yes) {
        timeAll = yes;
    }

    /** A call, for when its request is gone. */
    public record Call(Command command, long now, List<byte[]> arguments, int keys, String address, String clientName) {

        public static Call of(CommandContext context, Command command) {
            Session session = context.session();
            String address = session.caller().hasConnection() ? session.connection().remoteAddress() : "";
            int[] keys = { 0 };
            command.findKeys(context.request(), (argument, flags) -> keys[0]++);
            return new Call(command, context.now(), SlowLog.arguments(context), keys[0], address, session.name());
        }
    }

    public boolean isSlow(Command command, long nanos) {
        long threshold = settings.slowLogTime.value();
        return threshold >= 0 && nanos / 1000 >= threshold && !command.has(Flag.SKIP_SLOWLOG);
    }

    /** Adds a call that was slow. */
    public synchronized void add(Call call, long nanos) {
        String address = call.address.isEmpty() ? NO_ADDRESS : call.address;
        entries.addFirst(new Slow(nextId++, call.now / 1000, nanos / 1000, call.arguments, address, call.clientName));
        trim();
    }

    public synchronized List<Slow> latest(long count) {
        trim();
        return entries.stream().limit(count).toList();
    }

    public synchronized int size() {
        trim();
        return entries.size();
    }

    public synchronized void clear() {
        entries.clear();
    }

    private void trim() {
        while (entries.size() > settings.slowLogLength.value()) {
            entries.removeLast();
        }
    }

    private static List<byte[]> arguments(CommandContext context) {
        int count = Math.min(context.count(), MAX_ARGUMENTS);
        List<byte[]> arguments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Bytes argument = context.argument(i);
            if (i == MAX_ARGUMENTS - 1 && context.count() > MAX_ARGUMENTS) {
                arguments.add(("... (" + (context.count() - count + 1) + " more arguments)").getBytes(ISO_8859_1));
            } else if (Secrets.isSecret(context.request(), i)) {
                arguments.add(Secrets.REDACTED.getBytes(ISO_8859_1));
            } else if (argument.length() > MAX_LENGTH) {
                Bytes start = new Bytes().show(argument.array(), argument.offset(), MAX_LENGTH);
                arguments.add((start.latin1() + "... (" + (argument.length() - MAX_LENGTH) + " more bytes)")
                        .getBytes(ISO_8859_1));
            } else {
                arguments.add(argument.copy());
            }
        }
        return arguments;
    }
}
