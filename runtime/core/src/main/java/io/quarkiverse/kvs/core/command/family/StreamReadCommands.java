package io.quarkiverse.kvs.core.command.family;

import static io.quarkiverse.kvs.core.command.Command.command;
import static io.quarkiverse.kvs.core.command.Flag.BLOCKING;
import static io.quarkiverse.kvs.core.command.Flag.READONLY;
import static io.quarkiverse.kvs.core.command.Flag.WRITE;
import static io.quarkiverse.kvs.core.command.KeySpec.after;

import java.util.List;

import io.quarkiverse.kvs.core.command.Command;
import io.quarkiverse.kvs.core.command.Command.KeyConsumer;
import io.quarkiverse.kvs.core.command.CommandContext;
import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.Group;
import io.quarkiverse.kvs.core.command.client.CallerKind;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** Commands that read what is new in streams, and wait for it if there is nothing. */
final class StreamReadCommands {

    private static final List<String> ACCESS = List.of("RO", "access");

    static final Command XREAD = command("XREAD", "[COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)+M) for each stream, M being the number of entries returned")
            .arity(-4).flags(BLOCKING, READONLY).key(after("STREAMS", 1, "RO access").range(-1, 1, 2))
            .keys(StreamReadCommands::findKeys)
            .summary("Returns the entries of streams after the given IDs; with BLOCK, waits for one if there are none.")
            .runs(c -> read(c, false));

    static final Command XREADGROUP = command("XREADGROUP",
            "GROUP group consumer [COUNT count] [BLOCK milliseconds] [CLAIM min-idle-time] [NOACK] STREAMS key [key ...] id [id ...]")
            .in(Group.STREAM).since("5.0.0").complexity("O(log(N)+M) for each stream, M being the number of entries returned")
            .arity(-7).flags(BLOCKING, WRITE).key(after("STREAMS", 4, "RO access").range(-1, 1, 2))
            .keys(StreamReadCommands::findKeys)
            .summary(
                    "Returns entries that no consumer of a group has received, or again a consumer's pending ones; with BLOCK, waits.")
            .recordedByItself()
            .runs(c -> read(c, true));

    static final List<Command> ALL = List.of(XREAD, XREADGROUP);

    private static final CommandException NOT_A_TIMEOUT = new CommandException(
            "ERR timeout is not an integer or out of range");
    private static final CommandException NEGATIVE_TIMEOUT = new CommandException("ERR timeout is negative");
    private static final CommandException UNBALANCED = new CommandException("ERR Unbalanced XREAD list of streams: for each "
            + "stream key an ID or '$' must be specified.");
    private static final CommandException GROUP_IN_XREAD = new CommandException(
            "ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
    private static final CommandException NOACK_IN_XREAD = new CommandException(
            "ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
    private static final CommandException CLAIM_IN_XREAD = new CommandException(
            "ERR The CLAIM option is only supported by XREADGROUP. You called XREAD instead.");
    private static final CommandException NOT_AN_IDLE_TIME = new CommandException(
            "ERR min-idle-time is not an integer or out of range");
    private static final CommandException NO_GROUP = new CommandException("ERR Missing GROUP option for XREADGROUP");

    private StreamReadCommands() {
    }

    private static boolean findKeys(Request request, KeyConsumer keys) {
        Bytes word = new Bytes();
        for (int i = 1; i < request.count(); i++) {
            request.show(i, word);
            if (word.is("BLOCK") || word.is("COUNT") || word.is("CLAIM")) {
                i++;
            } else if (word.is("GROUP")) {
                i += 2;
            } else if (word.is("STREAMS")) {
                int streams = (request.count() - i - 1) / 2;
                for (int key = i + 1; key <= i + streams; key++) {
                    keys.accept(key, ACCESS);
                }
                return streams > 0;
            } else if (!word.is("NOACK")) {
                return false;
            }
        }
        return false;
    }

    private static void read(CommandContext c, boolean asGroup) {
        long timeoutMillis = -1;
        long count = 0;
        int group = 0;
        boolean noAck = false;
        long claim = StreamReader.NO_CLAIM;
        int firstKey = 0;
        for (int i = 1; i < c.count() && firstKey == 0; i++) {
            int more = c.count() - 1 - i;
            if (c.is(i, "BLOCK") && more > 0) {
                if (c.session().caller() == CallerKind.SCRIPT) {
                    throw new CommandException(
                            "ERR " + c.argument(0).latin1() + " command is not allowed with BLOCK option from scripts");
                }
                timeoutMillis = timeout(c, ++i);
            } else if (c.is(i, "COUNT") && more > 0) {
                count = Math.max(0, c.integer(++i));
            } else if (c.is(i, "STREAMS") && more > 0) {
                if (more % 2 != 0) {
                    throw UNBALANCED;
                }
                firstKey = i + 1;
            } else if (c.is(i, "GROUP") && more > 1) {
                require(asGroup, GROUP_IN_XREAD);
                group = i + 1;
                i += 2;
            } else if (c.is(i, "CLAIM") && more > 0) {
                require(asGroup, CLAIM_IN_XREAD);
                claim = c.integer(++i, NOT_AN_IDLE_TIME);
                require(claim >= 0, NOT_AN_IDLE_TIME);
            } else if (c.is(i, "NOACK")) {
                require(asGroup, NOACK_IN_XREAD);
                noAck = true;
            } else {
                throw CommandException.SYNTAX;
            }
        }
        if (firstKey == 0) {
            throw CommandException.SYNTAX;
        }
        require(!asGroup || group > 0, NO_GROUP);
        new StreamReader(c, firstKey, (c.count() - firstKey) / 2, count, group, noAck, claim).read(timeoutMillis);
    }

    private static void require(boolean right, CommandException otherwise) {
        if (!right) {
            throw otherwise;
        }
    }

    private static long timeout(CommandContext c, int argument) {
        long millis = c.integer(argument, NOT_A_TIMEOUT);
        require(millis >= 0, NEGATIVE_TIMEOUT);
        return millis;
    }
}
