package io.quarkiverse.kvs.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.Forwarder;
import io.quarkiverse.kvs.core.command.QueuedCommand;
import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.vertx.core.net.NetClient;

/**
 * Sends commands on data on to the leader, on a connection for each client that asks for some. What the client has said of its
 * connection before, the other side is told in front: its database, and its version of RESP. A transaction is queued here, and
 * sent on as a whole; keys are watched there.
 */
final class Forwarding implements Forwarder {

    /** Those that are about what the client has done on the connection. */
    private static final Set<String> SESSION = Set.of("WATCH", "WAIT", "WAITAOF");

    private final ServerState server;
    private final ClusterMember member;
    private final NetClient network;
    private final Map<Session, Upstream> upstreams = new ConcurrentHashMap<>();
    private final ApplicationRequests application;

    Forwarding(ServerState server, ClusterMember member, NetClient network) {
        this.server = server;
        this.member = member;
        this.network = network;
        application = new ApplicationRequests(server, member, network);
    }

    /** The client of a connection. */
    private record OfConnection(ClientConnection connection) implements Upstream.Client {

        @Override
        public void reply(ReplyBuffer reply) {
            connection.reply(reply, 0);
        }

        @Override
        public void lost() {
            connection.close();
        }
    }

    @Override
    public boolean forwards(CommandContext context, Command command) {
        if (member.config().follower() != FollowerMode.FORWARD) {
            return false;
        }
        Session session = context.session();
        Upstream known = upstreams.isEmpty() ? null : upstreams.get(session);
        boolean executes = command.has(Flag.RUNS_QUEUE) && session.inTransaction() && !session.multi().isFailed();
        if (known != null && known.watching && command.endsWatch()) {
            known.watching = false;
            boolean lost = known.lostWatch || known.isClosed() || !known.leader().equals(member.otherLeader());
            known.lostWatch = false;
            if (executes && lost) {
                // Whether the keys were changed is not known any more: as if they had been.
                execNothing(session);
                return true;
            }
            if (!executes) {
                known.tell("UNWATCH");
            } else if (context.request().isResp()) {
                sendQueue(session, known);
                return true;
            }
        }
        if (member.isLeading() || session.inTransaction() && !executes || !isForLeader(command, session)) {
            return false;
        }
        if (session.tracking() != null && session.tracking().remembers()) {
            // What it has read at the leader would not be remembered here, so nothing would tell it when that changes.
            return false;
        }
        if (session.readsStale() && DataCommands.onlyReads(command, session)) {
            return false;
        }
        MemberAddress leader = member.otherLeader();
        if (leader == null || leader.port() == 0 || !context.request().isResp()) {
            return false;
        }
        Upstream upstream = upstream(session, leader);
        if (executes) {
            sendQueue(session, upstream);
        } else {
            upstream.select(session.database());
            upstream.watching = upstream.watching || command.name().equals("WATCH");
            upstream.send(RequestBytes.of(context.request()), new OfConnection(session.connection()),
                    server.settings().maxReply(false));
        }
        return true;
    }

    @Override
    public boolean isNeeded(Command command, Session session) {
        return application.isNeeded(command, session);
    }

    @Override
    public CompletableFuture<byte[]> forward(Command command, Session session, Request request) {
        return application.forward(command, session, request);
    }

    @Override
    public CompletableFuture<byte[]> forwardTogether(Session session, List<QueuedCommand> commands) {
        return application.forwardTogether(session, commands);
    }

    @Override
    public void catchUp() {
        application.catchUp();
    }

    static boolean isForLeader(Command command, Session session) {
        return SESSION.contains(command.name()) || command.categories().contains(Category.SCRIPTING)
                || DataCommands.reads(command, session) || DataCommands.writes(command, session);
    }

    private Upstream upstream(Session session, MemberAddress leader) {
        Upstream upstream = upstreams.get(session);
        if (upstream == null || upstream.isClosed() || !upstream.leader().equals(leader)) {
            if (upstream != null) {
                upstream.close();
            }
            boolean watching = upstream != null && upstream.watching;
            upstream = new Upstream(network, leader, server);
            upstreams.put(session, upstream);
            upstream.lostWatch = watching;
            upstream.watching = watching;
        }
        upstream.speak(session.protocol());
        return upstream;
    }

    /** Sends what is queued, as a transaction. */
    private void sendQueue(Session session, Upstream upstream) {
        List<QueuedCommand> queue = session.multi().queue();
        session.multi().end();
        server.clients().endWatch(session);
        upstream.watching = false;
        upstream.select(session.database());
        upstream.tell("MULTI");
        for (QueuedCommand queued : queue) {
            upstream.send(RequestBytes.of(queued.request()), null, 0);
            if (queued.command().name().equals("SELECT")) {
                selected(session, upstream, queued.request());
            }
        }
        upstream.send(RequestBytes.of("EXEC"), new OfConnection(session.connection()),
                server.settings().maxReply(false));
    }

    /** What follows is about another database here as well. */
    private void selected(Session session, Upstream upstream, Request select) {
        try {
            int database = Integer.parseInt(select.show(1, new Bytes()).latin1());
            if (database >= 0 && database < server.store().selectable()) {
                session.database(database);
                upstream.selected(database);
            }
        } catch (NumberFormatException e) {
            // It fails there, too.
        }
    }

    private void execNothing(Session session) {
        session.multi().end();
        server.clients().endWatch(session);
        ReplyBuffer buffer = new ReplyBuffer();
        ReplyWriter reply = ReplyWriter.of(Dialect.resp(session.protocol()), buffer);
        reply.begin();
        reply.nilArray();
        session.connection().reply(buffer, 0);
    }

    /** Ends what is for clients that have gone. To be called now and then. */
    void look() {
        upstreams.forEach((session, upstream) -> {
            if (session.isClosed() || upstream.isClosed() && !upstream.watching) {
                upstreams.remove(session, upstream);
                upstream.close();
            }
        });
    }

    void close() {
        upstreams.values().forEach(Upstream::close);
        upstreams.clear();
        application.close();
    }
}
