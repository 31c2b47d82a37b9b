package io.quarkiverse.kvs.core.command.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

class DebugCommandTest {

    private static final String NOTHING = "+" + "0".repeat(40) + "\r\n";

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);

    private void fill() {
        client.line("SET string value EX 100");
        client.line("SET number 12345");
        client.line("RPUSH list a b a");
        client.line("SADD integers 1 2 3");
        client.line("SADD set a b");
        client.line("HSET hash f v g w");
        client.line("ZADD zset 1.5 a -inf b");
        client.line("SELECT 3");
        client.line("SET string other");
        client.line("SELECT 0");
    }

    @Test
    void reloadingChangesNothing() {
        fill();
        String before = client.line("DEBUG DIGEST");
        assertThat(client.line("DEBUG RELOAD")).isEqualTo("+OK\r\n");
        assertThat(client.line("DEBUG RELOAD NOSAVE")).isEqualTo("+OK\r\n");
        assertThat(client.line("DEBUG DIGEST")).isEqualTo(before);
        assertThat(client.line("LRANGE list 0 -1")).isEqualTo("*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\na\r\n");
        assertThat(client.line("OBJECT ENCODING integers")).contains("intset");
        assertThat(client.line("TTL string")).isEqualTo(":100\r\n");
        assertThat(client.line("DEBUG RELOAD TWICE")).startsWith("-ERR DEBUG RELOAD only supports");
    }

    @Test
    void aDigestTellsWhatHasChanged() {
        assertThat(client.line("DEBUG DIGEST")).isEqualTo(NOTHING);
        fill();
        String before = client.line("DEBUG DIGEST");
        assertThat(before).isNotEqualTo(NOTHING);
        for (String change : new String[] { "PERSIST string", "RPUSH list c", "SADD set c", "HSET hash f x", "ZINCRBY zset 1 a",
                "MOVE number 5", "DEL hash" }) {
            client.line(change);
            String after = client.line("DEBUG DIGEST");
            assertThat(after).as(change).isNotEqualTo(before);
            before = after;
        }
        client.line("FLUSHALL");
        assertThat(client.line("DEBUG DIGEST")).isEqualTo(NOTHING);
    }

    @Test
    void digestsOfValuesDoNotDependOnTheirKeys() {
        fill();
        client.line("COPY hash copy");
        String[] lines = client.line("DEBUG DIGEST-VALUE hash copy set missing").split("\r\n");
        assertThat(lines).hasSize(5);
        assertThat(lines[1]).isEqualTo(lines[2]).isNotEqualTo(lines[3]);
        assertThat(lines[4]).isEqualTo(NOTHING.strip());
    }

    @Test
    void valuesAreStoredInOnePieceOrInSeveral() {
        fill();
        assertThat(client.line("DEBUG QUICKLIST list")).isEqualTo("+Quicklist structure printed on stdout\r\n");
        assertThat(client.line("DEBUG QUICKLIST list 1")).isEqualTo("+Quicklist structure printed on stdout\r\n");
        assertThat(client.line("DEBUG LISTPACK list")).isEqualTo("-ERR Not a listpack encoded object.\r\n");
        assertThat(client.line("DEBUG LISTPACK hash")).isEqualTo("+Listpack structure printed on stdout\r\n");
        assertThat(client.line("DEBUG QUICKLIST hash")).isEqualTo("-ERR Not a quicklist encoded object.\r\n");
        assertThat(client.line("DEBUG QUICKLIST missing")).isEqualTo("-ERR no such key\r\n");
    }

    @Test
    void eachSubcommandIsExplainedOrRefused() {
        assertThat(client.line("DEBUG HELP")).startsWith("*")
                .contains("+DIGEST-VALUE <key> [<key> ...]\r\n", "+CHANGE-REPL-ID\r\n")
                .endsWith("+HELP\r\n+    Lists the subcommands.\r\n");
        assertThat(client.line("DEBUG NOSUCH")).startsWith("-ERR unknown subcommand");
        assertThat(client.line("DEBUG POPULATE")).startsWith("-ERR unknown subcommand");
        assertThat(client.line("DEBUG SDSLEN string extra")).startsWith("-ERR unknown subcommand");
    }
}
