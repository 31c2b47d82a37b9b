package io.quarkiverse.kvs.core.command.family;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

class LineCommandsTest {

    private final TestServer server = new TestServer();

    @Test
    void setAndGet() {
        assertThat(call("SET", "A", "100")).isEqualTo("+OK\r\n");
        assertThat(call("GET", "A")).isEqualTo("+100\r\n");
        assertThat(call("SET", "A", " \u00ff ")).isEqualTo("+OK\r\n");
        assertThat(call("GET", "A")).isEqualTo("+ \u00ff \r\n");
        assertThat(call("SET", "", "")).isEqualTo("+OK\r\n");
        assertThat(call("GET", "")).isEqualTo("+\r\n");
    }

    @Test
    void getWithoutAValue() {
        assertThat(call("GET", "A b")).isEqualTo("-invalid key A b\r\n");
    }

    @Test
    void getOfAValueThatALineCannotCarry() {
        call("SET", "A", "1\n2");
        assertThat(call("GET", "A"))
                .isEqualTo("-the reply holds a line break, which the line protocol cannot carry: use RESP\r\n");
    }

    @Test
    void del() {
        call("SET", "A", "100");
        assertThat(call("DEL", "A")).isEqualTo("+OK\r\n");
        assertThat(call("DEL", "A")).isEqualTo("-invalid key A\r\n");
        assertThat(call("GET", "A")).isEqualTo("-invalid key A\r\n");
    }

    @Test
    void keysMatchFromTheStartButNotToTheEnd() {
        call("SET", "user:1", "");
        call("SET", "super:user", "");

        assertThat(call("KEYS", "user")).isEqualTo("*1\r\nuser:1\r\n");
        assertThat(call("KEYS", "user$")).isEqualTo("*0\r\n");
        assertThat(call("KEYS", ".*user")).startsWith("*2\r\n").contains("user:1\r\n", "super:user\r\n");
        assertThat(call("KEYS", "[su]+per:")).isEqualTo("*1\r\nsuper:user\r\n");
        assertThat(call("KEYS", "")).startsWith("*2\r\n");
    }

    @Test
    void keysMatchesTextAndNotBytes() {
        call("SET", utf8("k\u00e9y"), "");
        assertThat(call("KEYS", "k.y")).isEqualTo("*1\r\n" + utf8("k\u00e9y") + "\r\n");
        assertThat(call("KEYS", utf8("k[\u00e0-\u00ef]y"))).startsWith("*1\r\n");
        call("SET", "k\u00ffy", "");
        assertThat(call("KEYS", "k.y$")).as("a byte that is no text counts as a character").startsWith("*2\r\n");
    }

    @Test
    void keysOfABadRegularExpression() {
        assertThat(call("KEYS", "a(b")).startsWith("-bad regular expression: ").contains("missing closing )");
    }

    @Test
    void resetEmptiesTheStore() {
        call("SET", "A", "100");
        assertThat(call("RESET")).isEqualTo("+OK\r\n");
        assertThat(call("KEYS", ".*")).isEqualTo("*0\r\n");
    }

    @Test
    void helpSaysHowToTypeAndWhatThereIs() {
        assertThat(call("HELP")).startsWith("*13\r\n").contains("type the four lines *3, SET, A, 100",
                "\r\nGET key: Returns the value of a key.\r\n", "\r\nRESET: Empties the store.\r\n",
                "There are " + server.state().commands().in(Dialect.LINE).commands().size() + " commands.");
    }

    @Test
    void helpOfACommand() {
        assertThat(call("HELP", "mget")).startsWith("*2\r\nMGET key [key ...]\r\n");
        assertThat(call("HELP", "keys")).as("as the line protocol has it").contains("regular expression");
        assertThat(call("HELP", "config")).contains("\r\nCONFIG GET parameter [parameter ...]: ");
        assertThat(call("HELP", "Config", "get")).startsWith("*2\r\nCONFIG GET parameter [parameter ...]\r\n");
        assertThat(call("HELP", "nope")).isEqualTo("-there is no command nope\r\n");
        assertThat(call("HELP", "a", "b", "c")).isEqualTo("-ERR syntax error\r\n");
    }

    @Test
    void shutdownAsksTheServer() {
        assertThat(call("SHUTDOWN")).isEqualTo("+OK\r\n");
        assertThat(server.isShutdown()).isTrue();
    }

    @Test
    void disabledCommandsAreRefused() {
        server.state().access().disable(List.of("help"));
        assertThat(call("HELP")).as("of the line protocol only").isEqualTo("-HELP is disabled\r\n");
        server.state().access().disable(List.of("shutdown", " RESET "));
        assertThat(call("SHUTDOWN")).isEqualTo("-SHUTDOWN is disabled\r\n");
        assertThat(server.isShutdown()).isFalse();
        assertThat(call("reset")).isEqualTo("-RESET is disabled\r\n");
        assertThatThrownBy(() -> server.state().access().disable(List.of("nope")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("there is no command NOPE to disable");
    }

    @Test
    void namesAreFoundInAnyCase() {
        assertThat(call("sEt", "A", "100")).isEqualTo("+OK\r\n");
        assertThat(call("get", "A")).isEqualTo("+100\r\n");
        assertThat(call("get", "a")).as("keys are not").isEqualTo("-invalid key a\r\n");
    }

    @Test
    void unknownCommand() {
        assertThat(call("HELLP", "me")).isEqualTo("-unknown command HELLP\r\n");
        assertThat(call("")).isEqualTo("-unknown command \r\n");
        assertThat(call("x".repeat(1000))).isEqualTo("-unknown command " + "x".repeat(128) + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
            "STRLEN, STRLEN: expected key, 0",
            "GET, GET: expected key, 0",
            "GET a b, GET: expected key, 2",
            "DEL a b, DEL: expected key, 2",
            "KEYS, KEYS: expected regex, 0",
            "RESET now, RESET: expected none, 1",
            "CONFIG GET, CONFIG GET: expected parameter [parameter ...], 0" })
    void wrongNumberOfArguments(String request, String expected, int got) {
        assertThat(call(request.split(" "))).isEqualTo("-wrong number of arguments for " + expected + ", got " + got + "\r\n");
    }

    private String call(String... words) {
        return server.client(Dialect.LINE).call(words);
    }

    private static String utf8(String text) {
        return new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);
    }
}
