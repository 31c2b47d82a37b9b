package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.value.ReadableSet;
import io.quarkiverse.kvs.core.store.value.ReadableSortedSet;
import io.quarkiverse.kvs.core.store.value.SortedSetBuilder;
import io.quarkiverse.kvs.core.store.value.SortedSetValue;
import io.quarkiverse.kvs.core.store.value.Value;

/** Commands that make one sorted set of several sets. */
final class SortedSetAlgebraCommands {

    static final Command ZDIFF = command("ZDIFF", "numkeys key [key ...] [WITHSCORES]")
            .in(Group.SORTED_SET).since("6.2.0")
            .complexity(
                    "O(N*K + M*log(M)), N being the size of the first set, K the number of sets and M the size of the result")
            .arity(-3).flags(READONLY).key(at(1, "RO access").counted(0, 1, 1))
            .summary("Returns the members of the first sorted set that are in none of the others.")
            .runs(c -> answer(c, Operation.DIFF));

    static final Command ZDIFFSTORE = command("ZDIFFSTORE", "destination numkeys key [key ...]")
            .in(Group.SORTED_SET).since("6.2.0")
            .complexity(
                    "O(N*K + M*log(M)), N being the size of the first set, K the number of sets and M the size of the result")
            .arity(-4).flags(WRITE, DENYOOM).key(at(1, "OW update")).key(at(2, "RO access").counted(0, 1, 1))
            .summary("Stores the members of the first sorted set that are in none of the others.")
            .runs(c -> store(c, Operation.DIFF));

    static final Command ZINTER = command("ZINTER",
            "numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE SUM | MIN | MAX | COUNT] [WITHSCORES]")
            .in(Group.SORTED_SET).since("6.2.0")
            .complexity(
                    "O(N*K + M*log(M)), N being the size of the smallest set, K the number of sets and M that of the result")
            .arity(-3).flags(READONLY).key(at(1, "RO access").counted(0, 1, 1))
            .summary("Returns the members that are in all given sorted sets.")
            .runs(c -> answer(c, Operation.INTER));

    static final Command ZINTERCARD = command("ZINTERCARD", "numkeys key [key ...] [LIMIT limit]")
            .in(Group.SORTED_SET).since("7.0.0")
            .complexity("O(N*K), N being the size of the smallest set and K the number of sets")
            .arity(-3).flags(READONLY).key(at(1, "RO access").counted(0, 1, 1))
            .summary("Returns how many members are in all given sorted sets.")
            .runs(SortedSetAlgebraCommands::zintercard);

    static final Command ZINTERSTORE = command("ZINTERSTORE",
            "destination numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE SUM | MIN | MAX | COUNT]")
            .in(Group.SORTED_SET).since("2.0.0")
            .complexity(
                    "O(N*K + M*log(M)), N being the size of the smallest set, K the number of sets and M that of the result")
            .arity(-4).flags(WRITE, DENYOOM).key(at(1, "OW update")).key(at(2, "RO access").counted(0, 1, 1))
            .summary("Stores the members that are in all given sorted sets.")
            .runs(c -> store(c, Operation.INTER));

    static final Command ZUNION = command("ZUNION",
            "numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE SUM | MIN | MAX | COUNT] [WITHSCORES]")
            .in(Group.SORTED_SET).since("6.2.0")
            .complexity("O(N + M*log(M)), N being the sum of the sizes of the sets and M the size of the result")
            .arity(-3).flags(READONLY).key(at(1, "RO access").counted(0, 1, 1))
            .summary("Returns the members that are in any of the given sorted sets.")
            .runs(c -> answer(c, Operation.UNION));

    static final Command ZUNIONSTORE = command("ZUNIONSTORE",
            "destination numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE SUM | MIN | MAX | COUNT]")
            .in(Group.SORTED_SET).since("2.0.0")
            .complexity("O(N + M*log(M)), N being the sum of the sizes of the sets and M the size of the result")
            .arity(-4).flags(WRITE, DENYOOM).key(at(1, "OW update")).key(at(2, "RO access").counted(0, 1, 1))
            .summary("Stores the members that are in any of the given sorted sets.")
            .runs(c -> store(c, Operation.UNION));

