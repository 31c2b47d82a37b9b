package io.quarkiverse.kvs.core.command.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * What a user may do, and how it tells who it is: the rules of ACL SETUSER, all applied. Passwords are kept as their SHA-256
 * only.
 * <p>
 * Rules are applied by one thread; after that, when they belong to a user, they do not change, and any thread may ask them.
 */
final class Rules {

    /** So many patterns, passwords, selectors and first arguments a user has at most. */
    static final int MAX_SIZE = 10_000;
    private static final int HASH_LENGTH = 64;

    private enum Sanitize {
        UNSAID,
        SKIP,
        YES
    }

    private final CommandTable table;
    private final boolean allChannels;
    private boolean enabled;
    private boolean withoutPassword;
    private Sanitize sanitize = Sanitize.UNSAID;
    /** In hexadecimal digits. */
    private final List<String> passwords = new ArrayList<>();
    /** The first is the root. */
    private final List<Selector> selectors = new ArrayList<>();

    /**
     * Those of a new user, who may do nothing.
     *
     * @param allChannels whether it has all channels nevertheless: {@code acl-pubsub-default}
     */
    Rules(CommandTable table, boolean allChannels) {
        this.table = table;
        this.allChannels = allChannels;
        selectors.add(new Selector(table, allChannels));
    }

    /** Those of the default user, who may do everything without a password. */
    static Rules ofEverything(CommandTable table) {
        Rules rules = new Rules(table, true);
        rules.apply(List.of("+@all", "~*", "on", "nopass"));
        return rules;
    }

    /**
     * The same rules, for others to be added.
     *
     * @param channels whether selectors that are added, or reset, have all channels
     */
    Rules copy(boolean channels) {
        Rules copy = new Rules(table, channels);
        copy.enabled = enabled;
        copy.withoutPassword = withoutPassword;
        copy.sanitize = sanitize;
        copy.passwords.addAll(passwords);
        copy.selectors.clear();
        selectors.forEach(selector -> copy.selectors.add(selector.copy()));
        return copy;
    }

    // Rules

    /** Applies some, in their order. @throws RuleException if one of them is none */
    void apply(List<String> rules) {
        for (String rule : rules) {
            apply(rule);
        }
    }

