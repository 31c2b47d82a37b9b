package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.after;
import static io.quarkiverse.kvs.core.command.KeySpec.at;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.core.command.Category;
import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.Command.KeyConsumer;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.command.replication.Migration;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** The command MIGRATE: keys go to another server. */
final class MigrateCommand {

    private static final List<String> KEY_FLAGS = List.of("RW", "access", "delete", "incomplete");
    private static final int FIRST_OPTION = 6;
    private static final long DEFAULT_TIMEOUT_MILLIS = 1000;

    static final Command MIGRATE = command("MIGRATE",
            "host port key destination-db timeout [COPY] [REPLACE] [AUTH password | AUTH2 username password] "
                    + "[KEYS key [key ...]]")
            .in(Group.GENERIC).since("2.6.0").complexity("O(N) here and there, N being the size of the values")
            .arity(-6).flags(WRITE).key(at(3, "RW access delete"))
            .key(after("KEYS", -2, "RW access delete incomplete").range(-1, 1, 0)).keys(MigrateCommand::findKeys)
            .categories(Category.DANGEROUS).tips("nondeterministic_output")
            .summary("Moves keys to another server.")
            .recordedByItself()
            // In a transaction, the thread waits for the other server.
            .elsewhere(CommandContext::isExecuting)
            .runs(MigrateCommand::migrate);

    private MigrateCommand() {
    }

    private static boolean findKeys(Request request, KeyConsumer keys) {
        Bytes word = new Bytes();
        for (int i = FIRST_OPTION; i < request.count(); i++) {
            request.show(i, word);
            if (word.is("KEYS")) {
                if (request.show(3, word).length() == 0) {
                    for (int key = i + 1; key < request.count(); key++) {
                        keys.accept(key, KEY_FLAGS);
                    }
                    return true;
                }
                break;
            }
            i += word.is("AUTH") ? 1 : word.is("AUTH2") ? 2 : 0;
        }
        keys.accept(3, KEY_FLAGS);
        return true;
    }

    private static void migrate(CommandContext c) {
        boolean copy = false;
        boolean replace = false;
        int firstKey = 3;
        int lastKey = 3;
        List<byte[]> authentication = List.of();
        for (int i = FIRST_OPTION; i < c.count(); i++) {
            int following = c.count() - i - 1;
            if (c.is(i, "COPY")) {
                copy = true;
            } else if (c.is(i, "REPLACE")) {
                replace = true;
            } else if (c.is(i, "AUTH") && following >= 1) {
                authentication = List.of("AUTH".getBytes(US_ASCII), c.argument(++i).copy());
            } else if (c.is(i, "AUTH2") && following >= 2) {
                authentication = List.of("AUTH".getBytes(US_ASCII), c.argument(++i).copy(), c.argument(++i).copy());
            } else if (c.is(i, "KEYS")) {
                if (c.argument(3).length() != 0) {
                    throw new CommandException(
                            "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
                }
                firstKey = i + 1;
                lastKey = c.count() - 1;
                break;
            } else {
                throw CommandException.SYNTAX;
            }
        }
        long timeout = c.integer(5);
        long target = c.integer(4);
        List<byte[]> keys = new ArrayList<>();
        for (int i = firstKey; i <= lastKey; i++) {
            if (c.read().exists(c.key(i))) {
                keys.add(c.key(i).copy());
            }
        }
        if (keys.isEmpty()) {
            c.reply().simple("NOKEY");
            return;
        }
        if (c.session().caller() == CallerKind.SCRIPT) {
            throw new CommandException(
                    "ERR MIGRATE is not possible in a script: no other client is to wait for another server");
        }
        Migration.Order order = new Migration.Order(c.argument(1).latin1(), port(c.argument(2).latin1()),
                c.session().database(), target, timeout <= 0 ? DEFAULT_TIMEOUT_MILLIS : timeout, copy, replace, authentication);
        if (c.mayBlock()) {
            c.server().migrations().begin(c, keys, order);
            return;
        }
        Migration.Outcome outcome = new Migration(c.server(), order).run(keys, c.gate());
        if (outcome.error() != null) {
            throw new CommandException(outcome.error());
        }
        c.reply().ok();
    }

    /** A port; what is none cannot be connected to. */
    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
