package io.quarkiverse.kvs.core.command;

import static io.quarkiverse.kvs.core.command.Command.command;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.family.LineCommands;
import io.quarkiverse.kvs.core.command.family.SetCommands;
import io.quarkiverse.kvs.core.command.family.StringCommands;

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
        CommandTable table = CommandTable.REDIS;
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
    void tellsWhichArgumentsAreKeys() {
        CommandTable table = CommandTable.REDIS;
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
