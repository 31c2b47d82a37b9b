package io.quarkiverse.kvs.core.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.protocol.Request;

/**
 * A row of the {@link CommandTable}: everything there is to know about a command, for those who run it, lock its keys, or
 * explain it. Immutable.
 */
public final class Command {

    /** Runs a command, with the segments of its keys locked. */
    @FunctionalInterface
    public interface Body {
        void run(CommandContext context);
    }

    /** Tells the log what a command has done, once it has changed something. */
    @FunctionalInterface
    public interface Recording {

        /** The command itself: executed again, it does the same. */
        Recording AS_CALLED = CommandContext::recordAsCalled;
        /** The command has told it: see {@link CommandContext#record}. */
        Recording BY_ITSELF = c -> {
        };
        /** The commands that it runs have told it, each by its own row, also where it fails in the end. */
        Recording BY_ITS_COMMANDS = c -> {
        };

        void record(CommandContext context);
    }

    /** Tells which arguments are keys where {@link KeySpec}s cannot. */
    @FunctionalInterface
    public interface KeyFinder {
        /** @return false if the arguments are not as they should be, so that this cannot be told */
        boolean find(Request request, KeyConsumer keys);
    }

    /** Which arguments are channels that a user needs a right to. */
    public enum Channels {
        NONE,
        /** The first. */
        FIRST,
        /** All. */
        ALL,
        /** All, and they are patterns of channels. */
        PATTERNS
    }

    /** Takes the arguments that are keys. */
    @FunctionalInterface
    public interface KeyConsumer {
        /** @param flags what the command does with the key, as Redis names it */
        void accept(int argument, List<String> flags);
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int number = COUNT.getAndIncrement();
    private final String name;
    private final String container;
    private final String words;
    private final byte[] upperCase;
    private final String syntax;
    private final Group group;
    private final String since;
    private final String complexity;
    private final String summary;
    private final String deprecatedSince;
    private final String replacedBy;
    private final int arity;
    private final Set<Flag> flags;
    /** The same, as bits by their ordinals. */
    private final int flagBits;
    private final List<KeySpec> keys;
    private final int singleKey;
    private final KeySpec keyRange;
    private final KeyFinder keyFinder;
    private final Predicate<CommandContext> locksAll;
    private final Predicate<CommandContext> elsewhere;
    private final Predicate<CommandContext> onlyReads;
    private final Set<Category> categories;
    private final Channels channels;
    private final Command right;
    private final List<String> tips;
    private final Body body;
    private final Recording recording;
    private final boolean endsWatch;
    private final List<Command> subcommands;

    private Command(Builder builder) {
        name = builder.name;
        container = builder.container;
        words = container == null ? name : container + " " + name;
        upperCase = builder.name.getBytes(StandardCharsets.US_ASCII);
        syntax = builder.syntax;
        group = builder.group;
        since = builder.since;
        complexity = builder.complexity;
        summary = builder.summary;
        deprecatedSince = builder.deprecatedSince;
        replacedBy = builder.replacedBy;
        arity = builder.arity;
        flags = builder.flags;
        flagBits = flags.stream().mapToInt(Command::bit).reduce(0, (some, more) -> some | more);
        keys = List.copyOf(builder.keys);
        singleKey = keys.size() == 1 && keys.get(0).isSingle() && keys.get(0).isOfKeys() && builder.keyFinder == null
                ? keys.get(0).index()
                : 0;
        keyRange = keys.size() == 1 && keys.get(0).isRange() && keys.get(0).isOfKeys() && builder.keyFinder == null
                ? keys.get(0)
                : null;
        keyFinder = builder.keyFinder;
        locksAll = builder.locksAll;
        elsewhere = builder.elsewhere;
        onlyReads = builder.onlyReads;
        categories = builder.allCategories();
        channels = builder.channels;
        right = builder.right == null ? this : builder.right;
        tips = List.copyOf(builder.tips);
        body = builder.body;
        recording = builder.recording;
        endsWatch = builder.endsWatch;
        subcommands = List.copyOf(builder.subcommands);
    }

    /** A number of its own, from 0 up to {@link #count()}. */
    public int number() {
        return number;
    }

    /** How many commands there are, subcommands included. */
    public static int count() {
        return COUNT.get();
    }

    /** Upper case, as in {@code SET}; of a subcommand, its own name only. */
    public String name() {
        return name;
    }

    /** Lower case, with the container in front if there is one: {@code set}, {@code config|get}. */
    public String fullName() {
        return (container == null ? name : container + "|" + name).toLowerCase(Locale.ROOT);
    }

    /** As a person types it: {@code SET}, {@code CONFIG GET}. */
    public String words() {
        return words;
    }

    /** The arguments in words, such as {@code key value}; empty if there are none. */
    public String syntax() {
        return syntax;
    }

    public Group group() {
        return group;
    }

    /** The version of Redis in which the command first appeared. */
    public String since() {
        return since;
    }

    public String complexity() {
        return complexity;
    }

