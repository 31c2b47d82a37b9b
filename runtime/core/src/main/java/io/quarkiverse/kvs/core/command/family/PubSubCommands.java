package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.MAY_REPLICATE;
import static io.quarkiverse.kvs.core.command.Flag.NEEDS_CONNECTION;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.PUBSUB;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WHILE_SUBSCRIBED;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.Command.Channels;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.Channel;
import io.quarkiverse.kvs.core.command.client.PubSub.Kind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.client.Subscriptions;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** Channels: messages for the clients that are subscribed at the moment. */
public final class PubSubCommands {

    static final Command PSUBSCRIBE = command("PSUBSCRIBE", "pattern [pattern ...]")
            .in(Group.PUBSUB).since("2.0.0").complexity("O(N), N being the number of patterns")
            .arity(-2).flags(PUBSUB, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION, WHILE_SUBSCRIBED)
            .channels(Channels.PATTERNS)
            .summary("Subscribes to the channels whose names match patterns.")
            .runs(c -> subscribe(c, Kind.PATTERN));

    static final Command PUBLISH = command("PUBLISH", "channel message")
            .in(Group.PUBSUB).since("2.0.0").complexity("O(N+M), N being the number of subscribers and M that of all patterns")
            .arity(3).flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
            .channels(Channels.FIRST)
            .summary("Sends a message to a channel.")
            .runs(c -> publish(c, false));

