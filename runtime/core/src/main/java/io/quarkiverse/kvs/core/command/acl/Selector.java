package io.quarkiverse.kvs.core.command.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.KeyFlags;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Which commands may be called with which keys and channels. A user has one, the root, and perhaps others; a call is allowed if
 * one of them allows all of it. See Redis's {@code acl.c}.
 * <p>
 * Rules are applied by one thread; after that, when it belongs to a user, it does not change, and any thread may ask it.
 */
final class Selector {

    private static final String AFTER_ALL_KEYS = afterAll("keys", "patterns");
    private static final String AFTER_ALL_CHANNELS = afterAll("channels", "channels");

    private final CommandTable table;
    private boolean allKeys;
    private boolean allChannels;
    /** No command has been taken away since all were given. */
    private boolean allCommands;
    /** All commands were given, those of later versions included, before some were taken away. */
    private boolean future;
    /** By {@link Command#number()}. */
    private final BitSet commands;
    /** Of commands that are not allowed otherwise: what their first argument may be. */
    private final Map<Command, List<String>> firstArguments = new LinkedHashMap<>();
    private final List<KeyRule> keys;
    /** Patterns; each character is a byte. */
    private final List<String> channels;

    /** One that allows nothing, except perhaps all channels. */
    Selector(CommandTable table, boolean allChannels) {
        this.table = table;
        this.allChannels = allChannels;
        commands = new BitSet();
        keys = new ArrayList<>();
        channels = new ArrayList<>();
    }

    private Selector(Selector other) {
        table = other.table;
        allKeys = other.allKeys;
        allChannels = other.allChannels;
        allCommands = other.allCommands;
        future = other.future;
        commands = (BitSet) other.commands.clone();
        other.firstArguments.forEach((command, words) -> firstArguments.put(command, new ArrayList<>(words)));
        keys = new ArrayList<>(other.keys);
        channels = new ArrayList<>(other.channels);
    }

    Selector copy() {
        return new Selector(this);
    }

    private static String afterAll(String what, String list) {
        return "Adding a pattern after the * pattern (or the 'all" + what
                + "' flag) is not valid and does not have any effect. Try 'reset" + what + "' to start with an empty list of "
                + list;
    }

    // Rules

    /** @throws RuleException if it is none */
    void apply(String rule) {
        char first = rule.charAt(0);
        switch (rule.toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> allKeys(true);
            case "resetkeys" -> allKeys(false);
            case "allchannels", "&*" -> allChannels(true);
            case "resetchannels" -> allChannels(false);
            case "allcommands", "+@all" -> allCommands(true);
            case "nocommands", "-@all" -> allCommands(false);
            default -> {
                if (first == '~' || first == '%') {
                    addKeys(rule);
                } else if (first == '&') {
                    addChannels(rule);
                } else if (rule.startsWith("+@") || rule.startsWith("-@")) {
                    changeCategory(rule, first == '+');
                } else if (first == '+' && rule.indexOf('|') >= 0) {
                    addSubcommand(rule);
                } else if (first == '+' || first == '-') {
                    change(find(rule, rule.substring(1)), first == '+');
                } else {
                    throw new RuleException(rule, RuleException.SYNTAX);
                }
            }
        }
    }

    private void allKeys(boolean yes) {
        allKeys = yes;
        keys.clear();
    }

    private void allChannels(boolean yes) {
        allChannels = yes;
        channels.clear();
    }

    private void allCommands(boolean yes) {
        allCommands = yes;
        future = yes;
        firstArguments.clear();
        commands.clear();
        if (yes) {
            table.commandsAndSubcommands().forEach(command -> commands.set(command.number()));
        }
    }

