package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.CommandFamily;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.OrderedMapEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.OrderedMapValue;
import io.quarkiverse.kvs.core.store.value.ReadableOrderedMap;
import io.quarkiverse.kvs.core.store.value.ordered.EntryTooLargeException;
import io.quarkiverse.kvs.core.store.value.ordered.KeyBound;
import io.quarkiverse.kvs.core.store.value.ordered.KeyOrder;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedCursor;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedSnapshot;
import io.quarkiverse.kvs.core.store.value.ordered.OrderedTree;

/**
 * Commands on ordered maps: names with values, in the order of the names. Redis has no such type, so the names of these
 * commands are those of a module.
 */
public final class OrderedMapCommands {

    private static final String SINCE = "1.0.0";
    private static final String RANGE = "key <min max | PREFIX prefix>";

    static final Command COUNT = command("OM.COUNT", RANGE)
            .in(Group.MODULE).since(SINCE).complexity("O(log(N)), N being the number of entries")
            .arity(4).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns how many names are in a range, or have a prefix.")
            .runs(OrderedMapCommands::count);

    static final Command DEL = command("OM.DEL", "key name [name ...]")
            .in(Group.MODULE).since(SINCE).complexity("O(log(N)) for each name, N being the number of entries")
            .arity(-3).flags(WRITE, FAST).key(at(1, "RW delete"))
            .summary("Removes names, and returns how many of them existed.")
            .runs(OrderedMapCommands::del);

    static final Command EXISTS = command("OM.EXISTS", "key name [name ...]")
            .in(Group.MODULE).since(SINCE).complexity("O(log(N)) for each name, N being the number of entries")
            .arity(-3).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns how many of the given names exist.")
            .runs(OrderedMapCommands::exists);

    static final Command GET = command("OM.GET", "key name")
            .in(Group.MODULE).since(SINCE).complexity("O(log(N)), N being the number of entries")
            .arity(3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the value of a name.")
            .runs(OrderedMapCommands::get);

    static final Command LEN = command("OM.LEN", "key")
            .in(Group.MODULE).since(SINCE).complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns how many entries an ordered map has.")
            .runs(OrderedMapCommands::len);

    static final Command MGET = command("OM.MGET", "key name [name ...]")
            .in(Group.MODULE).since(SINCE).complexity("O(log(N)) for each name, N being the number of entries")
            .arity(-3).flags(READONLY, FAST).key(at(1, "RO access"))
            .summary("Returns the values of several names.")
            .runs(OrderedMapCommands::mget);

    static final Command POPFIRST = command("OM.POPFIRST", "key [count]")
            .in(Group.MODULE).since(SINCE)
            .complexity("O(log(N)+M), N being the number of entries and M the number of those removed")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Removes and returns the first entries.")
            .runs(c -> pop(c, false));

    static final Command POPLAST = command("OM.POPLAST", "key [count]")
            .in(Group.MODULE).since(SINCE)
            .complexity("O(log(N)+M), N being the number of entries and M the number of those removed")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Removes and returns the last entries, the last one first.")
            .runs(c -> pop(c, true));

    static final Command RANGE_COMMAND = command("OM.RANGE", RANGE + " [REV] [LIMIT offset count] [WITHVALUES]")
            .in(Group.MODULE).since(SINCE)
            .complexity("O(log(N)+M), N being the number of entries and M the number of those returned")
            .arity(-4).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the names that are in a range or have a prefix; with WITHVALUES, their values too.")
            .runs(OrderedMapCommands::range);

    static final Command REMRANGE = command("OM.REMRANGE", RANGE)
            .in(Group.MODULE).since(SINCE)
            .complexity("O(log(N)+M), N being the number of entries and M the number of those removed")
            .arity(4).flags(WRITE).key(at(1, "RW delete"))
            .summary("Removes the names that are in a range or have a prefix, and returns how many there were.")
            .runs(OrderedMapCommands::remrange);

    static final Command SCAN = command("OM.SCAN", "key cursor [MATCH pattern] [COUNT count]")
            .in(Group.MODULE).since(SINCE)
            .complexity("O(log(N)+M), N being the number of entries and M the number of those looked at")
            .arity(-3).flags(READONLY).key(at(1, "RO access"))
            .summary("Iterates over the entries in order, a few with each call.")
            .runs(OrderedMapCommands::scan);

    static final Command SET = command("OM.SET", "key name value [name value ...] [NX | XX]")
            .in(Group.MODULE).since(SINCE).complexity("O(log(N)) for each name, N being the number of entries")
            .arity(-4).flags(WRITE, DENYOOM, FAST).key(at(1, "RW update"))
            .summary("Sets the values of names, and returns how many names are new; with XX, how many were set.")
            .runs(OrderedMapCommands::set);

    static final Command WRITE_COMMAND = command("OM.WRITE", "key <SET name value | DEL name> [SET name value | DEL name ...]")
            .in(Group.MODULE).since(SINCE).complexity("O(log(N)) for each name, N being the number of entries")
            .arity(-4).flags(WRITE, DENYOOM).key(at(1, "RW update delete"))
            .summary("Sets and removes names one after the other: all of them or none.")
            .runs(OrderedMapCommands::write);

    static final List<Command> ALL = List.of(COUNT, DEL, EXISTS, GET, LEN, MGET, POPFIRST, POPLAST, RANGE_COMMAND, REMRANGE,
            SCAN, SET, WRITE_COMMAND);

    private static final Command CREATE = command("OM.CREATE", "key order")
            .in(Group.MODULE).since(SINCE).complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM, FAST).key(at(1, "OW insert"))
            .summary("Creates an empty ordered map of an order that is not that of the bytes.")
            .runs(OrderedMapCommands::create);