    static final List<Command> ALL = List.of(ZDIFF, ZDIFFSTORE, ZINTER, ZINTERCARD, ZINTERSTORE, ZUNION, ZUNIONSTORE);

    private static final CommandException NOT_A_LIMIT = new CommandException("ERR LIMIT can't be negative");
    private static final CommandException NOT_A_WEIGHT = new CommandException("ERR weight value is not a float");

    private SortedSetAlgebraCommands() {
    }

    // Arguments

    private enum Operation {
        UNION("zunionstore"),
        INTER("zinterstore"),
        DIFF("zdiffstore");

        final String event;

        Operation(String event) {
            this.event = event;
        }

        SortedSetValue run(Operands operands) {
            return switch (this) {
                case UNION -> union(operands);
                case INTER -> inter(operands);
                case DIFF -> diff(operands);
            };
        }
    }

    /** What becomes of the scores that a member has in several sets. */
    private enum Aggregate {
        SUM,
        MIN,
        MAX,
        /** How many sets have it, or the sum of their weights. */
        COUNT;

        /** What a score counts as. */
        double weighted(double score, double weight) {
            return this == COUNT ? weight : zeroIfNaN(score * weight);
        }

        static Aggregate named(CommandContext c, int argument) {
            for (Aggregate aggregate : values()) {
                if (c.is(argument, aggregate.name())) {
                    return aggregate;
                }
            }
            throw CommandException.SYNTAX;
        }

        double of(double one, double other) {
            return switch (this) {
                case SUM, COUNT -> zeroIfNaN(one + other);
                case MIN -> other < one ? other : one;
                case MAX -> other > one ? other : one;
            };
        }
    }

    /** Infinite scores that cancel each other out, or meet a weight of 0, make 0. */
    private static double zeroIfNaN(double score) {
        return Double.isNaN(score) ? 0 : score;
    }

    /** A set to be used: a sorted one, one whose members all have the score 1, or none, which is the same as an empty one. */
    private static final class Source {

        private final ReadableSortedSet sorted;
        private final ReadableSet plain;
        private double weight = 1;

        Source(Value value) {
            sorted = value instanceof ReadableSortedSet set ? set : null;
            plain = value instanceof ReadableSet set ? set : null;
            if (value != null && sorted == null && plain == null) {
                throw WrongTypeException.INSTANCE;
            }
        }

        int size() {
            return sorted != null ? sorted.size() : plain != null ? plain.size() : 0;
        }

        /** NaN if it is not there. */
        double score(Key member) {
            if (sorted != null) {
                return sorted.score(member);
            }
            return plain != null && plain.contains(member) ? 1 : Double.NaN;
        }

        boolean contains(Key member) {
            return !Double.isNaN(score(member));
        }

        void forEach(SortedSetValue.Visitor visitor) {
            if (sorted != null) {
                sorted.forEach(0, sorted.size(), visitor);
            } else if (plain != null) {
                plain.allMatch(member -> visitor.visit(member, 1));
            }
        }
    }

    /** The sets, and what is to be done with the scores. */
    private static final class Operands {

        private final List<Source> sources = new ArrayList<>();
        private Aggregate aggregate = Aggregate.SUM;
        private boolean withScores;
        /** 0 for none. */
        private long limit;

        /**
         * @param first the argument that tells the number of keys
         * @return the argument behind the keys
         */
        private int parseKeys(CommandContext c, int first) {
            long keys = c.integer(first);
            if (keys < 1) {
                throw new CommandException("ERR at least 1 input key is needed for '" + c.command().fullName() + "' command");
            }
            if (keys > c.count() - first - 1) {
                throw CommandException.SYNTAX;
            }
            int end = first + 1 + (int) keys;
            // They count as read, also if the command writes another one.
            for (int i = first + 1; i < end; i++) {
                sources.add(new Source(c.read().value(c.key(i))));
            }
            return end;
        }

