package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.QueuedCommand;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.Request;
import io.vertx.core.net.NetClient;

/**
 * Sends commands of the application on to the leader: all on one connection, one behind the other, except those that may block,
 * which get one each. Safe for use by many threads.
 */
final class ApplicationRequests {

    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = 200_000;
    private static final Pattern PLACE = Pattern.compile("master_repl_offset:(\\d+)");

    private final ServerState server;
    private final ClusterMember member;
    private final NetClient network;
    /** The connection for those that do not block; null for none yet. */
    private Upstream shared;

    ApplicationRequests(ServerState server, ClusterMember member, NetClient network) {
        this.server = server;
        this.member = member;
        this.network = network;
    }

    /** What completes a future. */
    private record Promised(CompletableFuture<byte[]> reply) implements Upstream.Client {

        @Override
        public void reply(ReplyBuffer buffer) {
            reply.complete(buffer.copy());
        }

        @Override
        public void lost() {
            reply.completeExceptionally(new IOException(Upstream.LOST.substring(Upstream.LOST.indexOf(' ') + 1)));
        }
    }

    boolean isNeeded(Command command, Session session) {
        if (!isForwarded(session.caller()) || member.isLeading() || !Forwarding.isForLeader(command, session)) {
            return false;
        }
        boolean stale = member.config().follower() == FollowerMode.READ_STALE && DataCommands.onlyReads(command, session);
        return !stale && leader() != null;
    }

    private static boolean isForwarded(CallerKind caller) {
        return caller == CallerKind.APPLICATION || caller == CallerKind.TEST;
    }

    /** Another member that leads, where it can be reached; null if there is none. */
    private MemberAddress leader() {
        MemberAddress leader = member.otherLeader();
        return leader == null || leader.port() == 0 ? null : leader;
    }

    CompletableFuture<byte[]> forward(Command command, Session session, Request request) {
        MemberAddress leader = leader();
        byte[] bytes = RequestBytes.of(request);
        if (leader == null) {
            return down();
        }
        if (!command.has(Flag.BLOCKING)) {
            return send(leader, session.database(), List.of(bytes));
        }
        Upstream own = open(leader);
        own.select(session.database());
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        own.send(bytes, new Promised(reply), limit());
        reply.whenComplete((done, failure) -> own.close());
        return reply;
    }

    CompletableFuture<byte[]> forwardTogether(Session session, List<QueuedCommand> commands) {
        MemberAddress leader = leader();
        if (leader == null) {
            return down();
        }
        List<byte[]> requests = new ArrayList<>();
        requests.add(RequestBytes.of("MULTI"));
        commands.forEach(each -> requests.add(RequestBytes.of(each.request())));
        requests.add(RequestBytes.of("EXEC"));
        return send(leader, session.database(), requests);
    }

    private static CompletableFuture<byte[]> down() {
        return CompletableFuture.completedFuture(("-" + FollowerObstacle.DOWN + "\r\n").getBytes(UTF_8));
    }

    private int limit() {
        return server.settings().maxReply(false);
    }

    /** Sends requests without another one in between; the reply is that to the last of them. */
    private synchronized CompletableFuture<byte[]> send(MemberAddress leader, int database, List<byte[]> requests) {
        if (shared == null || shared.isClosed() || !shared.leader().equals(leader)) {
            if (shared != null) {
                // What is still expected there is lost.
                shared.abandon();
            }
            shared = open(leader);
        }
        shared.select(database);
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        for (int i = 0; i < requests.size(); i++) {
            shared.send(requests.get(i), i < requests.size() - 1 ? null : new Promised(reply), limit());
        }
        return reply;
    }

    private Upstream open(MemberAddress leader) {
        Upstream upstream = new Upstream(network, leader, server);
        upstream.speak(3);
        return upstream;
    }

    /**
     * Waits until what the leader had is here.
     *
     * @throws CommandException if that cannot be known now
     */
    void catchUp() {
        if (member.isLeading() || member.config().follower() == FollowerMode.READ_STALE) {
            return;
        }
        MemberAddress leader = leader();
        if (leader == null) {
            throw new CommandException(FollowerObstacle.DOWN);
        }
        // The first of them is answered only by one that leads for sure.
        CompletableFuture<byte[]> leads = send(leader, 0, List.of(RequestBytes.of("EXISTS", "-")));
        CompletableFuture<byte[]> info = send(leader, 0, List.of(RequestBytes.of("INFO", "replication")));
        long end = System.nanoTime() + CATCH_UP_NANOS;
        Matcher place = PLACE.matcher(text(info));
        if (!text(leads).startsWith(":") || !place.find()) {
            throw new CommandException(Upstream.LOST);
        }
        long wanted = Long.parseLong(place.group(1));
        while (member.place() < wanted) {
            if (System.nanoTime() - end > 0) {
                throw new CommandException(FollowerObstacle.DOWN);
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    private static String text(CompletableFuture<byte[]> reply) {
        try {
            return new String(reply.get(CATCH_UP_NANOS, TimeUnit.NANOSECONDS), UTF_8);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandException(Upstream.LOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("ERR interrupted");
        }
    }

    synchronized void close() {
        if (shared != null) {
            shared.abandon();
        }
    }
}