    /** For servers that know more orders of names than that of the bytes. */
    public static final CommandFamily ORDERS = CommandFamily.of(CREATE);

    private static final CommandException TOO_LARGE = new CommandException("ERR name and value are too long together");
    private static final long DEFAULT_COUNT = 10;
    private static final String START = "0";

    private OrderedMapCommands() {
    }

    private static ReadableOrderedMap map(CommandContext c) {
        return c.read().orderedMap(c.key(1));
    }

    private static OrderedMapEdit edit(CommandContext c) {
        return c.edit().orderedMap(c.key(1));
    }

    // Setting and removing

    static void create(CommandContext c) {
        KeyOrder order = c.server().settings().keyOrders().named(c.argument(2).utf8());
        if (order == null) {
            throw new CommandException("ERR no such order");
        }
        if (!c.edit().add(c.key(1), new OrderedMapValue(order), Keyspace.NEVER)) {
            throw new CommandException("BUSYKEY Target key name already exists.");
        }
        c.event(c.key(1), EventClass.MODULE, "om.create");
        c.reply().ok();
    }

    static void set(CommandContext c) {
        boolean optional = c.count() % 2 != 0;
        int end = c.count();
        boolean absent = false;
        boolean present = false;
        if (optional) {
            end--;
            absent = c.is(end, "NX");
            present = c.is(end, "XX");
            if (!absent && !present) {
                throw CommandException.SYNTAX;
            }
        }
        for (int i = 2; i < end; i += 2) {
            requireFits(c, i);
        }
        OrderedMapEdit map = present ? edit(c) : c.edit().orderedMapOrNew(c.key(1));
        int answer = 0;
        boolean changed = false;
        for (int i = 2; map != null && i < end; i += 2) {
            if (optional && map.read().read().contains(c.argument(i)) == absent) {
                continue;
            }
            boolean added = map.put(c.argument(i), c.argument(i + 1));
            answer += added || present ? 1 : 0;
            changed = true;
        }
        if (changed) {
            c.event(c.key(1), EventClass.MODULE, "om.set");
        }
        c.reply().integer(answer);
    }

    /** Looks at a name and its value before anything is changed. */
    private static void requireFits(CommandContext c, int name) {
        try {
            OrderedTree.requireFits(c.argument(name), c.argument(name + 1));
        } catch (EntryTooLargeException e) {
            throw TOO_LARGE;
        }
    }

    static void del(CommandContext c) {
        OrderedMapEdit map = edit(c);
        int deleted = 0;
        for (int i = 2; map != null && i < c.count(); i++) {
            deleted += map.remove(c.argument(i)) ? 1 : 0;
        }
        if (deleted > 0) {
            removed(c, map, "om.del");
        }
        c.reply().integer(deleted);
    }

    private static void removed(CommandContext c, OrderedMapEdit map, String event) {
        c.event(c.key(1), EventClass.MODULE, event);
        if (map.read().isEmpty()) {
            c.deleteEmptied(c.key(1));
        }
    }

    static void remrange(CommandContext c) {
        OrderedMapEdit map = edit(c);
        OrderedMapRange range = OrderedMapRange.of(c, 2, false, map == null ? null : map.read());
        if (map == null) {
            c.reply().integer(0);
            return;
        }
        OrderedSnapshot entries = map.read().read();
        long from = entries.rank(range.from());
        long count = Math.max(0, entries.rank(range.to()) - from);
        if (count > 0) {
            map.remove(from, from + count);
            removed(c, map, "om.remrange");
        }
        c.reply().integer(count);
    }

