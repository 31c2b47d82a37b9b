package io.quarkiverse.kvs.core.command.family;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;

/** What SORT is told beside its key. */
final class SortOptions {

    boolean descending;
    boolean alphabetic;
    /** Whether BY names no key, which is how to ask for no order. */
    boolean unordered;
    /** What to sort by in the place of the elements, or null. */
    SortPattern by;
    /** What to answer in the place of the elements; empty for the elements themselves. */
    final List<SortPattern> gets = new ArrayList<>();
    /** The argument that is the key to store into, or 0. */
    int destination;
    private long offset;
    /** Negative if there is none. */
    private long limit = -1;

    /** The first option that needs the right to read all keys, or null. */
    String firstPattern;

    private SortOptions() {
    }

    private void notePattern(String option) {
        if (firstPattern == null) {
            firstPattern = option;
        }
    }

    /** @param mayStore whether STORE is allowed */
    static SortOptions parse(CommandContext c, boolean mayStore) {
        SortOptions options = new SortOptions();
        for (int i = 2; i < c.count(); i++) {
            int following = c.count() - i - 1;
            if (c.is(i, "ASC")) {
                options.descending = false;
            } else if (c.is(i, "DESC")) {
                options.descending = true;
            } else if (c.is(i, "ALPHA")) {
                options.alphabetic = true;
            } else if (c.is(i, "LIMIT") && following >= 2) {
                options.offset = c.integer(++i);
                options.limit = c.integer(++i);
            } else if (mayStore && c.is(i, "STORE") && following >= 1) {
                options.destination = ++i;
            } else if (c.is(i, "BY") && following >= 1) {
                options.by = new SortPattern(c.argument(++i));
                options.unordered |= !options.by.namesKeys();
                if (options.by.namesKeys()) {
                    options.notePattern("BY");
                }
            } else if (c.is(i, "GET") && following >= 1) {
                options.gets.add(new SortPattern(c.argument(++i)));
                options.notePattern("GET");
            } else {
                throw CommandException.SYNTAX;
            }
        }
        return options;
    }

    /** Whether keys are read that no argument names. */
    boolean readOtherKeys() {
        return by != null && !unordered || gets.stream().anyMatch(SortPattern::namesKeys);
    }

    /** The first of so many elements to be answered. */
    int from(int size) {
        return (int) Math.min(Math.max(offset, 0), size);
    }

    /** The one behind the last of so many elements to be answered. */
    int to(int size) {
        int from = from(size);
        return limit < 0 ? size : from + (int) Math.min(limit, size - from);
    }
}