    private void addKeys(String rule) {
        if (allKeys) {
            throw new RuleException(rule, AFTER_ALL_KEYS);
        }
        boolean both = rule.charAt(0) == '~';
        int tilde = both ? 0 : rule.indexOf('~');
        // As in Redis, a pattern may be missing altogether.
        int end = tilde < 0 ? rule.length() : tilde;
        int access = both ? KeyRule.ALL : access(rule, end);
        String pattern = rule.substring(Math.min(end + 1, rule.length()));
        if (access == 0 || hasBlank(pattern)) {
            throw new RuleException(rule, RuleException.SYNTAX);
        }
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).pattern().equals(pattern)) {
                keys.set(i, keys.get(i).with(access));
                return;
            }
        }
        keys.add(new KeyRule(pattern, access));
    }

    /** What the letters behind the percent sign say: each at most once. */
    private static int access(String rule, int end) {
        int access = 0;
        for (int i = 1; i < end; i++) {
            char letter = Character.toUpperCase(rule.charAt(i));
            int more = letter == 'R' ? KeyRule.READ : letter == 'W' ? KeyRule.WRITE : 0;
            if (more == 0 || (access & more) != 0) {
                throw new RuleException(rule, RuleException.SYNTAX);
            }
            access |= more;
        }
        return access;
    }

    private void addChannels(String rule) {
        if (allChannels) {
            throw new RuleException(rule, AFTER_ALL_CHANNELS);
        }
        String pattern = rule.substring(1);
        if (hasBlank(pattern)) {
            throw new RuleException(rule, RuleException.SYNTAX);
        }
        if (!channels.contains(pattern)) {
            channels.add(pattern);
        }
    }

    /** Whether a text has blanks, or the character 0: it could not be told in one word of a rule. */
    static boolean hasBlank(String text) {
        return text.chars().anyMatch(c -> c == ' ' || c >= '\t' && c <= '\r' || c == 0);
    }

    private Command find(String rule, String name) {
        Command command = table.find(name);
        if (command == null) {
            throw new RuleException(rule, RuleException.UNKNOWN);
        }
        return command;
    }

    private void addSubcommand(String rule) {
        int bar = rule.lastIndexOf('|');
        Command command = find(rule, rule.substring(1, bar));
        String word = rule.substring(bar + 1);
        if (command.isSubcommand()) {
            throw new RuleException(rule, "Allowing first-arg of a subcommand is not supported");
        }
        if (word.isEmpty()) {
            throw new RuleException(rule, RuleException.SYNTAX);
        }
        if (!command.subcommands().isEmpty()) {
            change(find(rule, rule.substring(1)), true);
            return;
        }
        List<String> words = firstArguments.computeIfAbsent(command, c -> new ArrayList<>());
        if (words.stream().noneMatch(word::equalsIgnoreCase)) {
            words.add(word);
        }
    }

    private void changeCategory(String rule, boolean allow) {
        Category category = Category.of(rule.substring(2));
        if (category == null) {
            throw new RuleException(rule, RuleException.UNKNOWN);
        }
        change(category, allow);
    }

    void change(Category category, boolean allow) {
        for (Command command : table.commandsAndSubcommands()) {
            if (command.categories().contains(category)) {
                change(command, allow);
            }
        }
    }

    /** Allows a command, or not; its subcommands, too. */
    void change(Command command, boolean allow) {
        firstArguments.remove(command);
        commands.set(command.number(), allow);
        command.subcommands().forEach(subcommand -> commands.set(subcommand.number(), allow));
        allCommands &= allow;
    }

    // Questions

    /** Whether it allows everything. */
    boolean isUnrestricted() {
        return allCommands && allKeys && allChannels;
    }

    boolean allowsAllKeys() {
        return allKeys;
    }

    boolean allowsAllChannels() {
        return allChannels;
    }

    boolean allowsFuture() {
        return future;
    }

    boolean allows(Command command) {
        return commands.get(command.number());
    }

    List<String> firstArguments(Command command) {
        return firstArguments.getOrDefault(command, List.of());
    }

    List<KeyRule> keys() {
        return keys;
    }

    List<String> channels() {
        return channels;
    }

    CommandTable table() {
        return table;
    }

    /** How many rules there are, about. */
    int size() {
        return 1 + keys.size() + channels.size() + firstArguments.values().stream().mapToInt(List::size).sum();
    }

    /**
     * Why a call is not allowed, or null.
     *
     * @param right the row of the command whose right is needed
     * @param command the row of the command that is called
     */
    Denial check(Command right, Command command, Request request) {
        if (!allCommands && !right.has(Flag.NO_AUTH) && !commands.get(right.number()) && !allowsFirst(right, request)) {
            return Denial.OF_COMMAND;
        }
        if (!allKeys && !command.keySpecs().isEmpty()) {
            int denied = deniedKey(command, request);
            if (denied > 0) {
                return new Denial(Denial.Reason.KEY, denied);
            }
        }
        if (!allChannels && command.channels() != Command.Channels.NONE) {
            int denied = deniedChannel(command.channels(), request);
            if (denied > 0) {
                return new Denial(Denial.Reason.CHANNEL, denied);
            }
        }
        return null;
    }

    private boolean allowsFirst(Command command, Request request) {
        List<String> words = firstArguments.get(command);
        if (words == null || request.count() < 2) {
            return false;
        }
        Bytes argument = request.show(1, new Bytes());
        return words.stream().anyMatch(argument::is);
    }

    private int deniedKey(Command command, Request request) {
        int[] denied = { 0 };
        Bytes key = new Bytes();
        boolean found = command.findKeys(request, (argument, flags) -> {
            if (denied[0] == 0) {
                int needed = KeyRule.needed(KeyFlags.inThisCall(command, request, flags));
                if (!allowsKey(request.show(argument, key), needed)) {
                    denied[0] = argument;
                }
            }
        });
        // Without arguments that tell the keys, the command does nothing but say so.
        return found ? denied[0] : 0;
    }

    boolean allowsKey(Bytes key, int needed) {
        for (KeyRule rule : keys) {
            if (rule.allows(key, needed)) {
                return true;
            }
        }
        return allKeys;
    }

    /** Whether keys may be read that no argument names. */
    boolean mayReadAnyKey() {
        return allKeys || keys.stream().anyMatch(rule -> rule.isOfAllKeys() && rule.allows(KeyRule.READ));
    }

    private int deniedChannel(Command.Channels kind, Request request) {
        int last = kind == Command.Channels.FIRST ? 1 : request.count() - 1;
        for (int i = 1; i <= last; i++) {
            if (!allowsChannel(channels, request.show(i, new Bytes()), kind == Command.Channels.PATTERNS)) {
                return i;
            }
        }
        return 0;
    }

    /** Whether a channel is among some; a pattern of channels has to be one of them itself. */
    static boolean allowsChannel(List<String> allowed, Bytes channel, boolean pattern) {
        for (String each : allowed) {
            byte[] bytes = each.getBytes(ISO_8859_1);
            if (pattern ? channel.sameAs(bytes) : Glob.matches(new Bytes().show(bytes), channel)) {
                return true;
            }
        }
        return false;
    }
}
