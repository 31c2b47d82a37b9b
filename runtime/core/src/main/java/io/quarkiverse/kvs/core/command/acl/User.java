package io.quarkiverse.kvs.core.command.acl;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * A user: its name, and what it may do now. Sessions hold it, so that they see at once what has changed.
 * <p>
 * Safe for use by many threads; {@link Users} alone changes it.
 */
public final class User {

    private final String name;
    private volatile Rules rules;
    /** What {@link Rules#isUnrestricted()} says, which is asked for every request. */
    private volatile boolean unrestricted;
    private volatile boolean deleted;

    User(String name, Rules rules) {
        this.name = name;
        rules(rules);
    }

    void rules(Rules next) {
        boolean all = next.isUnrestricted();
        if (!all) {
            unrestricted = false;
        }
        rules = next;
        unrestricted = all;
    }

    Rules rules() {
        return rules;
    }

    /** There is no such user any more: it may do nothing. */
    void delete(Rules nothing) {
        deleted = true;
        rules(nothing);
    }

    /** Each character is a byte. */
    public String name() {
        return name;
    }

    public boolean isDeleted() {
        return deleted;
    }

    /** Whether the user may do everything, so that nothing needs to be checked. */
    public boolean isUnrestricted() {
        return unrestricted;
    }

    /** Whether a client that has not told who it is may be this user. */
    public boolean isWithoutPassword() {
        Rules now = rules;
        return now.isEnabled() && now.isWithoutPassword();
    }

    /** Whether any password is right. */
    public boolean takesAnyPassword() {
        return rules.isWithoutPassword();
    }

    /** Whether this is how the user tells who it is. */
    public boolean isPassword(byte[] told) {
        return rules.isPassword(told);
    }

    /**
     * Why a call is not allowed, or null.
     *
     * @param command its row in the table
     */
    public Denial check(Command command, Request request) {
        return unrestricted ? null : rules.check(command.right(), command, request);
    }

    /** Whether the user may call a command that reads keys which none of its arguments names, as SORT does. */
    public boolean mayReadAnyKey(Command command, Request request) {
        return unrestricted || rules.mayReadAnyKey(command.right(), command, request);
    }

    /** Whether the user may be subscribed to a channel, or to a pattern of channels. */
    public boolean allowsChannel(Bytes channel, boolean pattern) {
        return unrestricted || rules.allowsChannel(channel, pattern);
    }

    /** What ACL GETUSER tells of a selector. */
    public record SelectorDescription(String commands, String keys, String channels) {
    }

    /** What ACL GETUSER tells. */
    public record Description(List<String> flags, List<String> passwords, SelectorDescription root,
            List<SelectorDescription> selectors) {
    }

    /** What ACL GETUSER tells of the user: it holds the hashes of passwords. */
    public Description describe() {
        Rules now = rules;
        List<SelectorDescription> all = new ArrayList<>();
        for (Selector selector : now.selectors()) {
            all.add(new SelectorDescription(SelectorText.commands(selector), SelectorText.keys(selector),
                    SelectorText.channels(selector)));
        }
        return new Description(now.flags(), List.copyOf(now.passwords()), all.get(0), all.subList(1, all.size()));
    }

    /** A line of an ACL file: it holds the hashes of passwords. */
    public String line() {
        return "user " + name + " " + rules.text();
    }

    @Override
    public String toString() {
        return name;
    }
}
