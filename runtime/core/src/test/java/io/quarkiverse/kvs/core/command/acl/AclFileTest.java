package io.quarkiverse.kvs.core.command.acl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.core.command.TestServer;
import io.quarkiverse.kvs.core.protocol.Dialect;

class AclFileTest {

    private final TestServer server = new TestServer();
    private final TestServer.Client admin = server.client(Dialect.RESP2);
    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users.acl");
    }

    private void start(String text) throws IOException {
        Files.writeString(file, text, UTF_8);
        server.state().access().file(file);
    }

    @Test
    void usersAreLoadedFromIt() throws IOException {
        start("user alice on >secret ~a* +get ( +set ~b )\n\n  user default on nopass ~* &* +@all\n");
        assertThat(admin.line("ACL LIST")).contains(
                "user alice on #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b ~a* resetchannels -@all +get "
                        + "(~b resetchannels -@all +set)",
                "user default on nopass ~* &* +@all");
        assertThat(admin.line("CONFIG GET aclfile")).contains(file.toString());
    }

    @Test
    void whatIsSavedIsLoadedAgain() throws IOException {
        start("");
        admin.line("ACL SETUSER alice on >secret ~a* %R~b &c +@all -@dangerous +config|get (+get ~x)");
        String before = admin.line("ACL LIST");
        assertThat(admin.line("ACL SAVE")).isEqualTo("+OK\r\n");
        assertThat(Files.readString(file)).doesNotContain("secret");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        admin.line("ACL DELUSER alice");
        admin.line("ACL SETUSER bob on");
        assertThat(admin.line("ACL LOAD")).isEqualTo("+OK\r\n");
        assertThat(admin.line("ACL LIST")).isEqualTo(before);
    }

    @Test
    void aFileWithMistakesChangesNothing() throws IOException {
        start("user alice on\n");
        String before = admin.line("ACL LIST");
        Files.writeString(file, "# no comments\nuser\nuser a +nosuch bogus\nuser a on\nuser b (+get\n");
        assertThat(admin.line("ACL LOAD"))
                .isEqualTo("-ERR " + file + ":1 should start with user keyword followed by the username. "
                        + file + ":2 should start with user keyword followed by the username. "
                        + file + ":3: Unknown command or category name in ACL. " + file + ":3: Syntax error. "
                        + "WARNING: Duplicate user 'a' found on line 4. "
                        + file + ":5: Unmatched parenthesis in selector definition."
                        + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed\r\n");
        assertThat(admin.line("ACL LIST")).isEqualTo(before);
        Files.delete(file);
        assertThat(admin.line("ACL LOAD"))
                .isEqualTo("-ERR Error loading ACLs, opening file '" + file + "': No such file or directory\r\n");
        assertThatThrownBy(() -> server.state().access().file(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void clientsOfUsersThatAreLoadedAnewAreDisconnected() throws IOException {
        start("user alice on nopass +@all ~*\n");
        TestServer.Client alice = server.client(Dialect.RESP2);
        alice.line("AUTH alice x");
        assertThat(admin.line("ACL LOAD")).isEqualTo("+OK\r\n");
        assertThat(alice.session().isAuthenticated()).isFalse();
        assertThat(alice.isClosed()).isTrue();
        assertThat(admin.isClosed()).isFalse();
        assertThat(admin.line("PING")).isEqualTo("+PONG\r\n");
    }
}
