package io.quarkiverse.kvs.runtime.devui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.Reply;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.CommandTable;
import io.quarkiverse.kvs.core.command.Flag;
import io.quarkiverse.kvs.core.command.client.CommandText;
import io.quarkiverse.kvs.core.command.client.Secrets;
import io.quarkiverse.kvs.core.command.family.CommandHelp;
import io.quarkiverse.kvs.core.protocol.InlineArguments;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkus.runtime.annotations.DevMCPEnableByDefault;
import io.quarkus.runtime.annotations.JsonRpcDescription;

/**
 * The console, for the Dev UI and for Dev MCP: runs commands as a person types them, and tells which there are.
 * <p>
 * A bean in dev mode only. The methods are called on worker threads.
 */
public class KvsConsoleJsonRpcService {

    private static final int MAX_LENGTH = 1024 * 1024;
    /** What the page asks about before it is done. */
    private static final Set<String> DESTRUCTIVE = Set.of("flushall", "flushdb", "shutdown", "swapdb", "client|kill",
            "function|flush", "function|delete", "script|flush", "acl|deluser");

    /**
     * A command that can be typed.
     *
     * @param name in upper case, with its container if it is a subcommand: {@code CONFIG GET}
     * @param syntax the arguments in words
     * @param destructive whether to ask before it is done
     * @param here whether it works in the console, which is no connection
     */
    public record Help(String name, String syntax, String summary, String group, String since, String complexity,
            boolean destructive, boolean here) {
    }

    /**
     * What was answered to a line.
     *
     * @param command what was understood, without passwords
     * @param reply as redis-cli shows it; the beginning of a long one
     * @param error whether it is an error
     * @param database the database for the next command
     * @param micros how long it took
     */
    public record Answer(String command, String reply, boolean error, int database, long micros) {
    }

    private final Databases databases = new Databases();

    @DevMCPEnableByDefault
    @JsonRpcDescription("Lists the commands that the key/value server knows, with their arguments and a summary")
    public List<Help> commands() {
        return databases.server().commands().commandsAndSubcommands().stream()
                .filter(command -> command.subcommands().isEmpty())
                .map(command -> new Help(command.fullName().replace('|', ' ').toUpperCase(Locale.ROOT), command.syntax(),
                        command.summary(), command.group().text(), command.since(), command.complexity(),
                        DESTRUCTIVE.contains(command.fullName()), isHere(command)))
                .toList();
    }

    @JsonRpcDescription("Runs a command on the key/value server, such as SET greeting \"hello world\" EX 60, quoted as in redis-cli "
            + "where needed, and returns the reply. database: its number, mostly 0")
    public Outcome<Answer> execute(Integer database,
            String command) {
        return Outcome.of(() -> {
            byte[] line = command.getBytes(UTF_8);
            if (line.length > MAX_LENGTH) {
                throw new IllegalArgumentException("The command is too long.");
            }
            Request request = new Request();
            if (!InlineArguments.split(line, 0, line.length, request)) {
                throw new IllegalArgumentException("A quote is not closed, or closed in the middle of an argument.");
            }
            if (request.count() == 0) {
                throw new IllegalArgumentException("There is no command.");
            }
            return run(database, request);
        });
    }

    private static boolean isHere(Command command) {
        return !command.has(Flag.NEEDS_CONNECTION) || command.fullName().equals("select");
    }

    private Answer run(int database, Request request) {
        byte[][] words = new byte[request.count()][];
        for (int i = 0; i < words.length; i++) {
            words[i] = Arrays.copyOfRange(request.array(), request.offset(i), request.offset(i) + request.length(i));
        }
        String name = new String(words[0], UTF_8);
        String shown = CommandText.of(request);
        KeyValueStore store = databases.change(database);
        long start = System.nanoTime();
        try {
            if (name.equalsIgnoreCase("SELECT") && words.length == 2) {
                return new Answer(shown, "OK", false, selected(words[1]), micros(start));
            }
            if (name.equalsIgnoreCase("HELP")) {
                return new Answer(shown, help(words), false, database, micros(start));
            }
            Reply reply = words.length == 1 ? store.execute(name)
                    : store.execute(name, words[1], Arrays.copyOfRange(words, 2, words.length));
            long micros = micros(start);
            return new Answer(shown, ReplyText.of(withoutPassword(words, reply)), false, database, micros);
        } catch (KvsException | IllegalArgumentException e) {
            return new Answer(shown, "(error) " + e.getMessage() + ScriptExcerpt.of(databases.server(), words, e.getMessage()),
                    true, database, micros(start));
        }
    }

    /** HELP, and perhaps the name of a command: what the line protocol answers, too. */
    private String help(byte[][] words) {
        CommandTable commands = databases.server().commands();
        try {
            return String.join("\n", words.length == 1 ? CommandHelp.of(commands)
                    : CommandHelp.of(commands,
                            Stream.of(words).skip(1).map(word -> new String(word, UTF_8)).toArray(String[]::new)));
        } catch (CommandException e) {
            throw new KvsException(e.getMessage(), e);
        }
    }

    /** The console has no connection whose database could be another one, but remembers it. */
    private int selected(byte[] index) {
        int number;
        try {
            number = Integer.parseInt(new String(index, UTF_8));
        } catch (NumberFormatException e) {
            throw new KvsException("ERR value is not an integer or out of range", e);
        }
        if (number < 0 || number >= databases.count()) {
            throw new KvsException("ERR DB index is out of range");
        }
        return number;
    }

    /** CONFIG GET tells passwords. */
    private static Reply withoutPassword(byte[][] words, Reply reply) {
        if (!new String(words[0], UTF_8).equalsIgnoreCase("CONFIG") || !(reply instanceof Reply.Pairs pairs)) {
            return reply;
        }
        Map<Reply, Reply> shown = new LinkedHashMap<>();
        pairs.entries().forEach((parameter, value) -> shown.put(parameter,
                Secrets.isSecretParameter(parameter.asString()) && value.asBytes().length > 0
                        ? new Reply.Status(Secrets.REDACTED)
                        : value));
        return new Reply.Pairs(shown);
    }

    private static long micros(long start) {
        return (System.nanoTime() - start) / 1000;
    }
}