    /**
     * Applies one.
     *
     * @param rule each character is a byte
     * @throws RuleException if it is none
     */
    void apply(String rule) {
        if (rule.isEmpty()) {
            return;
        }
        char first = rule.charAt(0);
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "on" -> enabled = true;
            case "off" -> enabled = false;
            case "skip-sanitize-payload" -> sanitize = Sanitize.SKIP;
            case "sanitize-payload" -> sanitize = Sanitize.YES;
            case "nopass" -> passwords(true);
            case "resetpass" -> passwords(false);
            case "clearselectors" -> selectors.subList(1, selectors.size()).clear();
            case "reset" -> reset();
            default -> {
                if (first == '>' || first == '#') {
                    addPassword(hash(rule));
                } else if (first == '<' || first == '!') {
                    removePassword(rule);
                } else if (first == '(' && rule.endsWith(")")) {
                    selectors.add(selector(rule));
                } else {
                    selectors.get(0).apply(rule);
                }
            }
        }
        if (size() > MAX_SIZE) {
            throw new RuleException(rule, "A user has at most " + MAX_SIZE + " patterns, passwords and selectors");
        }
    }

    private int size() {
        return passwords.size() + selectors.stream().mapToInt(Selector::size).sum();
    }

    private void passwords(boolean none) {
        withoutPassword = none;
        passwords.clear();
    }

    private void reset() {
        enabled = false;
        sanitize = Sanitize.YES;
        passwords(false);
        selectors.clear();
        selectors.add(new Selector(table, allChannels));
    }

    private static String hash(String rule) {
        String password = rule.substring(1);
        if (rule.charAt(0) == '>' || rule.charAt(0) == '<') {
            return sha256(password.getBytes(ISO_8859_1));
        }
        if (password.length() != HASH_LENGTH || !password.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new RuleException(rule,
                    "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters");
        }
        return password;
    }

    private static String sha256(byte[] password) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private void addPassword(String hash) {
        if (!passwords.contains(hash)) {
            passwords.add(hash);
        }
        withoutPassword = false;
    }

    private void removePassword(String rule) {
        if (!passwords.remove(hash(rule))) {
            throw new RuleException(rule, "The password you are trying to remove from the user does not exist");
        }
    }

    private Selector selector(String rule) {
        Selector selector = new Selector(table, allChannels);
        for (String word : rule.substring(1, rule.length() - 1).trim().split("[ \t-\r]+")) {
            if (!word.isEmpty()) {
                try {
                    selector.apply(word);
                } catch (RuleException e) {
                    throw new RuleException(rule, e.getMessage());
                }
            }
            if (selector.size() > MAX_SIZE) {
                throw new RuleException(rule, "A selector has at most " + MAX_SIZE + " patterns");
            }
        }
        return selector;
    }

    // Questions

    boolean isEnabled() {
        return enabled;
    }

    boolean isWithoutPassword() {
        return withoutPassword;
    }

    /** Whether this is how the user tells who it is. Takes the same time wherever the first difference is. */
    boolean isPassword(byte[] told) {
        if (!enabled) {
            return false;
        }
        if (withoutPassword) {
            return true;
        }
        byte[] hash = sha256(told).getBytes(ISO_8859_1);
        boolean right = false;
        for (String password : passwords) {
            right |= MessageDigest.isEqual(password.getBytes(ISO_8859_1), hash);
        }
        return right;
    }

    /** Whether one of the selectors allows everything. */
    boolean isUnrestricted() {
        return selectors.stream().anyMatch(Selector::isUnrestricted);
    }

    /**
     * Why a call is not allowed, or null.
     *
     * @param right the row of the command whose right is needed
     * @param command the row of the command that is called
     */
    Denial check(Command right, Command command, Request request) {
        Denial told = Denial.OF_COMMAND;
        for (Selector selector : selectors) {
            Denial denial = selector.check(right, command, request);
            if (denial == null) {
                return null;
            }
            if (denial.isToldBefore(told)) {
                told = denial;
            }
        }
        return told;
    }

    /** Whether a call is allowed to read keys that none of its arguments names. */
    boolean mayReadAnyKey(Command right, Command command, Request request) {
        return selectors.stream()
                .anyMatch(selector -> selector.mayReadAnyKey() && selector.check(right, command, request) == null);
    }

    /** Whether the user may be subscribed to all channels. */
    boolean allowsAllChannels() {
        return selectors.stream().anyMatch(Selector::allowsAllChannels);
    }

    /** Whether the user may be subscribed to a channel, or to a pattern of channels. */
    boolean allowsChannel(Bytes channel, boolean pattern) {
        return selectors.stream()
                .anyMatch(selector -> selector.allowsAllChannels()
                        || Selector.allowsChannel(selector.channels(), channel, pattern));
    }

    List<String> passwords() {
        return passwords;
    }

    List<Selector> selectors() {
        return selectors;
    }

    /** The words that stand in front of everything else. */
    List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add(enabled ? "on" : "off");
        if (withoutPassword) {
            flags.add("nopass");
        }
        if (sanitize != Sanitize.UNSAID) {
            flags.add(sanitize == Sanitize.SKIP ? "skip-sanitize-payload" : "sanitize-payload");
        }
        return flags;
    }

    /** Rules that make the same, as ACL LIST tells them and ACL SAVE writes them. They hold the hashes of passwords. */
    String text() {
        StringBuilder text = new StringBuilder(String.join(" ", flags()));
        passwords.forEach(hash -> text.append(" #").append(hash));
        text.append(' ').append(SelectorText.all(selectors.get(0)));
        selectors.stream().skip(1).forEach(selector -> text.append(" (").append(SelectorText.all(selector)).append(')'));
        return text.toString();
    }
}
