package io.quarkiverse.kvs.core.command.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.CommandException;
import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;
import io.quarkiverse.kvs.core.store.bytes.Bytes;

/** What functions may take, and what is told of it. */
class FunctionsTest {

    private static final int MOST = 40_000;

    private final TestServer server = new TestServer();

    private static Bytes library(String name, int length) {
        StringBuilder code = new StringBuilder("#!lua name=" + name + "\nredis.register_function('" + name
                + "', function() return 1 end)\n--");
        while (code.length() < length) {
            code.append('x');
        }
        return new Bytes().show(code.toString().getBytes(ISO_8859_1));
    }

    @Test
    void librariesTakeSoManyBytesAtMost() {
        // 8 bytes for each of the code, 512 for a library, 256 for a function.
        int fits = (MOST - 512 - 256) / 8;
        Functions functions = new Functions(server.state(), MOST);
        functions.restore(library("a", fits));
        assertThat(functions.memory()).isEqualTo(MOST);
        assertThat(functions.count()).isEqualTo(1);
        assertThatThrownBy(() -> functions.restore(library("b", 100))).isInstanceOf(CommandException.class)
                .hasMessage("ERR too many functions: at most " + MOST + " bytes are allowed");
        assertThat(functions.libraries()).hasSize(1);
        functions.flush();
        assertThatThrownBy(() -> functions.restore(library("a", fits + 1))).isInstanceOf(CommandException.class);
        functions.restore(library("b", 100));
        assertThat(functions.libraries()).extracting(FunctionLibrary::name).containsExactly("b");
    }

    @Test
    void infoTellsHowManyThereAre() {
        TestServer.Client client = server.client(Dialect.RESP2);
        assertThat(client.call("INFO", "memory")).contains("number_of_cached_scripts:0\r\n", "number_of_functions:0\r\n",
                "number_of_libraries:0\r\n", "used_memory_scripts:0\r\n");
        server.state().functions().restore(library("a", 100));
        server.state().functions().restore(library("b", 100));
        client.call("SCRIPT", "LOAD", "return 1");
        long scripts = server.state().scripts().memory();
        assertThat(scripts).isPositive();
        assertThat(client.call("INFO", "memory")).contains("number_of_cached_scripts:1\r\n", "number_of_functions:2\r\n",
                "number_of_libraries:2\r\n", "used_memory_scripts_eval:" + scripts + "\r\n",
                "used_memory_functions:" + 2 * (512 + 256 + 800) + "\r\n",
                "used_memory_scripts:" + (scripts + 2 * (512 + 256 + 800)) + "\r\n");
    }

    @Test
    void changesOfLibrariesAreChangesOfTheData() {
        TestServer.Client client = server.client(Dialect.RESP2);
        long before = server.state().store().changes();
        server.state().functions().restore(library("a", 100));
        assertThat(client.call("FUNCTION", "DELETE", "a")).isEqualTo("+OK\r\n");
        assertThat(server.state().store().changes()).isEqualTo(before + 1);
        assertThat(client.call("FUNCTION", "DELETE", "a")).startsWith("-ERR");
        assertThat(server.state().store().changes()).isEqualTo(before + 1);
        client.call("FUNCTION", "FLUSH");
        assertThat(server.state().store().changes()).isEqualTo(before + 2);
    }

    @Test
    void whatIsCalledAgainAndAgainIsNotDropped() {
        Scripts scripts = server.state().scripts();
        RecentPrograms<Script> recent = new RecentPrograms<>();
        Script used = scripts.load(new Bytes().show("return 'used'".getBytes(ISO_8859_1)));
        Bytes sha = new Bytes().show(used.sha().getBytes(ISO_8859_1));
        Bytes upper = new Bytes().show(used.sha().toUpperCase(Locale.ROOT).getBytes(ISO_8859_1));
        byte[] large = new byte[100_000];
        Arrays.fill(large, (byte) ' ');
        for (int i = 0; scripts.count() == i + 1; i++) {
            assertThat(recent.find(sha, scripts::find)).isSameAs(used);
            byte[] text = ("return " + i).getBytes(ISO_8859_1);
            System.arraycopy(text, 0, large, 0, text.length);
            scripts.load(new Bytes().show(large));
        }
        for (int i = 0; i < 3; i++) {
            byte[] text = ("return 'more' .. " + i).getBytes(ISO_8859_1);
            System.arraycopy(text, 0, large, 0, text.length);
            scripts.load(new Bytes().show(large));
        }
        assertThat(used.isKept()).isTrue();
        assertThat(recent.find(upper, name -> null)).isSameAs(used);
        scripts.flush();
        assertThat(recent.find(sha, scripts::find)).isNull();
    }

    @Test
    void flagsAreListedInTheOrderOfRedis() {
        server.state().functions().restore(new Bytes().show(("#!lua name=a\nredis.register_function{function_name='f', "
                + "flags={'allow-cross-slot-keys', 'no-writes', 'allow-stale'}, callback=function() end}")
                .getBytes(ISO_8859_1)));
        FunctionLibrary library = server.state().functions().libraries().iterator().next();
        assertThat(List.copyOf(library.functions().get(0).flagNames())).containsExactly("no-writes", "allow-stale",
                "allow-cross-slot-keys");
    }
}