    static void pop(CommandContext c, boolean last) {
        if (c.count() > 3) {
            throw CommandException.SYNTAX;
        }
        long wanted = c.count() == 3 ? c.integer(2, CommandException.NOT_POSITIVE) : 1;
        if (wanted < 0) {
            throw CommandException.NOT_POSITIVE;
        }
        OrderedMapEdit map = edit(c);
        long count = map == null ? 0 : Math.min(wanted, map.read().size());
        if (count == 0) {
            c.reply().emptyArray();
            return;
        }
        long size = map.read().size();
        long from = last ? size - count : 0;
        answer(c, map.read(), from, count, last, true);
        map.remove(from, from + count);
        removed(c, map, last ? "om.poplast" : "om.popfirst");
    }

    static void write(CommandContext c) {
        for (int i = 2; i < c.count(); i += length(c, i)) {
            if (i + length(c, i) > c.count()) {
                throw CommandException.SYNTAX;
            }
            if (isSet(c, i)) {
                requireFits(c, i + 1);
            }
        }
        OrderedMapEdit map = c.edit().orderedMapOrNew(c.key(1));
        boolean existed = map.read().size() > 0;
        if (map.read().order() == KeyOrder.BYTES) {
            write(c, map);
        } else {
            // Other orders may fail.
            map.atomically(() -> write(c, map));
        }
        if (map.hasChanged()) {
            c.event(c.key(1), EventClass.MODULE, "om.write");
            if (existed && map.read().isEmpty()) {
                c.deleteEmptied(c.key(1));
            }
        }
        c.reply().ok();
    }

    private static void write(CommandContext c, OrderedMapEdit map) {
        for (int i = 2; i < c.count(); i += length(c, i)) {
            if (isSet(c, i)) {
                map.put(c.argument(i + 1), c.argument(i + 2));
            } else {
                map.remove(c.argument(i + 1));
            }
        }
    }

    private static boolean isSet(CommandContext c, int at) {
        return c.is(at, "SET");
    }

    private static int length(CommandContext c, int at) {
        if (isSet(c, at)) {
            return 3;
        }
        if (c.is(at, "DEL")) {
            return 2;
        }
        throw CommandException.SYNTAX;
    }

    // Names that are told

    static void get(CommandContext c) {
        answerValue(c, map(c), 2);
    }

    static void mget(CommandContext c) {
        ReadableOrderedMap map = map(c);
        c.reply().array(c.count() - 2);
        for (int i = 2; i < c.count(); i++) {
            answerValue(c, map, i);
        }
    }

    private static void answerValue(CommandContext c, ReadableOrderedMap map, int argument) {
        Bytes value = map == null ? null : map.read().get(c.argument(argument), c.scratchView());
        if (value == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(value);
        }
    }

    static void exists(CommandContext c) {
        ReadableOrderedMap map = map(c);
        int found = 0;
        for (int i = 2; map != null && i < c.count(); i++) {
            found += map.read().contains(c.argument(i)) ? 1 : 0;
        }
        c.reply().integer(found);
    }

    static void len(CommandContext c) {
        ReadableOrderedMap map = map(c);
        c.reply().integer(map == null ? 0 : map.size());
    }

    // Names that follow each other

    static void count(CommandContext c) {
        ReadableOrderedMap map = map(c);
        OrderedMapRange range = OrderedMapRange.of(c, 2, false, map);
        c.reply().integer(map == null ? 0 : map.read().count(range.from(), range.to()));
    }

    static void range(CommandContext c) {
        boolean descending = false;
        boolean withValues = false;
        long offset = 0;
        long limit = -1;
        for (int i = 4; i < c.count(); i++) {
            if (c.is(i, "REV")) {
                descending = true;
            } else if (c.is(i, "WITHVALUES")) {
                withValues = true;
            } else if (c.is(i, "LIMIT") && i + 2 < c.count()) {
                offset = c.integer(++i);
                limit = c.integer(++i);
            } else {
                throw CommandException.SYNTAX;
            }
        }
        ReadableOrderedMap map = map(c);
        OrderedMapRange range = OrderedMapRange.of(c, 2, descending, map);
        if (map == null) {
            c.reply().emptyArray();
            return;
        }
        OrderedSnapshot entries = map.read();
        long from = entries.rank(range.from());
        long count = Math.max(0, entries.rank(range.to()) - from);
        if (offset < 0 || offset >= count) {
            c.reply().emptyArray();
            return;
        }
        long taken = limit < 0 ? count - offset : Math.min(limit, count - offset);
        long first = descending ? from + count - offset - taken : from + offset;
        answer(c, map, first, taken, descending, withValues);
    }

