package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static io.quarkiverse.kvs.core.command.KeySpec.unknown;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.EventClass;
import io.quarkiverse.kvs.core.store.Keyspace;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ListCursor;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ListValue;
import io.quarkiverse.kvs.core.store.value.ReadableList;
import io.quarkiverse.kvs.core.store.value.ReadableSet;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.Value;

/** The commands SORT and SORT_RO. */
final class SortCommands {

    static final Command SORT = command("SORT",
            "key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC | DESC] [ALPHA] [STORE destination]")
            .in(Group.GENERIC).since("1.0.0")
            .complexity("O(N*log(N)), N being the number of elements; O(N) without an order")
            .arity(-2).flags(WRITE, DENYOOM).key(at(1, "RO access")).key(unknown("RO access")).key(unknown("OW update"))
            .keys(SortCommands::findKeys).locksAll(c -> SortOptions.parse(c, true).readOtherKeys())
            .withoutGroupCategory()
            .categories(Category.DANGEROUS, Category.LIST, Category.SET, Category.SORTEDSET)
            .summary(
                    "Sorts the elements of a list, set or sorted set, and returns or stores the result.")
            .runs(c -> sort(c, SortOptions.parse(c, true)));

    static final Command SORT_RO = command("SORT_RO",
            "key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC | DESC] [ALPHA]")
            .in(Group.GENERIC).since("7.0.0")
            .complexity("O(N*log(N)), N being the number of elements; O(N) without an order")
            .arity(-2).flags(READONLY).key(at(1, "RO access")).key(unknown("RO access"))
            .locksAll(c -> SortOptions.parse(c, false).readOtherKeys())
            .withoutGroupCategory()
            .categories(Category.DANGEROUS, Category.LIST, Category.SET, Category.SORTEDSET)
            .summary("Sorts the elements of a list, set or sorted set, and returns the result.")
            .runs(c -> sort(c, SortOptions.parse(c, false)));

    static final List<Command> ALL = List.of(SORT, SORT_RO);

    /** The least that a result takes in a reply: a character and a line end, for one that is missing. */
    private static final int SHORTEST_RESULT = 3;
    private static final byte[] NOTHING = {};

    private SortCommands() {
    }

    /** The key, and the last one to store into. */
    private static boolean findKeys(Request request, Command.KeyConsumer keys) {
        keys.accept(1, List.of("RO", "access"));
        int destination = 0;
        Bytes word = new Bytes();
        for (int i = 2; i + 1 < request.count(); i++) {
            request.show(i, word);
            if (word.is("LIMIT")) {
                i += 2;
            } else if (word.is("BY") || word.is("GET")) {
                i++;
            } else if (word.is("STORE")) {
                destination = ++i;
            }
        }
        if (destination > 0) {
            keys.accept(destination, List.of("OW", "update"));
        }
        return true;
    }

    private static void sort(CommandContext c, SortOptions options) {
        checkRights(c, options);
        // What is sorted, and what patterns name, counts as read, also if the command writes.
        Value value = c.read().value(c.key(1));
        if (value instanceof ReadableSortedSet) {
            // Redis goes through sorted sets in this form only, and leaves them in it.
            c.edit().sortedSet(c.key(1)).index();
        }
        Supplier<List<byte[]>> chosen = choose(c, value, options);
        if (options.destination > 0) {
            store(c, chosen.get(), options);
        } else if (options.gets.isEmpty() && work(value, options) >= CommandContext.LONG_REPLY) {
            c.replyLater((reply, cancelled) -> KeyCommands.answerAll(reply, chosen.get()));
        } else {
            answer(c, chosen.get(), options);
        }
    }

    /** Patterns name any keys, so they are for users who may read all. As in Redis, so is a GET that names none. */
    private static void checkRights(CommandContext c, SortOptions options) {
        String first = options.firstPattern;
        User user = c.session().user();
        if (first != null && user != null && !user.mayReadAnyKey(c.command(), c.request())) {
            throw new CommandException("ERR " + first + " option of SORT denied due to insufficient ACL permissions.");
        }
    }

    /** How many elements are to be sorted, or if none are, answered. */
    private static int work(Value value, SortOptions options) {
        int size = size(value);
        return options.unordered ? options.to(size) - options.from(size) : size;
    }

    // Choosing

