package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.BLOCKING;
import static io.quarkiverse.kvs.core.command.Flag.DENYOOM;
import static io.quarkiverse.kvs.core.command.Flag.NOSCRIPT;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.at;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.family.ListCommands.PopOptions;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.store.ListEdit;
import io.quarkiverse.kvs.core.store.value.ListEnd;
import io.quarkiverse.kvs.core.store.value.ValueType;

/** Commands that take an element from a list, and wait for one if there is none. */
final class BlockingListCommands {

    static final Command BLMOVE = command("BLMOVE", "source destination <LEFT | RIGHT> <LEFT | RIGHT> timeout")
            .in(Group.LIST).since("6.2.0").complexity("O(1)")
            .arity(6).flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING).key(at(1, "RW access delete")).key(at(2, "RW insert"))
            .summary("Moves an element from an end of a list to an end of another, and returns it; waits if the list is empty.")
            .recordedByItself()
            .runs(BlockingListCommands::blmove);

    static final Command BLMPOP = command("BLMPOP", "timeout numkeys key [key ...] <LEFT | RIGHT> [COUNT count]")
            .in(Group.LIST).since("7.0.0").complexity("O(N+M), N being the number of keys and M that of elements returned")
            .arity(-5).flags(WRITE, BLOCKING).key(at(2, "RW access delete").counted(0, 1, 1))
            .summary("Removes and returns elements at an end of the first list that is not empty; waits if all are empty.")
            .recordedByItself()
            .runs(BlockingListCommands::blmpop);

    static final Command BLPOP = command("BLPOP", "key [key ...] timeout")
            .in(Group.LIST).since("2.0.0").complexity("O(N), N being the number of keys")
            .arity(-3).flags(WRITE, NOSCRIPT, BLOCKING).key(at(1, "RW access delete").range(-2, 1, 0))
            .summary("Removes and returns the first element of the first list that is not empty; waits if all are empty.")
            .recordedByItself()
            .runs(c -> pop(c, ListEnd.LEFT));

    static final Command BRPOP = command("BRPOP", "key [key ...] timeout")
            .in(Group.LIST).since("2.0.0").complexity("O(N), N being the number of keys")
            .arity(-3).flags(WRITE, NOSCRIPT, BLOCKING).key(at(1, "RW access delete").range(-2, 1, 0))
            .summary("Removes and returns the last element of the first list that is not empty; waits if all are empty.")
            .recordedByItself()
            .runs(c -> pop(c, ListEnd.RIGHT));

    static final Command BRPOPLPUSH = command("BRPOPLPUSH", "source destination timeout")
            .in(Group.LIST).since("2.2.0").complexity("O(1)")
            .arity(4).flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING).key(at(1, "RW access delete")).key(at(2, "RW insert"))
            .deprecated("6.2.0", "BLMOVE with RIGHT and LEFT")
            .summary("Moves the last element of a list to the front of another, and returns it; waits if the list is empty.")
            .recordedByItself()
            .runs(c -> move(c, ListEnd.RIGHT, ListEnd.LEFT, c.timeoutMillis(3)));

    static final List<Command> ALL = List.of(BLMOVE, BLMPOP, BLPOP, BRPOP, BRPOPLPUSH);

    private BlockingListCommands() {
    }

    private static void pop(CommandContext c, ListEnd end) {
        int timeout = c.count() - 1;
        long timeoutMillis = c.timeoutMillis(timeout);
        for (int i = 1; i < timeout; i++) {
            if (tryPop(c, i, end)) {
                return;
            }
        }
        c.block(ValueType.LIST, 1, timeout - 1, timeoutMillis, (context, key) -> tryPop(context, key, end),
                ReplyWriter::nilArray);
    }

    private static boolean tryPop(CommandContext c, int key, ListEnd end) {
        ListEdit list = ListCommands.editList(c, key);
        if (list == null) {
            return false;
        }
        c.reply().array(2);
        c.reply().bulk(c.key(key));
        ListCommands.recordPop(c, c.key(key), end, 1);
        ListCommands.popOne(c, c.key(key), list, end);
        return true;
    }

    private static void blmpop(CommandContext c) {
        PopOptions options = PopOptions.parse(c, 2);
        long timeoutMillis = c.timeoutMillis(1);
        if (!options.popFirst(c)) {
            c.block(ValueType.LIST, options.firstKey(), options.lastKey(), timeoutMillis, options::pop, ReplyWriter::nilArray);
        }
    }

    private static void blmove(CommandContext c) {
        ListEnd from = ListCommands.end(c, 3);
        ListEnd to = ListCommands.end(c, 4);
        move(c, from, to, c.timeoutMillis(5));
    }

    private static void move(CommandContext c, ListEnd from, ListEnd to, long timeoutMillis) {
        if (ListCommands.tryMove(c, from, to)) {
            return;
        }
        if (!c.mayBlock()) {
            // Redis knows two ways to say that there is nothing: this one, and that of a timeout.
            c.reply().nil();
            return;
        }
        c.block(ValueType.LIST, 1, 1, timeoutMillis, (context, key) -> ListCommands.tryMove(context, from, to),
                ReplyWriter::nilArray);
    }
}
