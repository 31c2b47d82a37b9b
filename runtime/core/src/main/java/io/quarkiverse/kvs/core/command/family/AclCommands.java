package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.acl.AclFile;
import io.quarkiverse.kvs.core.command.acl.AclLog;
import io.quarkiverse.kvs.core.command.acl.Denial;
import io.quarkiverse.kvs.core.command.acl.RuleException;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.acl.Users;
import io.quarkiverse.kvs.core.command.client.Clients;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.Access;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;

/** The command ACL: users, and what they may do. */
final class AclCommands {

    static final Command ACL = command("ACL", "")
            .in(Group.SERVER).since("6.0.0").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Manages users, and which commands, keys and channels they may use.")
            .contains(
                    open("CAT", "[category]").since("6.0.0").complexity("O(N), N being the number of commands")
                            .arity(-2)
                            .summary("Returns the categories of commands, or the commands of a category.")
                            .runs(AclCommands::cat),
                    admin("DELUSER", "username [username ...]").since("6.0.0")
                            .complexity("O(N), N being the number of clients for each user")
                            .arity(-3)
                            .summary("Deletes users, and closes their connections.")
                            .runs(AclCommands::deluser),
                    admin("DRYRUN", "username command [arg [arg ...]]").since("7.0.0").complexity("O(1)")
                            .arity(-4)
                            .summary("Returns whether a user may call a command, without calling it.")
                            .runs(AclCommands::dryrun),
                    open("GENPASS", "[bits]").since("6.0.0").complexity("O(1)")
                            .arity(-2)
                            .summary("Returns a new random password.")
                            .runs(AclCommands::genpass),
                    admin("GETUSER", "username").since("6.0.0").complexity("O(N), N being the number of rules")
                            .arity(3)
                            .summary("Returns the rules of a user.")
                            .runs(AclCommands::getuser),
                    command("HELP", "").of("ACL").in(Group.SERVER).since("6.0.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    admin("LIST", "").since("6.0.0").complexity("O(N), N being the number of users")
                            .arity(2)
                            .summary("Returns the rules of all users.")
                            .runs(c -> users(c, User::line)),
                    admin("LOAD", "").since("6.0.0").complexity("O(N), N being the number of users")
                            .arity(2)
                            .summary("Replaces all users with those of the ACL file.")
                            .runs(AclCommands::load),
                    admin("LOG", "[count | RESET]").since("6.0.0").complexity("O(N), N being the number of entries")
                            .arity(-2)
                            .summary("Shows or clears the log of refused commands and logins.")
                            .runs(AclCommands::log),
                    admin("SAVE", "").since("6.0.0").complexity("O(N), N being the number of users")
                            .arity(2)
                            .summary("Writes all users to the ACL file.")
                            .runs(AclCommands::save),
                    admin("SETUSER", "username [rule [rule ...]]").since("6.0.0")
                            .complexity("O(N), N being the number of rules")
                            .arity(-3)
                            .summary("Creates a user, or changes its rules.")
                            .runs(AclCommands::setuser),
                    admin("USERS", "").since("6.0.0").complexity("O(N), N being the number of users")
                            .arity(2)
                            .summary("Returns the names of all users.")
                            .runs(c -> users(c, User::name)),
                    open("WHOAMI", "").since("6.0.0").complexity("O(1)")
                            .arity(2)
                            .summary("Returns the name of this connection's user.")
                            .runs(AclCommands::whoami));

    private static final int MAX_PASSWORD_BITS = 4096;
    private static final String NO_FILE = "ERR This Redis instance is not configured to use an ACL file. You may want to specify "
            + "users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in "
            + "order to store users in the Redis configuration.";

    private AclCommands() {
    }

    private static Command.Builder open(String name, String syntax) {
        return command(name, syntax).of("ACL").in(Group.SERVER).flags(NOSCRIPT, LOADING, STALE);
    }

    private static Command.Builder admin(String name, String syntax) {
        return open(name, syntax).flags(ADMIN);
    }

    // Users

    private static void setuser(CommandContext c) {
        String name = c.argument(2).latin1();
        if (!Users.isName(name)) {
            throw new CommandException("ERR Usernames can't contain spaces or null characters");
        }
        List<String> words = new ArrayList<>();
        for (int i = 3; i < c.count(); i++) {
            words.add(c.argument(i).latin1());
        }
        try {
            c.server().access().users().set(name, words, c.server().clients()::channelsLost);
        } catch (RuleException e) {
            throw new CommandException(e.getMessage().startsWith("Unmatched") ? "ERR " + e.getMessage()
                    : "ERR Error in ACL SETUSER modifier '" + e.rule() + "': " + e.getMessage());
        }
        c.reply().ok();
    }

    private static void deluser(CommandContext c) {
        for (int i = 2; i < c.count(); i++) {
            if (c.argument(i).latin1().equals(Users.DEFAULT)) {
                throw new CommandException("ERR The 'default' user cannot be removed");
            }
        }
        int deleted = 0;
        for (int i = 2; i < c.count(); i++) {
            User user = c.server().access().users().delete(c.argument(i).latin1());
            if (user != null) {
                c.server().clients().userGone(user, c.session());
                deleted++;
            }
        }
        c.reply().integer(deleted);
    }

    private static void users(CommandContext c, java.util.function.Function<User, String> told) {
        List<User> users = c.server().access().users().all();
        c.reply().array(users.size());
        users.forEach(user -> c.reply().bulk(told.apply(user)));
    }

    private static void getuser(CommandContext c) {
        User user = c.server().access().users().find(c.argument(2).latin1());
        ReplyWriter reply = c.reply();
        if (user == null) {
            reply.nil();
            return;
        }
        User.Description description = user.describe();
        reply.map(6);
        reply.bulk("flags");
        reply.set(description.flags().size());
        description.flags().forEach(reply::bulk);
        reply.bulk("passwords");
        reply.array(description.passwords().size());
        description.passwords().forEach(reply::bulk);
        selector(reply, description.root());
        reply.bulk("selectors");
        reply.array(description.selectors().size());
        for (User.SelectorDescription selector : description.selectors()) {
            reply.map(3);
            selector(reply, selector);
        }
    }

    private static void selector(ReplyWriter reply, User.SelectorDescription selector) {
        reply.bulk("commands");
        reply.bulk(selector.commands());
        reply.bulk("keys");
        reply.bulk(selector.keys());
        reply.bulk("channels");
        reply.bulk(selector.channels());
    }

    private static void whoami(CommandContext c) {
        User user = c.session().user();
        if (user == null) {
            c.reply().nil();
        } else {
            c.reply().bulk(user.name());
        }
    }

    // Rights

    private static void dryrun(CommandContext c) {
        User user = c.server().access().users().find(c.argument(2).latin1());
        if (user == null) {
            throw new CommandException("ERR User '" + c.argument(2).latin1() + "' not found");
        }
        byte[][] words = new byte[c.count() - 3][];
        for (int i = 0; i < words.length; i++) {
            words[i] = c.argument(i + 3).copy();
        }
        Request request = new Request();
        request.of(words);
        Command command = c.server().commands().find(request);
        if (command == null) {
            throw new CommandException("ERR Command '" + c.argument(3).latin1() + "' not found");
        }
        if (!command.accepts(words.length)) {
            throw new CommandException("ERR wrong number of arguments for '" + command.fullName() + "' command");
        }
        Denial denial = user.check(command, request);
        if (denial == null) {
            c.reply().ok();
        } else {
            String argument = c.argument(3 + denial.argument()).latin1();
            c.reply().bulk("This user has no permissions to " + switch (denial.reason()) {
                case KEY -> "access the '" + argument + "' key";
                case CHANNEL -> "access the '" + argument + "' channel";
                default -> "run the '" + command.fullName() + "' command";
            });
        }
    }

    private static void cat(CommandContext c) {
        if (c.count() > 3) {
            throw c.wrongSubcommand();
        }
        if (c.count() == 2) {
            c.reply().array(Category.values().length);
            for (Category each : Category.values()) {
                c.reply().bulk(each.name().toLowerCase(Locale.ROOT));
            }
            return;
        }
        String name = c.argument(2).latin1();
        Category category = Category.of(name);
        if (category == null) {
            throw new CommandException("ERR Unknown category '" + name.substring(0, Math.min(128, name.length())) + "'");
        }
        List<Command> found = c.server().commands().commandsAndSubcommands().stream()
                .filter(command -> command.categories().contains(category)).toList();
        c.reply().array(found.size());
        found.forEach(command -> c.reply().bulk(command.fullName()));
    }

    private static void genpass(CommandContext c) {
        if (c.count() > 3) {
            throw c.wrongSubcommand();
        }
        long bits = c.count() == 3 ? c.integer(2) : 256;
        if (bits <= 0 || bits > MAX_PASSWORD_BITS) {
            throw new CommandException(
                    "ERR ACL GENPASS argument must be the number of bits for the output password, a positive "
                            + "number up to " + MAX_PASSWORD_BITS);
        }
        c.reply().bulk(c.server().access().randomDigits((int) (bits + 3) / 4));
    }

    // The log

    private static void log(CommandContext c) {
        if (c.count() > 3) {
            throw c.wrongSubcommand();
        }
        AclLog log = c.server().access().log();
        if (c.count() == 3 && c.is(2, "RESET")) {
            log.clear();
            c.reply().ok();
            return;
        }
        List<AclLog.Entry> entries = log.latest(c.count() == 3 ? Math.max(0, c.integer(2)) : 10);
        ReplyWriter reply = c.reply();
        reply.array(entries.size());
        for (AclLog.Entry entry : entries) {
            reply.map(7);
            reply.bulk("count");
            reply.integer(entry.count());
            reply.bulk("reason");
            reply.bulk(entry.reason().name().toLowerCase(Locale.ROOT));
            reply.bulk("context");
            reply.bulk(entry.context().name().toLowerCase(Locale.ROOT));
            reply.bulk("object");
            reply.bulk(entry.object());
            reply.bulk("username");
            reply.bulk(entry.user());
            reply.bulk("age-seconds");
            reply.number((c.now() - entry.at()) / 1000.0);
            reply.bulk("client-info");
            reply.bulk(entry.client());
        }
    }

    // The file

    private static void load(CommandContext c) {
        Access access = c.server().access();
        Clients clients = c.server().clients();
        Session session = c.session();
        onDisk(c, file -> {
            try {
                file.load(access.users()).forEach(user -> clients.userGone(user, session));
            } catch (IllegalArgumentException e) {
                throw new CommandException("ERR " + e.getMessage());
            }
        });
    }

    private static void save(CommandContext c) {
        Access access = c.server().access();
        onDisk(c, file -> {
            try {
                file.save(access.users());
            } catch (IOException e) {
                throw new CommandException(
                        "ERR There was an error trying to save the ACLs. Please check the server logs for more information");
            }
        });
    }

    private static void onDisk(CommandContext c, Consumer<AclFile> task) {
        AclFile file = c.server().access().file();
        if (file == null) {
            throw new CommandException(NO_FILE);
        }
        if (c.isExecuting()) {
            throw new CommandException(
                    "ERR " + c.command().words() + " waits for the disk, which is not possible in a transaction");
        }
        c.replyLater((reply, cancelled) -> {
            try {
                task.accept(file);
                reply.ok();
            } catch (CommandException e) {
                reply.error(e.getMessage());
            }
        });
    }
}
