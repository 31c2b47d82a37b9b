package io.quarkiverse.kvs.core.command.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

class UsersTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client client = server.client(Dialect.RESP2);

    @Test
    void aClientIsDisconnectedWhenItsUserIsDeleted() {
        client.line("ACL SETUSER alice on nopass +@all ~*");
        TestServer.Client alice = server.client(Dialect.RESP2);
        alice.line("AUTH alice x");
        assertThat(client.line("ACL DELUSER alice")).isEqualTo(":1\r\n");
        assertThat(alice.isClosed()).isTrue();
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void whoDeletesItselfGetsTheReplyFirst() {
        client.line("ACL SETUSER alice on nopass +@all ~*");
        TestServer.Client alice = server.client(Dialect.RESP2);
        alice.line("AUTH alice x");
        assertThat(alice.line("ACL DELUSER alice")).isEqualTo(":1\r\n");
        assertThat(alice.isClosed()).isTrue();
    }

    @Test
    void theLineProtocolHasTheRightsOfTheCommandsThatItStandsFor() {
        client.line("ACL SETUSER alice on nopass ~a* +get +keys");
        TestServer.Client alice = server.client(Dialect.LINE);
        assertThat(alice.line("AUTH alice x")).isEqualTo("+OK\r\n");
        assertThat(alice.line("GET a")).isEqualTo("-invalid key a\r\n");
        assertThat(alice.line("GET b")).startsWith("-NOPERM this user has no permissions to access one of the keys");
        assertThat(alice.line("KEYS x")).isEqualTo("*0\r\n");
        assertThat(alice.line("RESET")).isEqualTo("-NOPERM this user has no permissions to run the 'flushall' command\r\n");
        client.line("ACL SETUSER alice +flushall");
        assertThat(alice.line("RESET")).isEqualTo("+OK\r\n");
    }

    @Test
    void usersOfTheConfiguration() {
        server.state().access().define(Map.of("ada", "on >s\u00e9cret ~* +@all", "default", "off"));
        Users users = server.state().access().users();
        assertThat(users.find("ada").line()).startsWith("user ada on #").endsWith(" ~* resetchannels +@all");
        assertThat(users.byDefault().line()).isEqualTo("user default off sanitize-payload resetchannels -@all");
        TestServer.Client ada = server.client(Dialect.RESP2);
        assertThat(ada.line("PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
        assertThat(ada.line("AUTH ada s\u00c3\u00a9cret")).isEqualTo("+OK\r\n");
    }

    @Test
    void aWrongRuleOfTheConfigurationTellsNoPassword() {
        assertThatThrownBy(() -> server.state().access().define(Map.of("ada", "on #secret"))).hasMessage(
                "the rule #(redacted) of the user ada: The password hash must be exactly 64 characters and contain only lowercase "
                        + "hexadecimal characters");
        assertThatThrownBy(() -> server.state().access().define(Map.of("a b", "on")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void asManyRulesAsAllowed() {
        String[] words = new String[Rules.MAX_SIZE + 2];
        words[0] = "ACL";
        words[1] = "SETUSER";
        words[2] = "ada";
        for (int i = 3; i < words.length; i++) {
            words[i] = "~" + i;
        }
        assertThat(client.call(words)).isEqualTo("+OK\r\n");
        assertThat(client.line("ACL SETUSER ada ~more"))
                .isEqualTo(
                        "-ERR Error in ACL SETUSER modifier '~more': A user has at most 10000 patterns, passwords and selectors\r\n");
    }

    @Test
    void noRepliesComeOnceTheClientHasKilledItselfInATransaction() {
        client.line("MULTI");
        client.line("CLIENT KILL ID " + client.id() + " SKIPME no");
        client.line("SET a 1");
        client.line("PING");
        assertThat(client.line("EXEC")).isEqualTo("*3\r\n:1\r\n");
        TestServer.Client other = server.client(Dialect.RESP2);
        assertThat(other.line("GET a")).isEqualTo("$1\r\n1\r\n");
    }

    @Test
    void infoDoesNotCountItself() {
        assertThat(client.line("INFO commandstats")).doesNotContain("cmdstat_info");
        assertThat(client.line("INFO commandstats")).contains("cmdstat_info:calls=1,");
    }
}
