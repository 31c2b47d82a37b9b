package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.ListEdit;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ListCursor;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.ReadableList;

/** Commands on lists. Those that wait for an element are {@link BlockingListCommands}. */
final class ListCommands {

    static final Command LINDEX = command("LINDEX", "key index")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the distance from the nearer end; O(1) for the ends")
            .arity(3).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the element at an index.")
            .runs(ListCommands::lindex);

    static final Command LINSERT = command("LINSERT", "key <BEFORE | AFTER> pivot element")
            .in(Group.LIST).since("2.2.0").complexity("O(N), N being the number of elements up to the pivot")
            .arity(5).flags(WRITE, DENYOOM).key(at(1, "RW insert"))
            .summary("Inserts an element before or after another one.")
            .runs(ListCommands::linsert);

    static final Command LLEN = command("LLEN", "key")
            .in(Group.LIST).since("1.0.0").complexity("O(1)")
            .arity(2).flags(READONLY, FAST).key(at(1, "RO"))
            .summary("Returns the number of elements.")
            .runs(ListCommands::llen);

    static final Command LMOVE = command("LMOVE", "source destination <LEFT | RIGHT> <LEFT | RIGHT>")
            .in(Group.LIST).since("6.2.0").complexity("O(1)")
            .arity(5).flags(WRITE, DENYOOM).key(at(1, "RW access delete")).key(at(2, "RW insert"))
            .summary("Moves an element from an end of a list to an end of another, and returns it.")
            .recordedByItself()
            .runs(ListCommands::lmove);

    static final Command LMPOP = command("LMPOP", "numkeys key [key ...] <LEFT | RIGHT> [COUNT count]")
            .in(Group.LIST).since("7.0.0").complexity("O(N+M), N being the number of keys and M that of elements returned")
            .arity(-4).flags(WRITE).key(at(1, "RW access delete").counted(0, 1, 1))
            .summary("Removes and returns elements at an end of the first list that is not empty.")
            .recordedByItself()
            .runs(ListCommands::lmpop);

