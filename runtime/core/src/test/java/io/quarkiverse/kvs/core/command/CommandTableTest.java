package io.quarkiverse.kvs.core.command;

import static io.quarkiverse.kvs.core.command.Command.command;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.family.Families;
import io.quarkiverse.kvs.core.command.family.LineCommands;
import io.quarkiverse.kvs.core.command.family.SetCommands;
import io.quarkiverse.kvs.core.command.family.StringCommands;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.protocol.ReplyBuffer;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;
import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.Store;

class CommandTableTest {

    @Test
    void findsEveryCommandInAnyCaseAndNoOther() {
        List<Command> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(command("NAME" + i, "").arity(1).runs(c -> {
            }));
        }
        CommandTable table = new CommandTable(rows);
        for (Command row : rows) {
            assertThat(find(table, row.name())).isSameAs(row);
            assertThat(find(table, row.name().toLowerCase(Locale.ROOT))).isSameAs(row);
        }
        assertThat(find(table, "NAME500")).isNull();
        assertThat(find(table, "NAM")).isNull();
        assertThat(find(table, "")).isNull();
    }

    @Test
    void letterCaseIsAboutLettersOnly() {
        CommandTable table = new CommandTable(List.of(command("A@[", "").arity(1).runs(c -> {
        })));
        assertThat(find(table, "a@[")).isNotNull();
        assertThat(find(table, "a`{")).isNull();
    }

    @Test
    void aShortNameIsAsLongAsItIs() {
        CommandTable table = Families.TABLE;
        assertThat(find(table, "GET")).isSameAs(StringCommands.GET);
        assertThat(find(table, "gEt")).isSameAs(StringCommands.GET);
        assertThat(find(table, "GET\0")).isNull();
        assertThat(find(table, "GE")).isNull();
        assertThat(find(table, "SISMEMBER")).isSameAs(SetCommands.SISMEMBER);
    }

    @Test
    void refusesTwoOfOneName() {
        List<Command> rows = List.of(LineCommands.GET, command("GET", "").arity(1).runs(c -> {
        }));
        assertThatThrownBy(() -> new CommandTable(rows)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two commands are called get");
    }

    @Test
    void aServerMayHaveAFamilyMore() {
        Command hello = command("GREET", "").arity(1).runs(c -> c.reply().simple("hello"));
        Command ofLines = command("GREET", "").arity(1).runs(c -> c.reply().simple("hi"));
        ServerState state = new ServerState(
                Families.with(List.of(CommandFamily.of(hello), CommandFamily.ofLines(List.of(ofLines)))),
                new Store(1), new Settings(Settings.Initial.defaults()), () -> 0, () -> 0);
        assertThat(call(state, Dialect.RESP2, "GREET")).isEqualTo("+hello\r\n");
        assertThat(call(state, Dialect.LINE, "GREET")).isEqualTo("+hi\r\n");
        assertThat(call(state, Dialect.RESP2, "COMMAND", "COUNT"))
                .isEqualTo(":" + (Families.TABLE.commands().size() + 1) + "\r\n");
        assertThat(call(state, Dialect.RESP2, "INFO", "commandstats")).contains("cmdstat_greet:calls=2,");
        assertThat(find(Families.TABLE, "GREET")).isNull();
    }

    private static String call(ServerState state, Dialect dialect, String... words) {
        byte[][] arguments = Stream.of(words).map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
        ReplyBuffer buffer = new ReplyBuffer();
        state.executor().execute(new CommandContext(state, new SplittableRandom()), state.clients().inProcess(0),
                dialect == Dialect.LINE ? Request.line(arguments) : Request.resp(arguments), ReplyWriter.of(dialect, buffer),
                0);
        return new String(buffer.copy(), US_ASCII);
    }

    @Test
    void tellsWhichArgumentsAreKeys() {
        CommandTable table = Families.TABLE;
        assertThat(isKey(table, "set", 1)).isTrue();
        assertThat(isKey(table, "set", 2)).isFalse();
        assertThat(isKey(table, "KEYS", 1)).isFalse();
        assertThat(isKey(table, "NOPE", 1)).isFalse();
    }

    private static Command find(CommandTable table, String name) {
        byte[] bytes = ("##" + name).getBytes(US_ASCII);
        Command atTheEnd = table.find(bytes, 2, bytes.length - 2);
        // In the middle of a request there are more bytes behind it.
        byte[] longer = ("##" + name + "\r\nABCDEFGH").getBytes(US_ASCII);
        assertThat(table.find(longer, 2, name.length())).isSameAs(atTheEnd);
        return atTheEnd;
    }

    private static boolean isKey(CommandTable table, String name, int argument) {
        byte[] bytes = name.getBytes(US_ASCII);
        return table.isKey(bytes, 0, bytes.length, argument, 3);
    }
}
