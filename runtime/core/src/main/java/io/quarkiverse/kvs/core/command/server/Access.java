package io.quarkiverse.kvs.core.command.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.acl.AclFile;
import io.quarkiverse.kvs.core.command.acl.AclLog;
import io.quarkiverse.kvs.core.command.acl.Denial;
import io.quarkiverse.kvs.core.command.acl.RuleException;
import io.quarkiverse.kvs.core.command.acl.User;
import io.quarkiverse.kvs.core.command.acl.Users;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.ClientInfo;
import io.quarkiverse.kvs.core.command.client.Session;

/**
 * Who may call what: the users and their rules, the commands that are disabled, and what was refused. Safe for use by many
 * threads.
 */
public final class Access {

    private final CommandTable commands;
    private final Setting<String> password;
    private final Setting<String> fileName;
    private final Users users;
    private final AclLog log;
    private final SecureRandom random = new SecureRandom();
    /** The user that the password is of. */
    private volatile String userName = Users.DEFAULT;
    /** The password that the users were made for. */
    private volatile String appliedPassword = "";
    private volatile Set<Command> disabled = Set.of();

    Access(CommandTable commands, Settings settings) {
        this.commands = commands;
        password = settings.password;
        fileName = settings.aclFile;
        users = new Users(commands, () -> settings.aclChannels.value().equals(Settings.ALL_CHANNELS));
        log = new AclLog(settings.aclLogLength::value);
        password.onChange(this::passwordSet);
        passwordChanged(password.value());
    }

    /** The users. */
    public Users users() {
        return users;
    }

    /** What was refused: ACL LOG. */
    public AclLog log() {
        return log;
    }

    /** Text as commands see it, with a character for each byte of its UTF-8. */
    public static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    // Passwords

    /**
     * Sets whose the password is: a user who may do everything, beside whom the default user is disabled.
     *
     * @param name empty for the default user
     */
    public void userName(String name) {
        userName = name.isEmpty() ? Users.DEFAULT : bytes(name);
        passwordChanged(password.value());
    }

    /** The user that the password is of, with a character for each byte of its UTF-8. */
    public String userName() {
        return userName;
    }

    /** As in Redis, setting the password that it is already changes no user, even if ACL SETUSER has given one another. */
    private void passwordSet(String now) {
        if (!now.equals(appliedPassword)) {
            passwordChanged(now);
        }
    }

    private void passwordChanged(String now) {
        appliedPassword = now;
        if (userName.equals(Users.DEFAULT)) {
            users.requirePassword(now);
        } else if (now.isEmpty()) {
            users.define(Users.DEFAULT, List.of("on", "nopass", "~*", "&*", "+@all"));
        } else {
            users.define(userName, List.of("on", ">" + now, "~*", "&*", "+@all"));
            users.define(Users.DEFAULT, List.of("off"));
        }
    }

    /** Whether clients have to tell who they are. */
    public boolean isPasswordNeeded() {
        return !users.byDefault().isWithoutPassword();
    }

    /**
     * Makes a client a user, if the password is right.
     *
     * @return false if it is not; this is noted in the log
     */
    public boolean authenticate(CommandContext context, String name, byte[] told) {
        Session session = context.session();
        User user = users.find(name);
        if (user != null && user.isPassword(told)) {
            session.user(user);
            session.authenticated(true);
            if (!user.isDeleted()) {
                return true;
            }
            // Just now, by another thread, which may not have found this session.
            session.user(users.byDefault());
            session.authenticated(false);
        }
        log(context, Denial.Reason.AUTH, context.argument(0).latin1(), name);
        return false;
    }

    // Rights

    /**
     * Why a session may not call a command, which is noted in the log; null if it may. To be asked only for users that
     * {@link User#isUnrestricted()} is false of.
     */
    public Denial check(CommandContext context, Command command) {
        User user = context.session().user();
        Denial denial = user.check(command, context.request());
        if (denial != null) {
            log(context, denial.reason(),
                    denial.argument() == 0 ? command.fullName() : context.argument(denial.argument()).latin1(), user.name());
        }
        return denial;
    }

    private void log(CommandContext context, Denial.Reason reason, String object, String user) {
        Session session = context.session();
        AclLog.Context where = session.caller() == CallerKind.SCRIPT ? AclLog.Context.LUA
                : session.inTransaction() || context.isExecuting() ? AclLog.Context.MULTI : AclLog.Context.TOPLEVEL;
        log.add(reason, where, object, user, context.now(), ClientInfo.of(session, context.now()));
    }

    /**
     * Sets which commands are refused.
     *
     * @param names in any case; {@code config|set} for a subcommand
     * @throws IllegalArgumentException if there is no such command
     */
    public void disable(Collection<String> names) {
        Set<Command> found = new HashSet<>();
        for (String name : names) {
            boolean known = false;
            for (CommandTable table : commands.all()) {
                Command command = table.find(name.trim());
                if (command != null) {
                    found.add(command);
                    found.addAll(command.subcommands());
                    known = true;
                }
            }
            if (!known) {
                throw new IllegalArgumentException(
                        "there is no command " + name.trim().toUpperCase(Locale.ROOT) + " to disable");
            }
        }
        disabled = Set.copyOf(found);
    }

    /** Whether a command does not exist for a caller. The application itself may call what its clients may not. */
    public boolean isDisabled(Command command, Session session) {
        Set<Command> some = disabled;
        return !some.isEmpty() && session.caller().isRestricted() && some.contains(command);
    }

    // From the configuration

    /**
     * Makes users of the configuration.
     *
     * @param rules by the names of the users: rules as in ACL SETUSER, with blanks between them
     * @throws IllegalArgumentException if a name or a rule is none; the message tells no password
     */
    public void define(Map<String, String> rules) {
        rules.forEach((name, words) -> {
            if (name.isEmpty() || !Users.isName(name)) {
                throw new IllegalArgumentException("the name of the user '" + name + "' is empty or has blanks");
            }
            try {
                users.define(bytes(name), List.of(bytes(words).trim().split("\\s+")));
            } catch (RuleException e) {
                throw new IllegalArgumentException("the rule " + e.shownRule() + " of the user " + name + ": " + e.getMessage(),
                        e);
            }
        });
    }

    /**
     * Sets the file of the users, and loads them from it.
     *
     * @throws IllegalArgumentException if it cannot be read, or is wrong
     */
    public void file(Path path) {
        new AclFile(path).load(users);
        fileName.restore(bytes(path.toString()));
    }

    /** The file of the users, or null if there is none. */
    public AclFile file() {
        String name = fileName.value();
        return name.isEmpty() ? null : new AclFile(Path.of(new String(name.getBytes(ISO_8859_1), UTF_8)));
    }

    /** Hexadecimal digits that cannot be guessed. */
    public String randomDigits(int digits) {
        byte[] bytes = new byte[(digits + 1) / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(0, digits);
    }
}