    /** Answers at once; or, where that takes long, later and from a snapshot, with no lock held and on no event loop. */
    private static void answer(CommandContext c, ReadableOrderedMap map, long from, long count, boolean descending,
            boolean withValues) {
        OrderedSnapshot entries = count < CommandContext.LONG_REPLY ? map.read() : map.snapshot();
        c.replyWith(count, (reply, cancelled) -> write(reply, entries, from, count, descending, withValues, cancelled));
    }

    /** With values, RESP3 has an array in the array for each entry, and RESP2 all in a row. */
    private static void write(ReplyWriter reply, OrderedSnapshot entries, long from, long count, boolean descending,
            boolean withValues, BooleanSupplier cancelled) {
        boolean pairs = withValues && reply.dialect() == Dialect.RESP3;
        reply.array((int) (withValues && !pairs ? 2 * count : count));
        OrderedCursor at = entries.cursor(descending ? from + count : from);
        Bytes view = new Bytes();
        for (long left = count; left > 0 && (descending ? at.previous() : at.next()) && !cancelled.getAsBoolean(); left--) {
            if (pairs) {
                reply.array(2);
            }
            reply.bulk(at.key(view));
            if (withValues) {
                reply.bulk(at.value(view));
            }
        }
    }

    /**
     * The cursor is {@code 0} at first, and in the end; otherwise it says behind which name to go on, as a range does: so what
     * is there all the time comes exactly once.
     */
    static void scan(CommandContext c) {
        long count = DEFAULT_COUNT;
        byte[] pattern = null;
        for (int i = 3; i < c.count(); i += 2) {
            if (i + 1 < c.count() && c.is(i, "COUNT")) {
                count = c.integer(i + 1);
                if (count < 1) {
                    throw CommandException.SYNTAX;
                }
            } else if (i + 1 < c.count() && c.is(i, "MATCH")) {
                pattern = c.argument(i + 1).copy();
            } else {
                throw CommandException.SYNTAX;
            }
        }
        KeyBound from = cursor(c.argument(2));
        ReadableOrderedMap map = map(c);
        if (map == null) {
            c.reply().array(2);
            c.reply().bulk(START);
            c.reply().emptyArray();
            return;
        }
        OrderedSnapshot entries = count < CommandContext.LONG_REPLY ? map.read() : map.snapshot();
        Scan scan = new Scan(entries, entries.rank(from), count, pattern);
        c.replyWith(Math.min(count, map.size()), scan::write);
    }

    private static KeyBound cursor(Bytes text) {
        if (text.is(START)) {
            return KeyBound.START;
        }
        if (text.length() == 0 || text.array()[text.offset()] != '(') {
            throw CommandException.INVALID_CURSOR;
        }
        return KeyBound.behind(new Bytes().show(text.array(), text.offset() + 1, text.length() - 1));
    }

    /** A step of OM.SCAN. */
    private record Scan(OrderedSnapshot entries, long from, long count, byte[] pattern) {

        void write(ReplyWriter reply, BooleanSupplier cancelled) {
            long looked = Math.min(count, entries.size() - from);
            Bytes view = new Bytes();
            reply.array(2);
            if (looked <= 0 || from + looked == entries.size()) {
                reply.bulk(START);
            } else {
                OrderedCursor last = entries.cursor(from + looked);
                last.previous();
                Bytes name = last.key(view);
                byte[] cursor = new byte[1 + name.length()];
                cursor[0] = '(';
                System.arraycopy(name.array(), name.offset(), cursor, 1, name.length());
                reply.bulk(new Bytes().show(cursor));
            }
            reply.array(2 * matching(looked, null, cancelled));
            matching(looked, reply, cancelled);
        }

        private int matching(long looked, ReplyWriter reply, BooleanSupplier cancelled) {
            if (reply == null && pattern == null) {
                return (int) Math.max(0, looked);
            }
            Bytes glob = pattern == null ? null : new Bytes().show(pattern);
            Key view = new Key();
            int matching = 0;
            OrderedCursor at = entries.cursor(from);
            for (long left = looked; left > 0 && at.next() && !cancelled.getAsBoolean(); left--) {
                if (glob == null || Glob.matches(glob, at.key(view))) {
                    matching++;
                    if (reply != null) {
                        reply.bulk(at.key(view));
                        reply.bulk(at.value(view));
                    }
                }
            }
            return matching;
        }
    }
}
