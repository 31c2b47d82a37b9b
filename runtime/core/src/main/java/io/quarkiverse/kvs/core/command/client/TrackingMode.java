package io.quarkiverse.kvs.core.command.client;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How a client is told which of the keys that it has read are changed: what CLIENT TRACKING ON says.
 * <p>
 * It belongs to the thread that executes the client's requests. What others may ask is volatile or does not change.
 */
public final class TrackingMode {

    /** Which reads count. */
    public enum Choice {
        ALL,
        /** Those that follow CLIENT CACHING YES. */
        OPTIN,
        /** All but those that follow CLIENT CACHING NO. */
        OPTOUT
    }

    private final boolean broadcast;
    private final Choice choice;
    private final boolean noLoop;
    private final long redirect;
    private final NavigableSet<String> prefixes = new TreeSet<>();
    private boolean caching;
    private volatile boolean broken;

    /**
     * @param broadcast whether it is told of all keys with certain prefixes, read or not
     * @param noLoop whether it is not told of what it changes itself
     * @param redirect the number of the client that is told in its place; 0 for none
     */
    public TrackingMode(boolean broadcast, Choice choice, boolean noLoop, long redirect) {
        this.broadcast = broadcast;
        this.choice = choice;
        this.noLoop = noLoop;
        this.redirect = redirect;
    }

    public boolean isBroadcast() {
        return broadcast;
    }

    public Choice choice() {
        return choice;
    }

    public boolean isNoLoop() {
        return noLoop;
    }

    /** The number of the client that is told in the place of this one; 0 for none. */
    public long redirect() {
        return redirect;
    }

    /** The prefixes of keys, in their order, as characters U+0000 to U+00FF; none unless it {@link #isBroadcast}. */
    public NavigableSet<String> prefixes() {
        return prefixes;
    }

    /** The next command, or transaction, is an exception to what {@link #choice} says. */
    public void caching(boolean yes) {
        caching = yes;
    }

    public boolean isCaching() {
        return caching;
    }

    /** Whether what is read now is remembered. */
    public boolean remembers() {
        return !broadcast && (choice == Choice.ALL || caching == (choice == Choice.OPTIN));
    }

    /** The client that was to be told in the place of this one is gone. */
    void broken() {
        broken = true;
    }

    public boolean isBroken() {
        return broken;
    }

    /** The first of some prefixes that begins like one that it has, or begins like another of them; with that one. */
    public List<String> overlapping(List<String> added) {
        for (int i = 0; i < added.size(); i++) {
            for (String known : prefixes) {
                if (overlap(known, added.get(i))) {
                    return List.of(added.get(i), "an existing", known);
                }
            }
            for (int j = i + 1; j < added.size(); j++) {
                if (overlap(added.get(i), added.get(j))) {
                    return List.of(added.get(i), "another provided", added.get(j));
                }
            }
        }
        return List.of();
    }

    private static boolean overlap(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }
}
