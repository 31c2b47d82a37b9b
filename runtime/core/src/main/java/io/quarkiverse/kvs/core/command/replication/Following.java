package io.quarkiverse.kvs.core.command.replication;

import java.io.IOException;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.server.Obstacle;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/**
 * Whether this server follows another one: REPLICAOF. As long as it does, it has the data that the other one has, clients only
 * read it, and nothing expires or is evicted but what the other one says.
 * <p>
 * Safe for use by many threads.
 */
public final class Following {

    private static final String READ_ONLY = "READONLY You can't write against a read only replica.";
    private static final String MASTER_DOWN = "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
    /** What clients are told who wait to write while this server begins to follow another one. */
    public static final String UNBLOCKED = "UNBLOCKED force unblock from blocking operation, instance state changed "
            + "(master -> replica?)";

    private final ServerState server;
    private final Obstacle obstacle;
    private volatile Connector connector;
    /** Null while it follows no server. */
    private volatile MasterLink link;

    public Following(ServerState server) {
        this.server = server;
        obstacle = (command, session, context) -> {
            if (session.isToWrite(command)) {
                return READ_ONLY;
            }
            MasterLink current = link;
            return current == null || current.isUp() || command.has(Flag.STALE)
                    || server.settings().replication().serveStaleData.value() ? null : MASTER_DOWN;
        };
    }

    /** Sets what connects to other servers; without, this server cannot follow one. */
    public void connector(Connector by) {
        connector = by;
    }

    /** What connects to other servers, or null. */
    public Connector connector() {
        return connector;
    }

    /** The connection to the server that is followed; null if none is. */
    public MasterLink link() {
        return link;
    }

    /**
     * Follows a server from now on, in the place of the one before.
     *
     * @return false if it does that already
     * @throws CommandException if this server cannot
     */
    public synchronized boolean begin(String host, int port) {
        if (connector == null) {
            throw new CommandException("ERR this server has no sockets with which to follow another one");
        }
        MasterLink before = link;
        if (before != null && before.isTo(host, port)) {
            return false;
        }
        MasterLink next = new MasterLink(server, connector, host, port);
        link = next;
        server.store().following(true);
        server.obstacles().add(obstacle);
        if (before == null) {
            Consumer<ReplyWriter> gone = reply -> reply.error(UNBLOCKED);
            server.blockedClients().endAllThatWrite(gone);
        } else {
            before.close();
        }
        next.start();
        return true;
    }

    /** Ends without a word: the server is stopping. Waits for that. */
    public synchronized void close() {
        MasterLink before = link;
        if (before != null) {
            server.persistence().cancelLoading();
            before.close();
        }
    }

    /** Follows no server any more: the data is this server's own. */
    public synchronized void end() {
        MasterLink before = link;
        if (before != null) {
            link = null;
            before.close();
            server.obstacles().remove(obstacle);
            server.store().following(false);
            try {
                server.persistence().restartAppendOnly();
            } catch (IOException e) {
                throw new CommandException("ERR the append-only file cannot be written: " + e.getMessage());
            }
        }
    }
}
