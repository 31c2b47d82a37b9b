package io.quarkiverse.kvs.core.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.client.Session;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.log.AppendOnlyReader;
import io.quarkiverse.kvs.core.log.ChangeRecord;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Effect;
import io.quarkiverse.kvs.core.store.WrongTypeException;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/**
 * Does again what a log says, record after record: each in one opening of the gate. Nothing expires meanwhile but what the log
 * says is gone, at any time.
 * <p>
 * An instance belongs to one thread.
 */
public final class LogReplay {

    private final ServerState server;
    private final CommandContext context;
    private final Session session;
    private final Request request = new Request();
    private final ReplyBuffer replies = new ReplyBuffer();
    private final ReplyWriter reply = ReplyWriter.of(Dialect.RESP2, replies);

    /** @param server whose data is changed: it has what all records before those to come have made */
    public LogReplay(ServerState server) {
        this.server = server;
        context = new CommandContext(server, new SplittableRandom());
        context.gate().withoutExpiry();
        session = server.clients().inProcess(CallerKind.LOADER, 0, server.time().currentTimeMillis());
    }

    /**
     * Does what a record says.
     *
     * @throws IllegalStateException if one of its commands fails: the log does not belong to the data
     */
    public void apply(ChangeRecord record) {
        List<Effect> effects = record.effects();
        List<QueuedCommand> commands = new ArrayList<>(effects.size());
        for (Effect effect : effects) {
            fitting(effect, () -> commands.add(command(Request.resp(effect.words()))));
        }
        together(commands, number -> fitting(effects.get(number), () -> {
            session.database(effects.get(number).database());
            run(commands.get(number));
        }));
    }

    /** Does something that an effect says, and that can only fail if the log does not belong to the data. */
    private static void fitting(Effect effect, Runnable task) {
        try {
            task.run();
        } catch (CommandException e) {
            throw doesNotFit(effect, e);
        }
    }

    /**
     * Does what was read from an append-only file: a command, or a transaction. A SELECT among it holds for what follows.
     *
     * @throws CommandException if there is no such command, or it fails; the message says why
     */
    public void apply(AppendOnlyReader file) {
        if (file.commands() == 1) {
            read(file, 0, request);
            apply(List.of(command(request)));
            return;
        }
        List<QueuedCommand> commands = new ArrayList<>(file.commands());
        for (int i = 0; i < file.commands(); i++) {
            Request part = new Request();
            read(file, i, part);
            commands.add(command(part));
        }
        apply(commands);
    }

    private static void read(AppendOnlyReader file, int number, Request into) {
        into.in(file.array(), file.words(number), word -> file.offset(number, word), word -> file.length(number, word));
    }

    private QueuedCommand command(Request words) {
        Command command = server.commands().find(words);
        if (command == null) {
            throw new CommandException("ERR unknown command '" + words.show(0, new Bytes()).latin1() + "'");
        }
        if (!command.accepts(words.count())) {
            throw new CommandException("ERR wrong number of arguments for '" + command.fullName() + "' command");
        }
        return new QueuedCommand(command, words);
    }

    private void apply(List<QueuedCommand> commands) {
        int database = session.database();
        try {
            together(commands, number -> run(commands.get(number)));
        } catch (CommandException e) {
            session.database(database);
            throw e;
        }
    }

    /** Runs commands in one opening of the gate, by their numbers. */
    private void together(List<QueuedCommand> commands, IntConsumer run) {
        server.executor().batch().openForAll(context, session, commands, reply, server.time().currentTimeMillis());
        try {
            for (int i = 0; i < commands.size(); i++) {
                run.accept(i);
            }
            server.executor().calls().closeGate(context);
        } finally {
            if (context.gate().isOpen()) {
                context.gate().close();
            }
        }
    }

    /** @throws CommandException if it fails */
    private void run(QueuedCommand command) {
        CommandContext inner = context.inner();
        inner.prepare(session, command.request(), reply, server.time().currentTimeMillis());
        inner.command(command.command());
        replies.clear();
        reply.begin();
        try {
            server.executor().calls().frame(inner, command.command());
        } catch (WrongTypeException e) {
            throw new CommandException("WRONGTYPE " + e.getMessage());
        }
    }

    private static IllegalStateException doesNotFit(Effect effect, RuntimeException cause) {
        StringBuilder words = new StringBuilder();
        for (byte[] word : effect.words()) {
            words.append(new String(word, ISO_8859_1)).append(' ');
        }
        return new IllegalStateException("the log does not fit the data: " + words.toString().strip(), cause);
    }
}
