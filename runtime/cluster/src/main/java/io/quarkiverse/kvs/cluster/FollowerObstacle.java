package io.quarkiverse.kvs.cluster;

import java.util.Locale;
import java.util.Set;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.replication.Slots;
import io.quarkiverse.kvs.core.command.server.Obstacle;

/**
 * Keeps commands on data from being executed by a member that does not lead, and those from every member that would bypass the
 * log.
 */
final class FollowerObstacle implements Obstacle {

    static final String DOWN = "CLUSTERDOWN The cluster is down: this member knows of no majority with a leader";
    private static final String LOADING = "CLUSTERDOWN This member is taking the data from the log";
    private static final Set<String> BYPASSING = Set.of("REPLICAOF", "SLAVEOF", "FAILOVER");
    private static final Set<String> BYPASSING_DEBUG = Set.of("RELOAD", "LOADAOF");

    private final ClusterMember member;
    private final FollowerMode mode;

    FollowerObstacle(ClusterMember member, FollowerMode mode) {
        this.member = member;
        this.mode = mode;
    }

    /** Whether a client, while another member leads, is answered with what is known here. */
    private boolean takesOld(Session session) {
        return mode == FollowerMode.READ_STALE || session.readsStale() || session.caller() == CallerKind.VIEWER;
    }

    @Override
    public String refusal(Command command, Session session, CommandContext context) {
        if (BYPASSING.contains(command.name())) {
            return "ERR " + command.name() + " not allowed in cluster mode.";
        }
        if (command.name().equals("DEBUG") && context.count() > 1
                && BYPASSING_DEBUG.contains(context.argument(1).latin1().toUpperCase(Locale.ROOT))) {
            return "ERR DEBUG " + context.argument(1).latin1() + " not allowed in cluster mode.";
        }
        boolean leading = member.isLeading();
        session.asksLeader(leading);
        if (leading || session.caller() == CallerKind.LOADER) {
            return null;
        }
        boolean onlyReads = DataCommands.onlyReads(command, session);
        if (!onlyReads && !DataCommands.writes(command, session)) {
            return null;
        }
        if (mode == FollowerMode.FORWARD && session.inTransaction() && !command.has(Flag.NOT_QUEUED)) {
            // It is sent on with the others, by EXEC.
            return null;
        }
        String failure = member.failure();
        if (failure != null && !(onlyReads && session.caller() == CallerKind.VIEWER)) {
            return "CLUSTERDOWN This member has left the cluster, and must be started again: " + failure;
        }
        if (onlyReads && takesOld(session)) {
            return null;
        }
        MemberAddress leader = member.otherLeader();
        if (leader == null) {
            return member.leader() == null ? DOWN : LOADING;
        }
        return "MOVED " + Slots.of(command, context) + " " + leader.host() + ":" + leader.port();
    }
}
