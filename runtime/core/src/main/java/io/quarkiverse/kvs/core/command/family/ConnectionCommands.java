package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ALLOW_BUSY;
import static io.quarkiverse.kvs.core.command.Flag.DROPS_QUEUE;
import static io.quarkiverse.kvs.core.command.Flag.FAST;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NEEDS_CONNECTION;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.NOT_QUEUED;
import static io.quarkiverse.kvs.core.command.Flag.NO_AUTH;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WHILE_SUBSCRIBED;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.acl.Users;
import io.quarkiverse.kvs.core.command.client.ClientConnection;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Commands on the connection itself. */
public final class ConnectionCommands {

    static final Command AUTH = command("AUTH", "[username] password")
            .in(Group.CONNECTION).since("1.0.0").complexity("O(1)")
            .arity(-2).flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY, NEEDS_CONNECTION)
            .summary("Authenticates this connection with a password.")
            .runs(ConnectionCommands::auth);

    static final Command ECHO = command("ECHO", "message")
            .in(Group.CONNECTION).since("1.0.0").complexity("O(1)")
            .arity(2).flags(LOADING, STALE, FAST)
            .summary("Returns its argument.")
            .runs(c -> c.reply().bulk(c.argument(1)));

    static final Command HELLO = command("HELLO", "[protover [AUTH username password] [SETNAME clientname]]")
            .in(Group.CONNECTION).since("6.0.0").complexity("O(1)")
            .arity(-1).flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY, NEEDS_CONNECTION)
            .summary("Sets the version of RESP, and describes the server.")
            .runs(ConnectionCommands::hello);

    static final Command PING = command("PING", "[message]")
            .in(Group.CONNECTION).since("1.0.0").complexity("O(1)")
            .arity(-1).flags(FAST, WHILE_SUBSCRIBED).tips("request_policy:all_shards", "response_policy:all_succeeded")
            .summary("Returns PONG, or the argument.")
            .runs(ConnectionCommands::ping);

    static final Command QUIT = command("QUIT", "")
            .in(Group.CONNECTION).since("1.0.0").complexity("O(1)")
            .arity(-1)
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY, NEEDS_CONNECTION, WHILE_SUBSCRIBED, NOT_QUEUED,
                    DROPS_QUEUE)
            .summary("Closes the connection.")
            .runs(ConnectionCommands::quit);

    static final Command RESET = command("RESET", "")
            .in(Group.CONNECTION).since("6.2.0").complexity("O(1)")
            .arity(1)
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY, NEEDS_CONNECTION, WHILE_SUBSCRIBED, NOT_QUEUED,
                    DROPS_QUEUE)
            .summary("Resets the connection.")
            .runs(ConnectionCommands::reset);

    static final Command SELECT = command("SELECT", "index")
            .in(Group.CONNECTION).since("1.0.0").complexity("O(1)")
            .arity(2).flags(LOADING, STALE, FAST, NEEDS_CONNECTION)
            .summary("Selects a database.")
            .runs(ConnectionCommands::select);

    static final List<Command> ALL = List.of(AUTH, ECHO, HELLO, PING, QUIT, RESET, SELECT);

    private static final CommandException WRONG_PASSWORD = new CommandException(
            "WRONGPASS invalid username-password pair or user is disabled.");

    private ConnectionCommands() {
    }

    static void auth(CommandContext c) {
        if (c.count() > 3) {
            throw CommandException.SYNTAX;
        }
        Users users = c.server().access().users();
        if (c.count() == 2 && users.byDefault().takesAnyPassword()) {
            throw new CommandException("ERR AUTH <password> called without any password configured for the default user. "
                    + "Are you sure your configuration is correct?");
        }
        if (c.count() == 2) {
            authenticate(c, Users.DEFAULT, c.argument(1));
        } else {
            authenticate(c, c.argument(1).latin1(), c.argument(2));
        }
        c.reply().ok();
    }

    private static void authenticate(CommandContext c, String user, Bytes password) {
        if (!c.server().access().authenticate(c, user, password.copy())) {
            c.server().telemetry().log().authenticationFailed(ClientConnection.addressOf(c.session()));
            throw WRONG_PASSWORD;
        }
    }

    static void hello(CommandContext c) {
        Session session = c.session();
        int version = session.protocol();
        if (c.count() > 1) {
            long wanted = c.integer(1, new CommandException("ERR Protocol version is not an integer or out of range"));
            if (wanted < 2 || wanted > 3) {
                throw new CommandException("NOPROTO unsupported protocol version");
            }
            version = (int) wanted;
        }
        for (int i = 2; i < c.count(); i++) {
            if (c.is(i, "AUTH") && i + 2 < c.count()) {
                authenticate(c, c.argument(i + 1).latin1(), c.argument(i + 2));
                i += 2;
            } else if (c.is(i, "SETNAME") && i + 1 < c.count()) {
                session.name(ClientCommands.checkedName(c.argument(++i)));
            } else {
                throw new CommandException("ERR Syntax error in HELLO option '" + c.argument(i).latin1() + "'");
            }
        }
        if (!session.isAuthenticated()) {
            throw new CommandException(
                    "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH "
                            + "<user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same "
                            + "time");
        }
        session.protocol(version);
        ReplyWriter reply = c.reply().in(Dialect.resp(version));
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(c.server().settings().redisVersion());
        reply.bulk("proto");
        reply.integer(version);
        reply.bulk("id");
        reply.integer(session.id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk(c.server().following().link() == null ? "master" : "replica");
        reply.bulk("modules");
        reply.emptyArray();
    }

    static void ping(CommandContext c) {
        if (c.count() > 2) {
            throw new CommandException("ERR wrong number of arguments for 'ping' command");
        }
        if (c.session().isSubscribed() && c.session().protocol() == 2 && c.reply().dialect() != Dialect.LINE) {
            c.reply().array(2);
            c.reply().bulk("pong");
            if (c.count() == 1) {
                c.reply().bulk("");
            } else {
                c.reply().bulk(c.argument(1));
            }
        } else if (c.count() == 1) {
            c.reply().simple("PONG");
        } else {
            c.reply().bulk(c.argument(1));
        }
    }

    static void quit(CommandContext c) {
        c.reply().ok();
        c.session().leave();
    }

    static void reset(CommandContext c) {
        Session session = c.session();
        c.server().clients().forget(session);
        session.database(0);
        session.protocol(2);
        session.authenticated(!c.server().access().isPasswordNeeded());
        session.user(c.server().access().users().byDefault());
        session.name("");
        session.resetReplyMode();
        session.readsStale(false);
        c.replyModeChanged();
        session.noEvict(false);
        session.noTouch(false);
        c.reply().in(Dialect.RESP2).simple("RESET");
    }

    static void select(CommandContext c) {
        c.session().database(c.database(1));
        c.reply().ok();
    }
}
