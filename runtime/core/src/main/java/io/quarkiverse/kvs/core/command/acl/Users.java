package io.quarkiverse.kvs.core.command.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.CommandTable;

/**
 * The users of a server, in the order of their names. There is always the default user. Safe for use by many threads.
 */
public final class Users {

    /** Whom a client is before it has told who it is. */
    public static final String DEFAULT = "default";
    /** There are at most so many. */
    public static final int MAX_USERS = 10_000;

    private final CommandTable table;
    private final BooleanSupplier allChannels;
    private final User byDefault;
    private final TreeMap<String, User> users = new TreeMap<>();

    /** @param allChannels whether new users have all channels: {@code acl-pubsub-default} */
    public Users(CommandTable table, BooleanSupplier allChannels) {
        this.table = table;
        this.allChannels = allChannels;
        byDefault = new User(DEFAULT, Rules.ofEverything(table));
        users.put(DEFAULT, byDefault);
    }

    /** The default user, which is the same one as long as the server runs. */
    public User byDefault() {
        return byDefault;
    }

    /** The user of a name, or null. */
    public synchronized User find(String name) {
        return users.get(name);
    }

    /** All of them, in the order of their names. */
    public synchronized List<User> all() {
        return List.copyOf(users.values());
    }

    /** Whether a name may be a user's: it has no blanks. */
    public static boolean isName(String name) {
        return !Selector.hasBlank(name);
    }

    /**
     * Makes a user, or adds rules to those of one that is there: all or none.
     *
     * @param name one that {@link #isName}
     * @param words rules, perhaps with selectors in several words
     * @param lost told, before anything changes, that the user may be about to lose channels
     * @throws RuleException if one of them is none
     */
    public synchronized void set(String name, List<String> words, Consumer<User> lost) {
        List<String> rules = RuleWords.join(words);
        User user = users.get(name);
        Rules next = user == null ? new Rules(table, allChannels.getAsBoolean())
                : user.rules().copy(allChannels.getAsBoolean());
        next.apply(rules);
        if (user == null) {
            add(users, new User(name, next));
        } else {
            user.rules(next);
            if (!next.allowsAllChannels()) {
                lost.accept(user);
            }
        }
    }

    private static void add(Map<String, User> all, User user) {
        if (all.size() >= MAX_USERS) {
            throw new RuleException("", "there are " + MAX_USERS + " users already");
        }
        all.put(user.name(), user);
    }

    /** Makes a user what some rules say and nothing else: as a line in a configuration file does. */
    public synchronized void define(String name, List<String> words) {
        List<String> rules = new ArrayList<>(words);
        if (users.containsKey(name)) {
            rules.add(0, "reset");
        }
        set(name, rules, user -> {
        });
    }

    /**
     * Deletes a user, who can do nothing from now on.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if it is the default user
     */
    public synchronized User delete(String name) {
        if (name.equals(DEFAULT)) {
            throw new IllegalArgumentException("The 'default' user cannot be removed");
        }
        User user = users.remove(name);
        if (user != null) {
            user.delete(new Rules(table, false));
        }
        return user;
    }

    /** Sets or takes away the password of the default user: {@code requirepass}. */
    public synchronized void requirePassword(String password) {
        Rules next = byDefault.rules().copy(allChannels.getAsBoolean());
        next.apply(password.isEmpty() ? "nopass" : "resetpass");
        if (!password.isEmpty()) {
            next.apply(">" + password);
        }
        byDefault.rules(next);
    }

    /**
     * Puts other users in the place of all. The default user stays the same, with other rules.
     *
     * @param next without the default user if it is to be what it is in the beginning
     * @return those that are gone
     */
    synchronized List<User> replace(Map<String, Rules> next) {
        List<User> gone = new ArrayList<>(users.values());
        gone.remove(byDefault);
        users.clear();
        gone.forEach(user -> user.delete(new Rules(table, false)));
        byDefault.rules(next.containsKey(DEFAULT) ? next.get(DEFAULT) : Rules.ofEverything(table));
        users.put(DEFAULT, byDefault);
        next.forEach((name, rules) -> {
            if (!name.equals(DEFAULT)) {
                users.put(name, new User(name, rules));
            }
        });
        return gone;
    }

    /** Rules that allow nothing yet. */
    Rules nothing() {
        return new Rules(table, allChannels.getAsBoolean());
    }
}