        static Operands parse(CommandContext c, int first, boolean weighted, boolean scoresAllowed) {
            Operands operands = new Operands();
            for (int i = operands.parseKeys(c, first); i < c.count(); i++) {
                int left = c.count() - i - 1;
                if (weighted && left >= operands.sources.size() && c.is(i, "WEIGHTS")) {
                    for (Source source : operands.sources) {
                        source.weight = c.number(++i, NOT_A_WEIGHT);
                    }
                } else if (weighted && left >= 1 && c.is(i, "AGGREGATE")) {
                    operands.aggregate = Aggregate.named(c, ++i);
                } else if (scoresAllowed && c.is(i, "WITHSCORES")) {
                    operands.withScores = true;
                } else {
                    throw CommandException.SYNTAX;
                }
            }
            return operands;
        }

        static Operands parseWithLimit(CommandContext c, int first) {
            Operands operands = new Operands();
            for (int i = operands.parseKeys(c, first); i < c.count(); i++) {
                if (i + 1 == c.count() || !c.is(i, "LIMIT")) {
                    throw CommandException.SYNTAX;
                }
                operands.limit = c.integer(++i, NOT_A_LIMIT);
                if (operands.limit < 0) {
                    throw NOT_A_LIMIT;
                }
            }
            return operands;
        }

        /** The smallest comes first, which is the least work, and the order in which Redis adds scores up. */
        void sort() {
            sources.sort(Comparator.comparingInt(Source::size));
        }
    }

    // Commands

    private static void answer(CommandContext c, Operation operation) {
        Operands operands = Operands.parse(c, 1, operation != Operation.DIFF, true);
        SortedSetValue result = operation.run(operands);
        c.replyWith(result.size(), (reply, cancelled) -> result.forEach(0, result.size(),
                ScoredReply.begin(reply, result.size(), operands.withScores).unless(cancelled)));
    }

    private static void store(CommandContext c, Operation operation) {
        Operands operands = Operands.parse(c, 2, operation != Operation.DIFF, false);
        SortedSetCommands.store(c, c.key(1), operation.run(operands), operation.event);
    }

    static void zintercard(CommandContext c) {
        Operands operands = Operands.parseWithLimit(c, 1);
        operands.sort();
        Source smallest = operands.sources.get(0);
        List<Source> others = operands.sources.subList(1, operands.sources.size());
        int[] count = { 0 };
        smallest.forEach((member, score) -> {
            if (others.stream().allMatch(other -> other.contains(member))) {
                count[0]++;
            }
            return count[0] != operands.limit || operands.limit == 0;
        });
        c.reply().integer(count[0]);
    }

    private static SortedSetValue union(Operands operands) {
        operands.sort();
        SortedSetBuilder result = new SortedSetBuilder();
        for (Source source : operands.sources) {
            source.forEach((member, score) -> {
                double weighted = operands.aggregate.weighted(score, source.weight);
                double known = result.score(member);
                if (Double.isNaN(known)) {
                    result.add(member, weighted);
                } else {
                    result.update(member, operands.aggregate.of(known, weighted));
                }
                return true;
            });
        }
        return result.build();
    }

    private static SortedSetValue inter(Operands operands) {
        operands.sort();
        SortedSetBuilder result = new SortedSetBuilder();
        Source smallest = operands.sources.get(0);
        List<Source> others = operands.sources.subList(1, operands.sources.size());
        smallest.forEach((member, score) -> {
            double all = operands.aggregate.weighted(score, smallest.weight);
            for (Source other : others) {
                double there = other.score(member);
                if (Double.isNaN(there)) {
                    return true;
                }
                all = operands.aggregate.of(all, operands.aggregate == Aggregate.COUNT ? other.weight : there * other.weight);
            }
            result.add(member, all);
            return true;
        });
        return result.build();
    }

    private static SortedSetValue diff(Operands operands) {
        SortedSetBuilder result = new SortedSetBuilder();
        Source first = operands.sources.get(0);
        List<Source> others = operands.sources.subList(1, operands.sources.size());
        first.forEach((member, score) -> {
            if (others.stream().noneMatch(other -> other.contains(member))) {
                result.add(member, score);
            }
            return true;
        });
        return result.build();
    }
}
