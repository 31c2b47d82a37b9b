package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.ADMIN;
import static io.quarkiverse.kvs.core.command.Flag.LOADING;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.STALE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.Glob;
import io.quarkiverse.kvs.core.command.server.Setting;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The command CONFIG: the parameters of the server. */
final class ConfigCommands {

    static final Command CONFIG = command("CONFIG", "")
            .in(Group.SERVER).since("2.0.0").complexity("Depends on the subcommand.")
            .arity(-2)
            .summary("Shows and sets the parameters of the server.")
            .contains(
                    command("GET", "parameter [parameter ...]").of("CONFIG")
                            .in(Group.SERVER).since("2.0.0").complexity("O(N), N being the number of parameters")
                            .arity(-3).flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .summary("Returns the parameters whose names match patterns.")
                            .runs(ConfigCommands::get),
                    command("HELP", "").of("CONFIG")
                            .in(Group.SERVER).since("5.0.0").complexity("O(1)")
                            .arity(2).flags(LOADING, STALE)
                            .summary("Lists the subcommands.")
                            .runs(Help::answer),
                    command("RESETSTAT", "").of("CONFIG")
                            .in(Group.SERVER).since("2.0.0").complexity("O(1)")
                            .arity(2).flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .summary("Resets the statistics that INFO returns.")
                            .runs(ConfigCommands::resetstat),
                    command("REWRITE", "").of("CONFIG")
                            .in(Group.SERVER).since("2.8.0").complexity("O(1)")
                            .arity(2).flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .summary("Returns an error: there is no configuration file.")
                            .runs(c -> {
                                throw new CommandException("ERR The server is running without a config file");
                            }),
                    command("SET", "parameter value [parameter value ...]").of("CONFIG")
                            .in(Group.SERVER).since("2.0.0").complexity("O(N), N being the number of parameters")
                            .arity(-4).flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .summary("Sets parameters.")
                            .runs(ConfigCommands::set));

    private ConfigCommands() {
    }

    private static void get(CommandContext c) {
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 2; i < c.count(); i++) {
            String typed = c.argument(i).latin1();
            Setting<?> exact = c.server().settings().find(typed);
            if (exact != null) {
                found.put(typed, exact.text());
                continue;
            }
            Bytes pattern = c.argument(i);
            c.server().settings().all().forEach((name, setting) -> {
                if (!setting.isHidden() && Glob.matches(pattern, new Bytes().show(name.getBytes(US_ASCII)), true)) {
                    found.put(name, setting.text());
                }
            });
        }
        c.reply().map(found.size());
        found.forEach((name, value) -> {
            c.reply().bulk(name);
            c.reply().bulk(value);
        });
    }

    /** A parameter with the value it is to get. */
    private record Change<T>(Setting<T> setting, T value) {

        static <T> Change<T> of(Setting<T> setting, String value) {
            return new Change<>(setting, setting.parse(value));
        }

        static <T> Change<T> current(Setting<T> setting) {
            return new Change<>(setting, setting.value());
        }

        /** @throws IllegalArgumentException if what it stands for cannot be done */
        void make() {
            setting.value(value);
        }

        /** Puts the value back, which has had no effect. */
        void restore() {
            setting.restore(value);
        }
    }

    /** Sets all or none. */
    private static void set(CommandContext c) {
        if (c.count() % 2 != 0) {
            throw new CommandException("ERR wrong number of arguments for 'config|set' command");
        }
        List<Setting<?>> settings = new ArrayList<>();
        for (int i = 2; i < c.count(); i += 2) {
            String name = c.argument(i).latin1();
            Setting<?> setting = c.server().settings().find(name);
            if (setting == null) {
                throw new CommandException("ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
            }
            if (setting.isImmutable()) {
                throw failed(name, "can't set immutable config");
            }
            if (setting.isGuarded()) {
                throw failed(name, "can't set protected config");
            }
            if (settings.contains(setting)) {
                throw failed(name, "duplicate parameter");
            }
            settings.add(setting);
        }
        List<Change<?>> changes = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            try {
                changes.add(Change.of(settings.get(i), c.argument(2 * i + 3).latin1()));
            } catch (IllegalArgumentException e) {
                throw failed(c.argument(2 * i + 2).latin1(), e.getMessage());
            }
        }
        if (changes.stream().noneMatch(change -> change.setting().isSlow())) {
            make(changes, names(c));
            c.reply().ok();
            return;
        }
        if (c.isExecuting()) {
            throw new CommandException(
                    "ERR CONFIG SET of a parameter that waits for the disk or the network is not possible in a transaction");
        }
        List<String> names = names(c);
        c.replyLater((reply, cancelled) -> {
            try {
                make(changes, names);
                reply.ok();
            } catch (CommandException e) {
                reply.error(e.getMessage());
            }
        });
    }

    private static List<String> names(CommandContext c) {
        List<String> names = new ArrayList<>();
        for (int i = 2; i < c.count(); i += 2) {
            names.add(c.argument(i).latin1());
        }
        return names;
    }

    /** Makes all changes; or none, if one of them cannot be made. */
    private static void make(List<Change<?>> changes, List<String> names) {
        List<Change<?>> made = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change<?> before = Change.current(changes.get(i).setting());
            try {
                changes.get(i).make();
            } catch (IllegalArgumentException e) {
                before.restore();
                made.forEach(Change::make);
                throw failed(names.get(i), e.getMessage());
            }
            made.add(0, before);
        }
    }

    private static CommandException failed(String name, String why) {
        return new CommandException("ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + why);
    }

    private static void resetstat(CommandContext c) {
        c.server().telemetry().statistics().reset();
        c.server().store().resetStatistics();
        c.server().telemetry().distributionWanted();
        c.reply().ok();
    }
}