    /** One sentence on what the command does. */
    public String summary() {
        return summary;
    }

    /** The version of Redis from which on it is not to be used any more, or null. */
    public String deprecatedSince() {
        return deprecatedSince;
    }

    /** What to use instead, or null. */
    public String replacedBy() {
        return replacedBy;
    }

    public boolean isSubcommand() {
        return container != null;
    }

    /** Whether it is a subcommand of a command. */
    public boolean isOf(String name) {
        return name.equals(container);
    }

    /** The number of arguments, the name included; if negative, at least so many. */
    public int arity() {
        return arity;
    }

    public Set<Flag> flags() {
        return flags;
    }

    public boolean has(Flag flag) {
        return (flagBits & bit(flag)) != 0;
    }

    private static int bit(Flag flag) {
        return 1 << flag.ordinal();
    }

    public boolean isWrite() {
        return has(Flag.WRITE);
    }

    /** Whether it changes data, or does what replicas are told of: what CLIENT PAUSE WRITE lets wait. */
    public boolean mayWrite() {
        return has(Flag.WRITE) || has(Flag.MAY_REPLICATE)
                || recording == Recording.BY_ITS_COMMANDS && !has(Flag.READONLY);
    }

    public boolean isReadOnly() {
        return has(Flag.READONLY);
    }

    public Set<Category> categories() {
        return categories;
    }

    /** Which arguments are channels. */
    public Channels channels() {
        return channels;
    }

    /** The command that a user who calls this one needs the right to call: itself, as Redis has it. */
    public Command right() {
        return right;
    }

    public List<String> tips() {
        return tips;
    }

    /** The commands that this one contains; most contain none. */
    public List<Command> subcommands() {
        return subcommands;
    }

    /** Whether so many arguments, the name included, are what this command takes. */
    public boolean accepts(int count) {
        return arity >= 0 ? count == arity : count >= -arity;
    }

    /** The one argument that is a key, or 0 if there is not exactly one that is so in every call. */
    int singleKey() {
        return singleKey;
    }

    /** Where all keys are, if that does not depend on what the arguments say; otherwise null. */
    KeySpec keyRange() {
        return keyRange;
    }

    public boolean hasKeys() {
        return !keys.isEmpty();
    }

    public List<KeySpec> keySpecs() {
        return keys;
    }

    public boolean hasKeyFinder() {
        return keyFinder != null;
    }