    static final Command PUBSUB_CONTAINER = command("PUBSUB", "")
            .in(Group.PUBSUB).since("2.8.0").complexity("Depends on the subcommand.")
            .arity(-2).withoutGroupCategory()
            .summary("Shows channels, patterns and their subscribers.")
            .contains(
                    command("CHANNELS", "[pattern]").of("PUBSUB")
                            .in(Group.PUBSUB).since("2.8.0").complexity("O(N), N being the number of channels")
                            .arity(-2).flags(PUBSUB, LOADING, STALE)
                            .summary("Returns the channels that have subscribers.")
                            .runs(c -> channels(c, false)),
                    command("HELP", "").of("PUBSUB")
                            .in(Group.PUBSUB).since("6.2.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE).withoutGroupCategory()
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("NUMPAT", "").of("PUBSUB")
                            .in(Group.PUBSUB).since("2.8.0").complexity("O(1)")
                            .arity(2).flags(PUBSUB, LOADING, STALE)
                            .summary("Returns how many patterns have subscribers.")
                            .runs(c -> c.reply().integer(c.server().pubSub().patterns())),
                    command("NUMSUB", "[channel [channel ...]]").of("PUBSUB")
                            .in(Group.PUBSUB).since("2.8.0").complexity("O(N), N being the number of channels")
                            .arity(-2).flags(PUBSUB, LOADING, STALE)
                            .summary("Returns the number of subscribers of each given channel.")
                            .runs(c -> subscribers(c, false)),
                    command("SHARDCHANNELS", "[pattern]").of("PUBSUB")
                            .in(Group.PUBSUB).since("7.0.0").complexity("O(N), N being the number of shard channels")
                            .arity(-2).flags(PUBSUB, LOADING, STALE)
                            .summary("Returns the shard channels that have subscribers.")
                            .runs(c -> channels(c, true)),
                    command("SHARDNUMSUB", "[shardchannel [shardchannel ...]]").of("PUBSUB")
                            .in(Group.PUBSUB).since("7.0.0").complexity("O(N), N being the number of shard channels")
                            .arity(-2).flags(PUBSUB, LOADING, STALE)
                            .summary("Returns the number of subscribers of each given shard channel.")
                            .runs(c -> subscribers(c, true)));

    static final Command PUNSUBSCRIBE = command("PUNSUBSCRIBE", "[pattern [pattern ...]]")
            .in(Group.PUBSUB).since("2.0.0").complexity("O(N), N being the number of patterns")
            .arity(-1).flags(PUBSUB, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION, WHILE_SUBSCRIBED)
            .summary("Unsubscribes from the given patterns, or from all.")
            .runs(c -> unsubscribe(c, Kind.PATTERN));

    static final Command SPUBLISH = command("SPUBLISH", "shardchannel message")
            .in(Group.PUBSUB).since("7.0.0").complexity("O(N), N being the number of subscribers")
            .arity(3).flags(PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE).key(at(1, "not_key"))
            .channels(Channels.FIRST)
            .summary("Sends a message to a shard channel.")
            .runs(c -> publish(c, true));

    static final Command SSUBSCRIBE = command("SSUBSCRIBE", "shardchannel [shardchannel ...]")
            .in(Group.PUBSUB).since("7.0.0").complexity("O(N), N being the number of shard channels")
            .arity(-2).flags(PUBSUB, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION, WHILE_SUBSCRIBED)
            .key(at(1, "not_key").range(-1, 1, 0))
            .channels(Channels.ALL)
            .summary("Subscribes to shard channels.")
            .runs(c -> subscribe(c, Kind.SHARD));

    static final Command SUBSCRIBE = command("SUBSCRIBE", "channel [channel ...]")
            .in(Group.PUBSUB).since("2.0.0").complexity("O(N), N being the number of channels")
            .arity(-2).flags(PUBSUB, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION, WHILE_SUBSCRIBED)
            .channels(Channels.ALL)
            .summary("Subscribes to channels.")
            .runs(c -> subscribe(c, Kind.CHANNEL));

    static final Command SUNSUBSCRIBE = command("SUNSUBSCRIBE", "[shardchannel [shardchannel ...]]")
            .in(Group.PUBSUB).since("7.0.0").complexity("O(N), N being the number of shard channels")
            .arity(-1).flags(PUBSUB, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION, WHILE_SUBSCRIBED)
            .key(at(1, "not_key").range(-1, 1, 0))
            .summary("Unsubscribes from the given shard channels, or from all.")
            .runs(c -> unsubscribe(c, Kind.SHARD));

    static final Command UNSUBSCRIBE = command("UNSUBSCRIBE", "[channel [channel ...]]")
            .in(Group.PUBSUB).since("2.0.0").complexity("O(N), N being the number of channels")
            .arity(-1).flags(PUBSUB, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION, WHILE_SUBSCRIBED)
            .summary("Unsubscribes from the given channels, or from all.")
            .runs(c -> unsubscribe(c, Kind.CHANNEL));

    static final List<Command> ALL = List.of(PSUBSCRIBE, PUBLISH, PUBSUB_CONTAINER, PUNSUBSCRIBE, SPUBLISH, SSUBSCRIBE,
            SUBSCRIBE,
            SUNSUBSCRIBE, UNSUBSCRIBE);

    private PubSubCommands() {
    }

    /** Replicas are told of the message, too: their clients get it from them. */
    private static void publish(CommandContext c, boolean shard) {
        c.server().replicas().publish(c.command().name(), c.argument(1), c.argument(2));
        c.reply().integer(c.server().pubSub().publish(c.argument(1), c.argument(2), shard));
    }

    private static void subscribe(CommandContext c, Kind kind) {
        Session session = c.session();
        if (!session.caller().hasConnection()) {
            throw new CommandException("ERR " + c.command().name() + " needs a connection that messages can be sent to");
        }
        session.subscriptions().dialect(c.reply().dialect());
        for (int i = 1; i < c.count(); i++) {
            Channel channel = Channel.of(c.argument(i));
            c.server().pubSub().subscribe(kind, session, channel);
            confirm(c, kind.subscribe, channel, subscriptions(session, kind));
        }
        if (!c.server().pubSub().isAllowed(session)) {
            // Another thread has taken the right away since it was asked for, perhaps before it could see the subscription.
            session.connection().close();
        }
    }

    private static void unsubscribe(CommandContext c, Kind kind) {
        Session session = c.session();
        List<Channel> channels;
        if (c.count() > 1) {
            channels = java.util.stream.IntStream.range(1, c.count()).mapToObj(i -> Channel.of(c.argument(i))).toList();
        } else {
            channels = List.copyOf(kind.of(session));
        }
        if (channels.isEmpty()) {
            confirm(c, kind.unsubscribe, null, subscriptions(session, kind));
        }
        for (Channel channel : channels) {
            c.server().pubSub().unsubscribe(kind, session, channel);
            confirm(c, kind.unsubscribe, channel, subscriptions(session, kind));
        }
    }

    /** These are messages, not replies, in RESP2 and the line protocol, too. */
    private static void confirm(CommandContext c, String what, Channel channel, int count) {
        ReplyWriter reply = c.messages();
        reply.push(3);
        reply.bulk(what);
        if (channel == null) {
            reply.nil();
        } else {
            reply.bulk(channel.bytes());
        }
        reply.integer(count);
    }

    /** Shard channels are counted by themselves. */
    private static int subscriptions(Session session, Kind kind) {
        Subscriptions all = session.subscriptions();
        return kind == Kind.SHARD ? all.shardChannels() : all.channels() + all.patterns();
    }

    private static void channels(CommandContext c, boolean shard) {
        if (c.count() > 3) {
            throw c.wrongSubcommand();
        }
        List<Channel> channels = c.server().pubSub().channels(shard, c.count() > 2 ? c.argument(2) : null);
        c.reply().array(channels.size());
        channels.forEach(channel -> c.reply().bulk(channel.bytes()));
    }

    private static void subscribers(CommandContext c, boolean shard) {
        c.reply().array(2 * (c.count() - 2));
        for (int i = 2; i < c.count(); i++) {
            c.reply().bulk(c.argument(i));
            c.reply().integer(c.server().pubSub().subscribers(shard, Channel.of(c.argument(i))));
        }
    }
}