    static final Command LPOP = command("LPOP", "key [count]")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the number of elements returned")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Removes and returns the first elements.")
            .runs(c -> pop(c, ListEnd.LEFT));

    static final Command LPOS = command("LPOS", "key element [RANK rank] [COUNT num-matches] [MAXLEN len]")
            .in(Group.LIST).since("6.0.6").complexity("O(N), N being the number of elements looked at")
            .arity(-3).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the indexes at which an element is.")
            .runs(ListCommands::lpos);

    static final Command LPUSH = command("LPUSH", "key element [element ...]")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the number of elements added")
            .arity(-3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Adds elements to the front of a list, one after the other.")
            .runs(c -> push(c, ListEnd.LEFT));

    static final Command LPUSHX = command("LPUSHX", "key element [element ...]")
            .in(Group.LIST).since("2.2.0").complexity("O(N), N being the number of elements added")
            .arity(-3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Adds elements to the front of a list if the list exists.")
            .runs(c -> pushIfPresent(c, ListEnd.LEFT));

    static final Command LRANGE = command("LRANGE", "key start stop")
            .in(Group.LIST).since("1.0.0")
            .complexity(
                    "O(S+N), S being the distance of the first place from the nearer end and N the number of elements returned")
            .arity(4).flags(READONLY).key(at(1, "RO access"))
            .summary("Returns the elements between two indexes.")
            .runs(ListCommands::lrange);

    static final Command LREM = command("LREM", "key count element")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the number of elements")
            .arity(4).flags(WRITE).key(at(1, "RW delete"))
            .summary("Removes all or some occurrences of an element.")
            .runs(ListCommands::lrem);

    static final Command LSET = command("LSET", "key index element")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the distance from the nearer end; O(1) for the ends")
            .arity(4).flags(WRITE, DENYOOM).key(at(1, "RW update"))
            .summary("Sets the element at an index.")
            .runs(ListCommands::lset);

    static final Command LTRIM = command("LTRIM", "key start stop")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the number of elements removed")
            .arity(4).flags(WRITE).key(at(1, "RW delete"))
            .summary("Removes all elements except those between two indexes.")
            .runs(ListCommands::ltrim);

    static final Command RPOP = command("RPOP", "key [count]")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the number of elements returned")
            .arity(-2).flags(WRITE, FAST).key(at(1, "RW access delete"))
            .summary("Removes and returns the last elements, the last one first.")
            .runs(c -> pop(c, ListEnd.RIGHT));

    static final Command RPOPLPUSH = command("RPOPLPUSH", "source destination")
            .in(Group.LIST).since("1.2.0").complexity("O(1)")
            .arity(3).flags(WRITE, DENYOOM).key(at(1, "RW access delete")).key(at(2, "RW insert"))
            .deprecated("6.2.0", "LMOVE with RIGHT and LEFT")
            .summary("Moves the last element of a list to the front of another, and returns it.")
            .recordedByItself()
            .runs(c -> move(c, ListEnd.RIGHT, ListEnd.LEFT));

    static final Command RPUSH = command("RPUSH", "key element [element ...]")
            .in(Group.LIST).since("1.0.0").complexity("O(N), N being the number of elements added")
            .arity(-3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Adds elements to the end of a list.")
            .runs(c -> push(c, ListEnd.RIGHT));

    static final Command RPUSHX = command("RPUSHX", "key element [element ...]")
            .in(Group.LIST).since("2.2.0").complexity("O(N), N being the number of elements added")
            .arity(-3).flags(WRITE, DENYOOM, FAST).key(at(1, "RW insert"))
            .summary("Adds elements to the end of a list if the list exists.")
            .runs(c -> pushIfPresent(c, ListEnd.RIGHT));

    static final List<Command> ALL = List.of(LINDEX, LINSERT, LLEN, LMOVE, LMPOP, LPOP, LPOS, LPUSH, LPUSHX, LRANGE, LREM, LSET,
            LTRIM, RPOP, RPOPLPUSH, RPUSH, RPUSHX);

    private static final CommandException RANK_ZERO = new CommandException(
            "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start "
                    + "from the end of the list");
    private static final CommandException COUNT_NEGATIVE = new CommandException("ERR COUNT can't be negative");
    private static final CommandException MAXLEN_NEGATIVE = new CommandException("ERR MAXLEN can't be negative");
    private static final CommandException NO_KEYS = new CommandException("ERR numkeys should be greater than 0");
    private static final CommandException NO_COUNT = new CommandException("ERR count should be greater than 0");

    private ListCommands() {
    }

    // Adding

    static void push(CommandContext c, ListEnd end) {
        push(c, listForAdding(c, c.key(1)), end);
    }

    static void pushIfPresent(CommandContext c, ListEnd end) {
        ListEdit list = editList(c, 1);
        if (list == null) {
            c.reply().integer(0);
        } else {
            push(c, list, end);
        }
    }

    private static void push(CommandContext c, ListEdit list, ListEnd end) {
        for (int i = 2; i < c.count(); i++) {
            list.add(end, c.argument(i));
        }
        c.event(c.key(1), EventClass.LIST, pushed(end));
        c.reply().integer(list.read().size());
    }

    static void linsert(CommandContext c) {
        ListEnd side = side(c, 2);
        ListEdit list = editList(c, 1);
        if (list == null) {
            c.reply().integer(0);
        } else if (!list.insert(c.argument(3), side, c.argument(4))) {
            c.reply().integer(-1);
        } else {
            c.event(c.key(1), EventClass.LIST, "linsert");
            c.reply().integer(list.read().size());
        }
    }

    private static ListEnd side(CommandContext c, int argument) {
        if (c.is(argument, "BEFORE")) {
            return ListEnd.LEFT;
        }
        if (c.is(argument, "AFTER")) {
            return ListEnd.RIGHT;
        }
        throw CommandException.SYNTAX;
    }

    // Looking

    static void llen(CommandContext c) {
        ReadableList list = list(c, 1);
        c.reply().integer(list == null ? 0 : list.size());
    }

    static void lindex(CommandContext c) {
        ReadableList list = list(c, 1);
        long index = list == null ? -1 : index(list, c.integer(2));
        if (index < 0) {
            c.reply().nil();
        } else {
            c.reply().bulk(list.show(index, c.scratchView()));
        }
    }

    static void lrange(CommandContext c) {
        long start = c.integer(2);
        long stop = c.integer(3);
        ReadableList list = list(c, 1);
        if (list == null) {
            c.reply().emptyArray();
            return;
        }
        Range range = Range.of(list, start, stop);
        answer(c, list, range.start, range.length, ListEnd.RIGHT);
    }

    /** Answers some elements, of which there are enough, from one on in one direction. */
    private static void answer(CommandContext c, ReadableList list, long start, long elements, ListEnd towards) {
        c.reply().array((int) Math.min(elements, Integer.MAX_VALUE));
        if (elements > 0) {
            ListCursor cursor = list.cursor(start, towards);
            for (long i = 0; i < elements; i++) {
                cursor.next(c.scratchView());
                c.reply().bulk(c.scratchView());
            }
        }
    }

    /** What LPOS is told beside key and element. */
    private static final class PositionOptions {

        long rank = 1;
        /** Negative if it is not told: then the answer is a single place. */
        long count = -1;
        /** 0 for as many as there are. */
        long looksAt;

        static PositionOptions parse(CommandContext c) {
            PositionOptions options = new PositionOptions();
            for (int i = 3; i < c.count(); i += 2) {
                boolean valueFollows = i + 1 < c.count();
                if (valueFollows && c.is(i, "RANK")) {
                    options.rank = c.integer(i + 1);
                    if (options.rank == 0) {
                        throw RANK_ZERO;
                    }
                } else if (valueFollows && c.is(i, "COUNT")) {
                    options.count = notBelow(0, c, i + 1, COUNT_NEGATIVE);
                } else if (valueFollows && c.is(i, "MAXLEN")) {
                    options.looksAt = notBelow(0, c, i + 1, MAXLEN_NEGATIVE);
                } else {
                    throw CommandException.SYNTAX;
                }
            }
            return options;
        }
    }

    static void lpos(CommandContext c) {
        PositionOptions options = PositionOptions.parse(c);
        ReadableList list = list(c, 1);
        if (options.count >= 0) {
            long opened = c.reply().openArray();
            int found = list == null ? 0 : answerPositions(c, list, options);
            c.reply().closeArray(opened, found);
        } else if (list == null || answerPositions(c, list, options) == 0) {
            c.reply().nil();
        }
    }

    /** @return how many places were answered */
    private static int answerPositions(CommandContext c, ReadableList list, PositionOptions options) {
        boolean forwards = options.rank > 0;
        long last = list.size() - 1;
        ListCursor cursor = list.cursor(forwards ? 0 : last, forwards ? ListEnd.RIGHT : ListEnd.LEFT);
        long most = Math.abs(options.count);
        long skipped = forwards ? options.rank - 1 : -(options.rank + 1);
        int found = 0;
        for (long i = 0; (options.looksAt == 0 || i < options.looksAt) && cursor.next(c.scratchView()); i++) {
            if (c.scratchView().sameAs(c.argument(2)) && skipped-- <= 0) {
                c.reply().integer(forwards ? i : last - i);
                if (++found == most) {
                    break;
                }
            }
        }
        return found;
    }

    // Changing

    static void lset(CommandContext c) {
        ListEdit list = editList(c, 1);
        if (list == null) {
            throw CommandException.NO_SUCH_KEY;
        }
        long index = index(list.read(), c.integer(2));
        if (index < 0) {
            throw CommandException.OUT_OF_RANGE;
        }
        list.set(index, c.argument(3));
        c.event(c.key(1), EventClass.LIST, "lset");
        c.reply().ok();
    }

    static void lrem(CommandContext c) {
        long count = c.integer(2);
        ListEdit list = editList(c, 1);
        long removed = 0;
        if (list != null) {
            long most = count == 0 || count == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(count);
            removed = list.remove(c.argument(3), count < 0 ? ListEnd.RIGHT : ListEnd.LEFT, most);
        }
        if (removed > 0) {
            shortened(c, c.key(1), list, "lrem");
        }
        c.reply().integer(removed);
    }

    static void ltrim(CommandContext c) {
        long start = c.integer(2);
        long stop = c.integer(3);
        ListEdit list = editList(c, 1);
        if (list != null) {
            Range range = Range.of(list.read(), start, stop);
            list.remove(ListEnd.RIGHT, list.read().size() - range.start - range.length);
            list.remove(ListEnd.LEFT, range.start);
            if (!list.hasChanged()) {
                // Redis takes it for a change even if there was nothing to remove.
                c.edit().touch(c.key(1));
            }
            shortened(c, c.key(1), list, "ltrim");
        }
        c.reply().ok();
    }

    // Removing at the ends

    static void pop(CommandContext c, ListEnd end) {
        if (c.count() > 3) {
            throw new CommandException("ERR wrong number of arguments for '" + c.command().fullName() + "' command");
        }
        boolean several = c.count() == 3;
        long count = several ? notBelow(0, c, 2, CommandException.NOT_POSITIVE) : 1;
        ListEdit list = editList(c, 1);
        if (list != null && !several) {
            popOne(c, c.key(1), list, end);
        } else if (list != null) {
            popSeveral(c, c.key(1), list, end, count);
        } else if (several) {
            c.reply().nilArray();
        } else {
            c.reply().nil();
        }
    }

    static void popOne(CommandContext c, Key key, ListEdit list, ListEnd end) {
        // What cannot be answered is not removed: the reply comes first.
        c.reply().bulk(list.read().show(end, c.scratchView()));
        list.remove(end, 1);
        shortened(c, key, list, popped(end));
    }

    private static void popSeveral(CommandContext c, Key key, ListEdit list, ListEnd end, long count) {
        long elements = Math.min(count, list.read().size());
        if (end == ListEnd.LEFT) {
            answer(c, list.read(), 0, elements, ListEnd.RIGHT);
        } else {
            answer(c, list.read(), list.read().size() - 1, elements, ListEnd.LEFT);
        }
        if (elements > 0) {
            list.remove(end, elements);
            shortened(c, key, list, popped(end));
        }
    }

    /** What LMPOP is told, and BLMPOP behind its timeout. */
    record PopOptions(int firstKey, int lastKey, ListEnd end, long count) {

        /** @param first the argument that is the number of keys */
        static PopOptions parse(CommandContext c, int first) {
            long keys = notBelow(1, c, first, NO_KEYS);
            if (keys > c.count() - first - 2) {
                throw CommandException.SYNTAX;
            }
            int lastKey = first + (int) keys;
            ListEnd end = ListCommands.end(c, lastKey + 1);
            long count = 1;
            int next = lastKey + 2;
            if (next + 1 < c.count() && c.is(next, "COUNT")) {
                count = notBelow(1, c, next + 1, NO_COUNT);
                next += 2;
            }
            if (next < c.count()) {
                throw CommandException.SYNTAX;
            }
            return new PopOptions(first + 1, lastKey, end, count);
        }

        /**
         * Answers a key and elements of its list.
         *
         * @return false if there is no list, and no answer
         */
        boolean pop(CommandContext c, int key) {
            ListEdit list = editList(c, key);
            if (list == null) {
                return false;
            }
            c.reply().array(2);
            c.reply().bulk(c.key(key));
            recordPop(c, c.key(key), end, Math.min(count, list.read().size()));
            popSeveral(c, c.key(key), list, end, count);
            return true;
        }

        /** Does so for the first list there is. */
        boolean popFirst(CommandContext c) {
            for (int i = firstKey; i <= lastKey; i++) {
                if (pop(c, i)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Tells the log that elements are removed at one end. */
    static void recordPop(CommandContext c, Key key, ListEnd end, long elements) {
        if (c.isLogged() && elements > 0) {
            c.record(end == ListEnd.LEFT ? "LPOP" : "RPOP", key.copy(), Long.toString(elements).getBytes(US_ASCII));
        }
    }

    static void lmpop(CommandContext c) {
        if (!PopOptions.parse(c, 1).popFirst(c)) {
            c.reply().nilArray();
        }
    }

    // From one list to another

    static void lmove(CommandContext c) {
        ListEnd from = end(c, 3);
        move(c, from, end(c, 4));
    }

    private static void move(CommandContext c, ListEnd from, ListEnd to) {
        if (!tryMove(c, from, to)) {
            c.reply().nil();
        }
    }

    /**
     * Moves an element between the first two arguments, and answers it.
     *
     * @return false if there is no list to take it from, and no answer
     */
    static boolean tryMove(CommandContext c, ListEnd from, ListEnd to) {
        ListEdit source = editList(c, 1);
        if (source == null) {
            return false;
        }
        ListEdit destination = editList(c, 2);
        Bytes element = source.read().show(from, c.scratchView());
        c.reply().bulk(element);
        if (destination == null) {
            destination = listForAdding(c, c.key(2));
        } else if (destination == source) {
            element = new Bytes().show(element.copy());
        }
        destination.add(to, element);
        c.event(c.key(2), EventClass.LIST, pushed(to));
        source.remove(from, 1);
        if (c.isLogged()) {
            c.record("LMOVE", c.key(1).copy(), c.key(2).copy(), from.name().getBytes(US_ASCII), to.name().getBytes(US_ASCII));
        }
        shortened(c, c.key(1), source, popped(from));
        return true;
    }

    // What all of them need

    /** The list that a key holds, to be read, or null. */
    private static ReadableList list(CommandContext c, int key) {
        return c.read().list(c.key(key));
    }

    /** The list that a key holds, to be edited, or null. */
    static ListEdit editList(CommandContext c, int key) {
        return c.edit().list(c.key(key));
    }

    private static ListEdit listForAdding(CommandContext c, Key key) {
        return c.edit().listOrNew(key, () -> new ListValue(c.server().settings().listNodes()));
    }

    /** Elements were removed from a list, all of them perhaps. */
    private static void shortened(CommandContext c, Key key, ListEdit list, String event) {
        c.event(key, EventClass.LIST, event);
        if (list.read().isEmpty()) {
            c.deleteEmptied(key);
        }
    }

    private static String pushed(ListEnd end) {
        return end == ListEnd.LEFT ? "lpush" : "rpush";
    }

    private static String popped(ListEnd end) {
        return end == ListEnd.LEFT ? "lpop" : "rpop";
    }

    static ListEnd end(CommandContext c, int argument) {
        for (ListEnd end : ListEnd.values()) {
            if (c.is(argument, end.name())) {
                return end;
            }
        }
        throw CommandException.SYNTAX;
    }

    private static long notBelow(long least, CommandContext c, int argument, CommandException otherwise) {
        long number = c.integer(argument, otherwise);
        if (number < least) {
            throw otherwise;
        }
        return number;
    }

    /** The place that an index means, which counts from the right end if it is negative; -1 if there is none. */
    private static long index(ReadableList list, long index) {
        long place = index < 0 ? list.size() + index : index;
        return place < list.size() ? Math.max(place, -1) : -1;
    }

    /** The elements from one index to another. */
    private record Range(long start, long length) {

        static Range of(ReadableList list, long first, long last) {
            long start = Math.max(0, first < 0 ? list.size() + first : first);
            long stop = Math.min(list.size() - 1, last < 0 ? list.size() + last : last);
            return start > stop ? new Range(0, 0) : new Range(start, stop - start + 1);
        }
    }
}
