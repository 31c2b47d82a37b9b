package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.ALLOW_BUSY;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NEEDS_CONNECTION;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NO_ASYNC_LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NO_MULTI;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.replication.MasterLink;
import io.quarkiverse.kvs.core.command.replication.Replica;
import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/** Those who follow this server, and this server as one who follows another. */
final class ReplicationCommands {

    static final Command FAILOVER = command("FAILOVER", "[TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]")
            .in(Group.SERVER).since("6.2.0").complexity("O(1)")
            .arity(-1).flags(ADMIN, NOSCRIPT, STALE)
            .summary("Not supported: returns an error.")
            .runs(ReplicationCommands::failover);

    static final Command PSYNC = command("PSYNC", "replicationid offset")
            .in(Group.SERVER).since("2.8.0").complexity("O(N), N being the number of keys")
            .arity(-3).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI, NEEDS_CONNECTION)
            .summary("Starts replication over this connection, from an offset if possible; replicas send it.")
            .runs(ReplicationCommands::psync);

    static final Command REPLCONF = command("REPLCONF", "")
            .in(Group.SERVER).since("3.0.0").complexity("O(1)")
            .arity(-1).flags(ADMIN, NOSCRIPT, LOADING, STALE, ALLOW_BUSY, NEEDS_CONNECTION)
            .summary("Reports the port, the abilities and the offset of a replica; replicas send it.")
            .runs(ReplicationCommands::replconf);

    static final Command REPLICAOF = command("REPLICAOF", "host port")
            .in(Group.SERVER).since("5.0.0").complexity("O(1)")
            .arity(3).flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
            .summary("Makes this server a replica of another one, or with NO ONE a master again.")
            .runs(ReplicationCommands::replicaof);

    static final Command ROLE = command("ROLE", "")
            .in(Group.SERVER).since("2.8.12").complexity("O(1)")
            .arity(1).flags(NOSCRIPT, LOADING, STALE, FAST).categories(Category.ADMIN, Category.DANGEROUS)
            .summary("Returns whether this server is a master or a replica, and of which servers.")
            .runs(ReplicationCommands::role);

    static final Command SLAVEOF = command("SLAVEOF", "host port")
            .in(Group.SERVER).since("1.0.0").complexity("O(1)").deprecated("5.0.0", "`REPLICAOF`")
            .arity(3).flags(ADMIN, NOSCRIPT, STALE, NO_ASYNC_LOADING)
            .summary("Does what REPLICAOF does.")
            .runs(ReplicationCommands::replicaof);

    static final Command SYNC = command("SYNC", "")
            .in(Group.SERVER).since("1.0.0").complexity("O(N), N being the number of keys")
            .arity(1).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI, NEEDS_CONNECTION)
            .summary("Starts replication over this connection, with all data; replicas send it.")
            .runs(c -> follow(c, null, 0));

    static final Command WAIT = command("WAIT", "numreplicas timeout")
            .in(Group.GENERIC).since("3.0.0").complexity("O(1)")
            .arity(3).flags(NOSCRIPT).categories(Category.CONNECTION).withoutGroupCategory()
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .summary("Waits until replicas have this connection's writes, and returns how many replicas have them.")
            .runs(ReplicationCommands::await);

    static final Command WAITAOF = command("WAITAOF", "numlocal numreplicas timeout")
            .in(Group.GENERIC).since("7.2.0").complexity("O(1)")
            .arity(4).flags(NOSCRIPT).categories(Category.CONNECTION).withoutGroupCategory()
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .summary("Waits until this connection's writes are on disk, here and on replicas, and returns on how many.")
            .runs(ReplicationCommands::awaitDisk);

    static final List<Command> ALL = List.of(FAILOVER, PSYNC, REPLCONF, REPLICAOF, ROLE, SLAVEOF, SYNC, WAIT, WAITAOF);

    private static final int MAX_PORT = 65_535;
    private static final int MAX_ADDRESS = 256;
    private static final String NOT_OF_A_REPLICA = " cannot be used with replica instances. Please also note that since Redis 4.0 "
            + "if a replica is configured to be writable (which is not recommended) writes to replicas are just local and are not "
            + "propagated.";

    private ReplicationCommands() {
    }

    // Being followed

    private static void psync(CommandContext c) {
        long offset = c.integer(2);
        follow(c, c.argument(1).latin1(), offset);
    }

    /** The reply is what the client is sent from now on. */
    private static void follow(CommandContext c, String streamId, long offset) {
        MasterLink link = c.server().following().link();
        if (link != null && !link.isUp()) {
            throw new CommandException("NOMASTERLINK Can't SYNC while not connected with my master");
        }
        c.server().replicas().follow(c.session(), streamId, offset);
    }

    private static void replconf(CommandContext c) {
        if (c.count() % 2 == 0) {
            throw CommandException.SYNTAX;
        }
        Replica replica = c.server().replicas().of(c.session());
        for (int i = 1; i < c.count(); i += 2) {
            if (c.is(i, "ACK")) {
                acknowledge(c, replica, i);
                return;
            } else if (c.is(i, "GETACK")) {
                return;
            } else if (c.is(i, "LISTENING-PORT")) {
                replica.introduce((int) Math.max(0, Math.min(MAX_PORT, c.integer(i + 1))));
            } else if (c.is(i, "IP-ADDRESS")) {
                if (c.argument(i + 1).length() > MAX_ADDRESS) {
                    throw new CommandException("ERR REPLCONF ip-address provided by replica instance is too long: "
                            + c.argument(i + 1).length() + " bytes");
                }
                replica.announce(c.argument(i + 1).latin1());
            } else if (c.is(i, "CAPA")) {
                if (c.is(i + 1, "EOF")) {
                    replica.knowsEndMark();
                } else if (c.is(i + 1, "PSYNC2")) {
                    replica.knowsPartialCopies();
                }
            } else if (c.is(i, "RDB-ONLY")) {
                replica.copyOnly(c.integer(i + 1) == 1);
            } else {
                throw new CommandException("ERR Unrecognized REPLCONF option: " + c.argument(i).latin1());
            }
        }
        c.reply().ok();
    }

    /** {@code ACK offset [FACK offset]}, without a reply. */
    private static void acknowledge(CommandContext c, Replica replica, int at) {
        long offset = c.integer(at + 1);
        long onDisk = at + 3 < c.count() && c.is(at + 2, "FACK") ? c.integer(at + 3) : -1;
        c.server().replicas().acknowledged(replica, offset, onDisk);
    }

    private static void await(CommandContext c) {
        int replicas = (int) Math.min(Integer.MAX_VALUE, c.integer(1));
        long timeout = timeout(c, 2);
        requireMaster(c, "WAIT");
        long offset = c.server().replicas().offsetOf(c.session());
        long done = c.session().dependsOn();
        Consumer<ReplyWriter> answer = reply -> reply.integer(c.server().replicas().count(offset, done, false));
        if (!c.mayBlock() || c.server().replicas().count(offset, done, false) >= replicas) {
            answer.accept(c.reply());
        } else {
            c.server().replicas().await(c, replicas, false, 0, timeout, answer);
        }
    }

    private static long timeout(CommandContext c, int argument) {
        long timeout = c.integer(argument, new CommandException("ERR timeout is not an integer or out of range"));
        if (timeout < 0) {
            throw new CommandException("ERR timeout is negative");
        }
        return timeout;
    }

    private static void requireMaster(CommandContext c, String name) {
        ReplicaGroup group = c.server().group();
        if (c.server().following().link() != null || group != null && !group.isLeading()) {
            throw new CommandException("ERR " + name + NOT_OF_A_REPLICA);
        }
    }

    private static void awaitDisk(CommandContext c) {
        long local = c.integer(1);
        long replicas = c.integer(2);
        if (local < 0 || local > 1) {
            throw new CommandException("ERR value is out of range, must be between 0 and 1");
        }
        if (replicas < 0) {
            throw new CommandException("ERR value is out of range, must be positive");
        }
        long timeout = timeout(c, 3);
        requireMaster(c, "WAITAOF");
        ServerState server = c.server();
        boolean inGroup = server.group() != null;
        if (local > 0 && !inGroup && !server.persistence().isAppendOnly()) {
            throw new CommandException("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
        }
        long record = c.session().dependsOn();
        long offset = server.replicas().offsetOf(c.session());
        Consumer<ReplyWriter> answer = reply -> {
            reply.array(2);
            reply.integer(server.replicas().isOnDisk(record) ? 1 : 0);
            reply.integer(server.replicas().count(offset, record, true));
        };
        boolean here = local == 0 || server.replicas().isOnDisk(record);
        if (!c.mayBlock() || here && server.replicas().count(offset, record, true) >= replicas) {
            answer.accept(c.reply());
        } else {
            server.replicas().await(c, (int) Math.min(Integer.MAX_VALUE, replicas), true, local > 0 ? record : 0, timeout,
                    answer);
        }
    }

    // Following

    private static void replicaof(CommandContext c) {
        ServerState server = c.server();
        if (c.is(1, "NO") && c.is(2, "ONE")) {
            if (server.following().link() == null) {
                c.reply().ok();
            } else {
                change(c, () -> {
                    server.following().end();
                    return true;
                });
            }
            return;
        }
        CommandException invalid = new CommandException("ERR Invalid master port");
        long port = c.integer(2, invalid);
        if (port < 0 || port > MAX_PORT) {
            throw invalid;
        }
        String host = c.argument(1).latin1();
        change(c, () -> server.following().begin(host, (int) port));
    }

    @FunctionalInterface
    private interface Change {
        boolean make();
    }

    /** Waits for the link that there was, on a thread that may. */
    private static void change(CommandContext c, Change change) {
        c.replyLater((reply, cancelled) -> {
            try {
                if (change.make()) {
                    reply.ok();
                } else {
                    reply.simple("OK Already connected to specified master");
                }
            } catch (CommandException e) {
                reply.error(e.getMessage());
            }
        });
    }

    private static void role(CommandContext c) {
        MasterLink link = c.server().following().link();
        ReplyWriter reply = c.reply();
        if (c.server().group() != null) {
            roleInGroup(c.server().group(), reply);
            return;
        }
        if (link != null) {
            reply.array(5);
            reply.bulk("slave");
            reply.bulk(link.host());
            reply.integer(link.port());
            reply.bulk(link.state());
            reply.integer(link.id() == null ? -1 : link.offset());
            return;
        }
        List<Replica> replicas = c.server().replicas().all().stream()
                .filter(each -> each.state() == Replica.State.ONLINE).toList();
        reply.array(3);
        reply.bulk("master");
        reply.integer(c.server().replicas().offset());
        reply.array(replicas.size());
        for (Replica each : replicas) {
            reply.array(3);
            reply.bulk(each.address());
            reply.bulk(Integer.toString(each.port()));
            reply.bulk(Long.toString(each.acknowledged()));
        }
    }

    /** As a Redis would answer that is a master with its replicas, or one of these. */
    private static void roleInGroup(ReplicaGroup group, ReplyWriter reply) {
        if (!group.isLeading()) {
            ReplicaGroup.Member leader = group.leader();
            reply.array(5);
            reply.bulk("slave");
            reply.bulk(leader == null ? "" : leader.host());
            reply.integer(leader == null ? 0 : leader.port());
            reply.bulk(leader == null ? "connect" : "connected");
            reply.integer(group.place());
            return;
        }
        List<ReplicaGroup.Member> others = group.others();
        reply.array(3);
        reply.bulk("master");
        reply.integer(group.place());
        reply.array(others.size());
        for (ReplicaGroup.Member each : others) {
            reply.array(3);
            reply.bulk(each.host());
            reply.bulk(Integer.toString(each.port()));
            reply.bulk(Long.toString(each.place()));
        }
    }

    private static void failover(CommandContext c) {
        boolean abort = false;
        for (int i = 1; i < c.count(); i++) {
            int following = c.count() - i - 1;
            String word = c.argument(i).latin1().toUpperCase(Locale.ROOT);
            if (word.equals("TIMEOUT") && following >= 1) {
                if (c.integer(++i) <= 0) {
                    throw new CommandException("ERR FAILOVER timeout must be greater than 0");
                }
            } else if (word.equals("ABORT") && c.count() == 2) {
                abort = true;
            } else if (word.equals("TO") && following >= 2) {
                i += 2;
                c.integer(i);
            } else if (!word.equals("FORCE")) {
                throw CommandException.SYNTAX;
            }
        }
        throw new CommandException(abort ? "ERR No failover in progress." : "ERR FAILOVER requires connected replicas.");
    }
}
