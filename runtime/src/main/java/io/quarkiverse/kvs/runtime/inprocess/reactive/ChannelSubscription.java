package io.quarkiverse.kvs.runtime.inprocess.reactive;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.kvs.ChannelMessage;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.client.Channel;
import io.quarkiverse.kvs.core.command.client.PubSub;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * One subscription to channels by a caller in the same process. Messages are taken on the thread that publishes, which waits
 * for nothing, and emitted in their order where the subscriber is at home: on its Vert.x context, or on any worker thread.
 */
final class ChannelSubscription {

    /**
     * So much may wait for a subscriber, as for a client by default: {@code client-output-buffer-limit} of the class pubsub.
     */
    static final int MAX_WAITING_MESSAGES = 65_536;
    static final long MAX_WAITING_BYTES = 32 << 20;
    /** What a message takes beside its bytes, about. */
    private static final int OVERHEAD = 100;

    private final PubSub pubSub;
    private final PubSub.Kind kind;
    private final List<Channel> channels;
    private final BlockedSubscriptions atTheEnd;
    private final AtomicLong waiting = new AtomicLong();

    private ChannelSubscription(PubSub pubSub, PubSub.Kind kind, List<Channel> channels, BlockedSubscriptions atTheEnd) {
        this.pubSub = pubSub;
        this.kind = kind;
        this.channels = channels;
        this.atTheEnd = atTheEnd;
    }

    /**
     * Messages from the moment of each subscription on, until it is cancelled.
     *
     * @param user who subscribes; null for the application itself, which may subscribe to everything
     * @param atTheEnd ends it when the application stops
     */
    static Multi<ChannelMessage> of(PubSub pubSub, PubSub.Kind kind, List<Channel> channels, User user,
            BlockedSubscriptions atTheEnd) {
        return Multi.createFrom().deferred(() -> {
            for (Channel channel : channels) {
                if (user != null && !user.allowsChannel(new Bytes().show(channel.bytes()), kind == PubSub.Kind.PATTERN)) {
                    return Multi.createFrom()
                            .failure(
                                    new KvsException("NOPERM this user has no permissions to access one of the channels used"));
                }
            }
            return new ChannelSubscription(pubSub, kind, channels, atTheEnd).messages();
        });
    }

    private Multi<ChannelMessage> messages() {
        Context context = Vertx.currentContext();
        return Multi.createFrom().<ChannelMessage> emitter(this::listen, MAX_WAITING_MESSAGES)
                .emitOn(context == null ? Infrastructure.getDefaultExecutor()
                        : command -> context.runOnContext(ignored -> command.run()))
                .onItem().invoke(message -> waiting.addAndGet(-size(message)));
    }

    private void listen(MultiEmitter<? super ChannelMessage> emitter) {
        Runnable stop = pubSub.listen(kind, channels, (channel, content) -> {
            ChannelMessage message = new ChannelMessage(channel.utf8(), content.copy());
            if (waiting.addAndGet(size(message)) > MAX_WAITING_BYTES) {
                emitter.fail(new KvsException("the subscriber is too slow: more than " + MAX_WAITING_BYTES
                        + " bytes of messages wait for it"));
            } else {
                emitter.emit(message);
            }
        });
        Runnable end = () -> emitter.fail(new KvsException("the application is stopping, so there are no more messages"));
        // First what undoes it: the application may be stopping already.
        emitter.onTermination(() -> {
            stop.run();
            atTheEnd.remove(end);
        });
        atTheEnd.add(end);
    }

    private static long size(ChannelMessage message) {
        return (long) OVERHEAD + message.channel().length() + message.content().length;
    }
}
