package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NEEDS_CONNECTION;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static io.quarkiverse.kvs.core.command.Flag.WALKS_KEYSPACE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.quarkiverse.kvs.core.command.BlockedClient;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.client.ClientInfo;
import io.quarkiverse.kvs.core.command.client.ClientPause;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The command CLIENT: clients and their connections. */
final class ClientCommands {

    static final Command CLIENT = command("CLIENT", "")
            .in(Group.CONNECTION).since("2.4.0").complexity("Depends on the subcommand.")
            .arity(-2).withoutGroupCategory()
            .summary("Shows and manages the connections of clients.")
            .contains(
                    TrackingCommands.CACHING,
                    command("GETNAME", "").of("CLIENT")
                            .in(Group.CONNECTION).since("2.6.9").complexity("O(1)")
                            .arity(2).flags(NOSCRIPT, LOADING, STALE)
                            .summary("Returns the name of this connection.")
                            .runs(ClientCommands::getname),
                    TrackingCommands.GETREDIR,
                    command("HELP", "").of("CLIENT")
                            .in(Group.CONNECTION).since("5.0.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("ID", "").of("CLIENT")
                            .in(Group.CONNECTION).since("5.0.0").complexity("O(1)")
                            .arity(2).flags(NOSCRIPT, LOADING, STALE)
                            .summary("Returns the ID of this connection.")
                            .runs(c -> c.reply().integer(c.session().id())),
                    command("INFO", "").of("CLIENT")
                            .in(Group.CONNECTION).since("6.2.0").complexity("O(1)")
                            .arity(2).flags(NOSCRIPT, LOADING, STALE).tips("nondeterministic_output")
                            .summary("Describes this connection.")
                            .runs(c -> c.reply().verbatim(ClientInfo.of(c.session(), c.now()) + "\n")),
                    command("KILL",
                            "<ip:port | [ID client-id] [TYPE NORMAL | MASTER | SLAVE | REPLICA | PUBSUB] [USER username] [ADDR ip:port] "
                                    + "[LADDR ip:port] [SKIPME yes/no]>")
                            .of("CLIENT")
                            .in(Group.CONNECTION).since("2.4.0").complexity("O(N), N being the number of clients")
                            .arity(-3).flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .summary("Closes the connections of clients.")
                            .runs(ClientCommands::kill),
                    command("LIST", "[TYPE NORMAL | MASTER | REPLICA | PUBSUB] [ID client-id [client-id ...]]").of("CLIENT")
                            .in(Group.CONNECTION).since("2.4.0").complexity("O(N), N being the number of clients")
                            .arity(-2).flags(ADMIN, NOSCRIPT, LOADING, STALE).tips("nondeterministic_output")
                            .summary("Describes all connections.")
                            .runs(ClientCommands::list),
                    command("NO-EVICT", "<ON | OFF>").of("CLIENT")
                            .in(Group.CONNECTION).since("7.0.0").complexity("O(1)")
                            .arity(3).flags(ADMIN, NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
                            .summary("Sets whether this connection may be closed to save memory.")
                            .runs(c -> {
                                c.session().noEvict(isOn(c));
                                c.reply().ok();
                            }),
                    command("NO-TOUCH", "<ON | OFF>").of("CLIENT")
                            .in(Group.CONNECTION).since("7.2.0").complexity("O(1)")
                            .arity(3).flags(NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
                            .summary("Sets whether commands of this connection count as use of keys.")
                            .runs(c -> {
                                c.session().noTouch(isOn(c));
                                c.reply().ok();
                            }),
                    command("PAUSE", "timeout [WRITE | ALL]").of("CLIENT")
                            .in(Group.CONNECTION).since("2.9.50").complexity("O(1)")
                            .arity(-3).flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .summary("Suspends the commands of clients for some milliseconds.")
                            .runs(ClientCommands::pause),
                    command("REPLY", "<ON | OFF | SKIP>").of("CLIENT")
                            .in(Group.CONNECTION).since("3.2.0").complexity("O(1)")
                            .arity(3).flags(NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
                            .summary("Sets whether this connection receives replies.")
                            .runs(ClientCommands::reply),
                    command("SETINFO", "<LIB-NAME libname | LIB-VER libver>").of("CLIENT")
                            .in(Group.CONNECTION).since("7.2.0").complexity("O(1)")
                            .arity(4).flags(NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
                            .summary("Sets the name or the version of the library that the client uses.")
                            .runs(ClientCommands::setinfo),
                    command("SETNAME", "connection-name").of("CLIENT")
                            .in(Group.CONNECTION).since("2.6.9").complexity("O(1)")
                            .arity(3).flags(NOSCRIPT, LOADING, STALE, NEEDS_CONNECTION)
                            .summary("Sets the name of this connection.")
                            .runs(c -> {
                                c.session().name(checkedName(c.argument(2)));
                                c.reply().ok();
                            }),
                    TrackingCommands.TRACKING,
                    TrackingCommands.TRACKINGINFO,
                    command("UNBLOCK", "client-id [TIMEOUT | ERROR]").of("CLIENT")
                            .in(Group.CONNECTION).since("5.0.0").complexity("O(1)")
                            .arity(-3).flags(ADMIN, NOSCRIPT, LOADING, STALE, WALKS_KEYSPACE)
                            .summary("Ends the wait of a blocked client.")
                            .runs(ClientCommands::unblock),
                    command("UNPAUSE", "").of("CLIENT")
                            .in(Group.CONNECTION).since("6.2.0").complexity("O(N), N being the number of waiting clients")
                            .arity(2).flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .summary("Resumes paused clients.")
                            .runs(c -> {
                                c.server().clients().pause().end();
                                c.reply().ok();
                            }));

    private static final String UNBLOCKED = "UNBLOCKED client unblocked via CLIENT UNBLOCK";

    private ClientCommands() {
    }

    /** The text of a name, if it is one: printable ASCII without blanks. */
    static String checkedName(Bytes name) {
        return checked(name, "Client names");
    }

    private static String checked(Bytes name, String what) {
        String text = name.latin1();
        if (!text.chars().allMatch(c -> c >= '!' && c <= '~')) {
            throw new CommandException("ERR " + what + " cannot contain spaces, newlines or special characters.");
        }
        return text;
    }

    private static boolean isOn(CommandContext c) {
        if (c.is(2, "ON")) {
            return true;
        }
        if (c.is(2, "OFF")) {
            return false;
        }
        throw CommandException.SYNTAX;
    }

    private static void getname(CommandContext c) {
        String name = c.session().name();
        if (name.isEmpty()) {
            c.reply().nil();
        } else {
            c.reply().bulk(name);
        }
    }

    private static void setinfo(CommandContext c) {
        if (c.is(2, "LIB-NAME")) {
            c.session().libraryName(checked(c.argument(3), "lib-name"));
        } else if (c.is(2, "LIB-VER")) {
            c.session().libraryVersion(checked(c.argument(3), "lib-ver"));
        } else {
            throw new CommandException("ERR Unrecognized option '" + c.argument(2).latin1() + "'");
        }
        c.reply().ok();
    }

    private static void reply(CommandContext c) {
        if (c.is(2, "ON")) {
            c.session().replyMode(Session.ReplyMode.ON);
            c.replyModeChanged();
            c.reply().ok();
        } else if (c.is(2, "OFF")) {
            c.session().replyMode(Session.ReplyMode.OFF);
        } else if (c.is(2, "SKIP")) {
            c.session().skipNextReply();
        } else {
            throw CommandException.SYNTAX;
        }
    }

    private static void pause(CommandContext c) {
        ClientPause.Mode mode = ClientPause.Mode.ALL;
        if (c.count() > 4) {
            throw c.wrongSubcommand();
        }
        if (c.count() == 4) {
            if (c.is(3, "WRITE")) {
                mode = ClientPause.Mode.WRITE;
            } else if (!c.is(3, "ALL")) {
                throw new CommandException("ERR CLIENT PAUSE mode must be WRITE or ALL");
            }
        }
        long millis = c.integer(2, new CommandException("ERR timeout is not an integer or out of range"));
        if (millis < 0) {
            throw new CommandException("ERR timeout is negative");
        }
        if (millis > Long.MAX_VALUE - c.now()) {
            throw new CommandException("ERR timeout is out of range");
        }
        c.server().clients().pause().begin(mode, c.now(), c.now() + millis);
        c.reply().ok();
    }

    private static void unblock(CommandContext c) {
        if (c.count() > 4) {
            throw c.wrongSubcommand();
        }
        if (c.count() == 4 && !c.is(3, "TIMEOUT") && !c.is(3, "ERROR")) {
            throw new CommandException("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        Session session = c.server().clients().find(c.integer(2));
        BlockedClient blocked = session == null ? null : session.blocked();
        boolean error = c.count() == 4 && c.is(3, "ERROR");
        boolean ended = blocked != null && c.server().blockedClients().end(blocked, error
                ? reply -> reply.error(UNBLOCKED)
                : blocked.nothing);
        if (ended && error) {
            c.server().telemetry().statistics().failed(blocked.command, UNBLOCKED);
        }
        c.reply().integer(ended ? 1 : 0);
    }

    private static void list(CommandContext c) {
        List<Session> listed = new ArrayList<>();
        if (c.count() == 4 && c.is(2, "TYPE")) {
            Predicate<Session> type = ofType(c.argument(3));
            c.server().clients().open().stream().filter(type).forEach(listed::add);
        } else if (c.count() > 3 && c.is(2, "ID")) {
            for (int i = 3; i < c.count(); i++) {
                Session session = c.server().clients().find(c.integer(i, new CommandException("ERR Invalid client ID")));
                if (session != null) {
                    listed.add(session);
                }
            }
        } else if (c.count() == 2) {
            listed.addAll(c.server().clients().open());
        } else {
            throw CommandException.SYNTAX;
        }
        StringBuilder text = new StringBuilder();
        listed.stream().sorted(Comparator.comparingLong(Session::id))
                .forEach(session -> text.append(ClientInfo.of(session, c.now())).append('\n'));
        c.reply().verbatim(text.toString());
    }

    private static Predicate<Session> ofType(Bytes type) {
        return switch (type.latin1().toLowerCase(Locale.ROOT)) {
            case "normal" -> session -> !session.isSubscribed() && !session.isReplica();
            case "pubsub" -> Session::isSubscribed;
            case "replica", "slave" -> Session::isReplica;
            case "master" -> session -> false;
            default -> throw new CommandException("ERR Unknown client type '" + type.latin1() + "'");
        };
    }

    private static void kill(CommandContext c) {
        boolean old = c.count() == 3;
        boolean skipMe = !old;
        Predicate<Session> chosen = session -> true;
        if (old) {
            chosen = atAddress(c.argument(2));
        }
        for (int i = 2; !old && i < c.count(); i += 2) {
            if (i + 1 == c.count()) {
                throw CommandException.SYNTAX;
            }
            Bytes value = c.argument(i + 1);
            if (c.is(i, "ID")) {
                CommandException notAnId = new CommandException("ERR client-id should be greater than 0");
                long id = c.integer(i + 1, notAnId);
                if (id < 1) {
                    throw notAnId;
                }
                chosen = chosen.and(session -> session.id() == id);
            } else if (c.is(i, "TYPE")) {
                chosen = chosen.and(ofType(value));
            } else if (c.is(i, "ADDR")) {
                chosen = chosen.and(atAddress(value));
            } else if (c.is(i, "LADDR")) {
                String address = value.latin1();
                chosen = chosen.and(session -> session.connection().localAddress().equals(address));
            } else if (c.is(i, "USER")) {
                chosen = chosen.and(ofUser(c, value.latin1()));
            } else if (c.is(i, "SKIPME") && (value.is("yes") || value.is("no"))) {
                skipMe = value.is("yes");
            } else {
                throw CommandException.SYNTAX;
            }
        }
        int killed = 0;
        for (Session session : c.server().clients().open()) {
            boolean me = session == c.session();
            if (chosen.test(session) && !(me && skipMe)) {
                killed++;
                if (me) {
                    session.leave();
                } else {
                    c.server().clients().close(session);
                }
            }
        }
        if (!old) {
            c.reply().integer(killed);
        } else if (killed == 0) {
            throw new CommandException("ERR No such client");
        } else {
            c.reply().ok();
        }
    }

    private static Predicate<Session> atAddress(Bytes address) {
        String text = address.latin1();
        return session -> session.connection().remoteAddress().equals(text);
    }

    private static Predicate<Session> ofUser(CommandContext c, String user) {
        User found = c.server().access().users().find(user);
        if (found == null) {
            throw new CommandException("ERR No such user '" + user + "'");
        }
        return session -> session.user() == found;
    }
}