    /**
     * Reports the arguments that are keys.
     *
     * @return false if the arguments are not as they should be, so that this cannot be told
     */
    public boolean findKeys(Request request, KeyConsumer found) {
        if (keyFinder != null) {
            return keyFinder.find(request, found);
        }
        for (KeySpec spec : keys) {
            if (spec.isOfKeys() && !spec.find(request, found)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this call may use keys that none of its arguments is. */
    boolean locksAll(CommandContext call) {
        return locksAll != null && locksAll.test(call);
    }

    /** Whether this call changes nothing, although others of the command may. */
    boolean onlyReads(CommandContext call) {
        try {
            return onlyReads != null && onlyReads.test(call);
        } catch (CommandException e) {
            // What it is to run is nothing that can be run: the command itself will say so.
            return false;
        }
    }

    /** Whether some calls may take longer than an event loop can be kept. */
    boolean mayBeElsewhere() {
        return elsewhere != null;
    }

    /** Whether this call may take longer than an event loop can be kept. */
    boolean isElsewhere(CommandContext call) {
        return elsewhere != null && elsewhere.test(call);
    }

    /** Whether an argument may be a key, as far as its place among so many tells. */
    boolean mayBeKey(int argument, int count) {
        for (KeySpec spec : keys) {
            if (spec.covers(argument, count)) {
                return true;
            }
        }
        return false;
    }

    Body body() {
        return body;
    }

    /** How the log is told what it has changed. */
    Recording recording() {
        return recording;
    }

    /** Whether the client watches no keys any more when it is done. */
    public boolean endsWatch() {
        return endsWatch;
    }

    /** Whether {@code length} bytes are this command's name, in any case. */
    int nameLength() {
        return upperCase.length;
    }

    boolean isNamed(byte[] array, int offset, int length) {
        if (length != upperCase.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (toUpperCase(array[offset + i]) != upperCase[i]) {
                return false;
            }
        }
        return true;
    }

    static int toUpperCase(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }

    @Override
    public String toString() {
        return fullName();
    }

    /** Starts a row: {@code command("SET", "key value")}. */
    public static Builder command(String name, String syntax) {
        return new Builder(name, syntax);
    }

    /** Collects the columns of a row. */
    public static final class Builder {

        private final String name;
        private final String syntax;
        private String container;
        private Group group = Group.GENERIC;
        private String since = "1.0.0";
        private String complexity = "O(1)";
        private String summary = "";
        private String deprecatedSince;
        private String replacedBy;
        private int arity;
        private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
        private final List<KeySpec> keys = new ArrayList<>();
        private KeyFinder keyFinder;
        private Predicate<CommandContext> locksAll;
        private Predicate<CommandContext> elsewhere;
        private Predicate<CommandContext> onlyReads;
        private final Set<Category> categories = EnumSet.noneOf(Category.class);
        private boolean groupCategory = true;
        private Channels channels = Channels.NONE;
        private Command right;
        private List<String> tips = List.of();
        private Body body;
        private Recording recording = Recording.AS_CALLED;
        private boolean endsWatch;
        private List<Command> subcommands = List.of();

        private Builder(String name, String syntax) {
            this.name = name;
            this.syntax = syntax;
        }

        /** Makes it a subcommand. */
        public Builder of(String containerName) {
            container = containerName;
            return this;
        }

        public Builder in(Group of) {
            group = of;
            return this;
        }

        public Builder since(String version) {
            since = version;
            return this;
        }

        public Builder complexity(String text) {
            complexity = text;
            return this;
        }

        public Builder deprecated(String version, String instead) {
            deprecatedSince = version;
            replacedBy = instead;
            return this;
        }

        public Builder arity(int number) {
            arity = number;
            return this;
        }

        public Builder flags(Flag... some) {
            flags.addAll(List.of(some));
            return this;
        }

        public Builder key(KeySpec spec) {
            keys.add(spec);
            return this;
        }

        public Builder keys(KeyFinder finder) {
            keyFinder = finder;
            flags.add(Flag.MOVABLEKEYS);
            return this;
        }

        /** An argument to be locked as a key, of which COMMAND tells nothing. */
        public Builder lockedArgument(KeyFinder finder) {
            keyFinder = finder;
            return this;
        }

        /** For some calls everything is to be locked: they use keys that no argument is. */
        public Builder locksAll(Predicate<CommandContext> calls) {
            locksAll = calls;
            return this;
        }

        /** Arguments that are channels, which users need a right to. */
        public Builder channels(Channels which) {
            channels = which;
            return this;
        }

        /** Users who may call another command may call this one: in the line protocol it stands in its place. */
        public Builder rightOf(Command command) {
            right = command;
            return this;
        }

        /** Categories that do not follow from group and flags. */
        public Builder categories(Category... more) {
            categories.addAll(List.of(more));
            return this;
        }

        /** Leaves out the category of its group. */
        public Builder withoutGroupCategory() {
            groupCategory = false;
            return this;
        }

        public Builder tips(String... hints) {
            tips = List.of(hints);
            return this;
        }

        public Builder summary(String sentence) {
            summary = sentence;
            return this;
        }

        /**
         * The command itself tells the log what it has done ({@link CommandContext#record}), because executed again, at another
         * time or on another server, it would do something else.
         */
        public Builder recordedByItself() {
            recording = Recording.BY_ITSELF;
            return this;
        }

        /** It runs other commands, each of which tells the log what it has done. */
        public Builder recordedByItsCommands() {
            recording = Recording.BY_ITS_COMMANDS;
            return this;
        }

        /** For some calls, it may take longer than an event loop can be kept. */
        public Builder elsewhere(Predicate<CommandContext> calls) {
            elsewhere = calls;
            return this;
        }

        /** Some calls change nothing, which what they run says of itself. */
        public Builder onlyReads(Predicate<CommandContext> calls) {
            onlyReads = calls;
            return this;
        }

        /** It ends the client's watching of keys, so these are locked too. */
        public Builder endsWatch() {
            endsWatch = true;
            return this;
        }

        public Command runs(Body code) {
            body = code;
            return build();
        }

        /** The arity of a container asks for a subcommand, so that it is never called itself. */
        public Command contains(Command... commands) {
            return contains(c -> {
                throw new IllegalStateException(name + " without a subcommand");
            }, commands);
        }

        /** @param code what is done where there is no subcommand */
        public Command contains(Body code, Command... commands) {
            subcommands = List.of(commands);
            body = code;
            return build();
        }

        private Command build() {
            if (keys.stream().anyMatch(KeySpec::isCounted) || keys.stream().anyMatch(KeySpec::isUnknown)) {
                flags.add(Flag.MOVABLEKEYS);
            }
            return new Command(this);
        }

        private Set<Category> allCategories() {
            Set<Category> all = EnumSet.noneOf(Category.class);
            all.addAll(categories);
            if (groupCategory && group.category() != null) {
                all.add(group.category());
            }
            implied(all, Flag.WRITE, Category.WRITE);
            if (flags.contains(Flag.READONLY) && group != Group.SCRIPTING) {
                all.add(Category.READ);
            }
            if (flags.contains(Flag.ADMIN)) {
                all.add(Category.ADMIN);
                all.add(Category.DANGEROUS);
            }
            implied(all, Flag.PUBSUB, Category.PUBSUB);
            implied(all, Flag.BLOCKING, Category.BLOCKING);
            all.add(flags.contains(Flag.FAST) ? Category.FAST : Category.SLOW);
            return all;
        }

        private void implied(Set<Category> all, Flag flag, Category category) {
            if (flags.contains(flag)) {
                all.add(category);
            }
        }
    }
}