    /** Copies what is needed of the elements, and returns what chooses of them: in the right order, within the limit. */
    private static Supplier<List<byte[]>> choose(CommandContext c, Value value, SortOptions options) {
        int size = size(value);
        int from = options.from(size);
        int to = options.to(size);
        // What is stored is not to depend on an order that is no order.
        boolean setIsStored = options.unordered && value instanceof ReadableSet && options.destination > 0;
        if (options.unordered && !setIsStored) {
            List<byte[]> elements = elements(value, from, to, options.descending);
            return () -> elements;
        }
        SortOrder order = setIsStored ? new SortOrder(true, null, options.descending)
                : new SortOrder(options.alphabetic, options.by, options.descending);
        List<SortOrder.Element> elements = new ArrayList<>(size);
        for (byte[] element : elements(value, 0, size, false)) {
            elements.add(order.weigh(c.read(), element));
        }
        return () -> {
            elements.sort(order.comparator());
            return elements.subList(from, to).stream().map(element -> element.bytes).toList();
        };
    }

    private static int size(Value value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof ReadableSet set) {
            return set.size();
        }
        if (value instanceof ReadableSortedSet sorted) {
            return sorted.size();
        }
        if (value instanceof ReadableList list) {
            return (int) Math.min(list.size(), Integer.MAX_VALUE);
        }
        throw WrongTypeException.INSTANCE;
    }

    /** Some of the elements in the order that they have of themselves, counted from its other end if descending. */
    private static List<byte[]> elements(Value value, int from, int to, boolean descending) {
        List<byte[]> elements = new ArrayList<>(to - from);
        if (from == to) {
            return elements;
        }
        if (value instanceof ReadableSet set) {
            int[] index = { 0 };
            set.allMatch(member -> {
                if (index[0]++ >= from) {
                    elements.add(member.copy());
                }
                return index[0] < to;
            });
        } else if (value instanceof ReadableSortedSet sorted) {
            SortedSetValue.Visitor taker = (member, score) -> elements.add(member.copy());
            if (descending) {
                sorted.forEachDescending(sorted.size() - to, sorted.size() - from, taker);
            } else {
                sorted.forEach(from, to, taker);
            }
        } else if (value instanceof ReadableList list) {
            ListCursor cursor = descending ? list.cursor(list.size() - 1 - from, ListEnd.LEFT)
                    : list.cursor(from, ListEnd.RIGHT);
            Bytes element = new Bytes();
            while (elements.size() < to - from && cursor.next(element)) {
                elements.add(element.copy());
            }
        }
        return elements;
    }

    // Answering and storing

    private static void answer(CommandContext c, List<byte[]> elements, SortOptions options) {
        if (options.gets.isEmpty()) {
            KeyCommands.answerAll(c.reply(), elements);
            return;
        }
        ReplyWriter reply = c.reply();
        reply.array(results(c, elements, options));
        for (byte[] element : elements) {
            for (SortPattern get : options.gets) {
                Bytes found = get.find(c.read(), element);
                if (found == null) {
                    reply.nil();
                } else {
                    reply.bulk(found);
                }
            }
        }
    }

    private static void store(CommandContext c, List<byte[]> elements, SortOptions options) {
        results(c, elements, options);
        ListValue list = new ListValue(c.server().settings().listNodes());
        Bytes view = new Bytes();
        for (byte[] element : elements) {
            if (options.gets.isEmpty()) {
                list.add(ListEnd.RIGHT, view.show(element));
            }
            for (SortPattern get : options.gets) {
                Bytes found = get.find(c.read(), element);
                list.add(ListEnd.RIGHT, found == null ? view.show(NOTHING) : found);
            }
        }
        Key destination = c.key(options.destination);
        if (!list.isEmpty()) {
            c.edit().put(destination, list, Keyspace.NEVER);
            c.event(destination, EventClass.LIST, "sortstore");
        } else if (c.edit().delete(destination)) {
            c.event(destination, EventClass.GENERIC, "del");
        }
        c.reply().integer(list.size());
    }

    /** How many results there are: each GET makes one of every element. */
    private static int results(CommandContext c, List<byte[]> elements, SortOptions options) {
        long results = (long) elements.size() * Math.max(1, options.gets.size());
        if (results > c.server().settings().maxReply(false) / SHORTEST_RESULT) {
            // A short request could ask for more than there is memory, and no client could ever receive it.
            throw new CommandException("ERR too many results: " + results);
        }
        return (int) results;
    }
}
