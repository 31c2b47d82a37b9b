package io.quarkiverse.kvs.core.command.client;

import io.quarkiverse.kvs.core.command.Command;

/** One line of CLIENT LIST. */
public final class ClientInfo {

    private ClientInfo() {
    }

    /** About a client, without a line end. */
    public static String of(Session session, long now) {
        ClientConnection connection = session.connection();
        TrackingMode tracking = session.tracking();
        StringBuilder flags = new StringBuilder();
        flags.append(session.isReplica() ? "S" : session.isMonitor() ? "O" : "").append(session.isSubscribed() ? "P" : "")
                .append(session.inTransaction() ? "x" : "").append(session.blocked() != null ? "b" : "")
                .append(tracking == null ? "" : "t").append(tracking != null && tracking.isBroken() ? "R" : "")
                .append(tracking != null && tracking.isBroadcast() ? "B" : "")
                .append(session.multi().watch().isTouched() ? "d" : "")
                .append(session.isNoEvict() ? "e" : "").append(session.isNoTouch() ? "T" : "");
        Command last = session.lastCommand();
        long output = connection == null ? 0 : connection.pendingOutput();
        return "id=" + session.id()
                + " addr=" + (connection == null ? "in-process" : connection.remoteAddress())
                + " laddr=" + (connection == null ? "in-process" : connection.localAddress())
                + " fd=-1"
                + " name=" + session.name()
                + " age=" + (now - session.createdAt()) / 1000
                + " idle=" + Math.max(0, now - session.lastRequestAt()) / 1000
                + " flags=" + (flags.isEmpty() ? "N" : flags)
                + " db=" + session.database()
                + " sub=" + session.subscriptions().channels()
                + " psub=" + session.subscriptions().patterns()
                + " ssub=" + session.subscriptions().shardChannels()
                + " multi=" + session.multi().queued()
                + " qbuf=" + (connection == null ? 0 : connection.pendingInput())
                + " qbuf-free=0 argv-mem=0"
                + " multi-mem=" + session.multi().bytes()
                + " rbs=0 rbp=0"
                + " obl=0 oll=" + (output == 0 ? 0 : 1)
                + " omem=" + output
                + " tot-mem=" + session.memory()
                + " events=r"
                + " cmd=" + (last == null ? "NULL" : last.fullName())
                + " user=" + (session.user() == null ? "(superuser)" : session.user().name())
                + " redir=" + (tracking == null ? -1 : tracking.redirect())
                + " resp=" + session.protocol()
                + " lib-name=" + session.libraryName()
                + " lib-ver=" + session.libraryVersion();
    }
}
