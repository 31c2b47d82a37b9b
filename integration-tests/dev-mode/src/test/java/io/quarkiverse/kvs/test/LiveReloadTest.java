package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkiverse.kvs.it.ports.TakenPort;
import io.restassured.response.Response;

/** Dev mode: what a reload leaves alone, and what it changes. */
public abstract class LiveReloadTest {

    private static final int USUAL_PORT = 9999;

    private static final ReloadedApplication APP = ReloadedApplication.get();

    @Test
    void threeReloadsKeepSocketConnectionsAndData() {
        int port = When.theApplicationIsAsked();
        try (LineClient client = new LineClient(port)) {
            client.call("SET", "A", "100");
            String version = "one";
            for (String next : new String[] { "two", "three", "four" }) {
                When.theSourceChanges("\"" + version + "\"", "\"" + next + "\"");
                version = next;

                assertThat(When.theApplicationIsAsked()).as("the port").isEqualTo(port);
                assertThat(Then.version()).isEqualTo(next);
                assertThat(client.call("GET", "A")).as("on the old connection").isEqualTo("+100");
                assertThat(Then.valueInTheApplication("A")).as("in the new application").isEqualTo("100");
                client.call("SET", "since " + next, "1");
                try (LineClient another = new LineClient(port)) {
                    assertThat(another.call("GET", "since " + next)).isEqualTo("+1");
                }
            }
        }
    }

    @Test
    void aChangedPortRebindsAndKeepsTheData() {
        int port = When.theApplicationIsAsked();
        int other = FreePort.next();
        try (LineClient client = new LineClient(port)) {
            client.call("SET", "A", "100");

            When.theConfigurationChanges("quarkus.kvs.port=0", "quarkus.kvs.port=" + other);

            assertThat(When.theApplicationIsAsked()).isEqualTo(other);
            assertThat(client.line()).as("the old connection is closed").isNull();
            try (LineClient another = new LineClient(other)) {
                assertThat(another.call("GET", "A")).isEqualTo("+100");
            }
            assertThat(FreePort.isFree(port)).as("the old port").isTrue();
        }
    }

    @Test
    void aFailedStartRecoversOnTheNextReload() {
        int port = When.theApplicationIsAsked();
        try (LineClient client = new LineClient(port)) {
            client.call("SET", "A", "100");

            When.theSourceChanges("// start", "if (true) throw new IllegalStateException(\"on purpose\");");
            assertThat(When.asked("port").statusCode()).isEqualTo(500);
            assertThat(client.call("GET", "A")).as("while the application is down").isEqualTo("+100");

            When.theSourceChanges("if (true) throw new IllegalStateException(\"on purpose\");", "// start");
            assertThat(When.theApplicationIsAsked()).isEqualTo(port);
            assertThat(client.call("GET", "A")).isEqualTo("+100");
            assertThat(Then.valueInTheApplication("A")).isEqualTo("100");
        }
    }

    @Test
    void aPortThatIsTakenIsReportedAndTheNextReloadRecovers() throws IOException {
        int port = When.theApplicationIsAsked();
        try (LineClient client = new LineClient(port)) {
            client.call("SET", "A", "100");
        }
        int wanted;
        try (TakenPort taken = TakenPort.listening(FreePort.next())) {
            wanted = taken.number();
            When.theConfigurationChanges("quarkus.kvs.port=0", "quarkus.kvs.port=" + wanted);
            assertThat(When.asked("port").statusCode()).isEqualTo(500);
        }
        When.theSourceChanges("\"one\"", "\"two\"");
        assertThat(When.theApplicationIsAsked()).isEqualTo(wanted);
        assertThat(Then.valueInTheApplication("A")).isEqualTo("100");
    }

    /** As with a second application in dev mode on one machine. */
    @Test
    void whereTheUsualPortIsTakenAnotherOneIs() throws Exception {
        When.theApplicationIsAsked();
        try (AutoCloseable usual = taken(USUAL_PORT)) {
            When.theConfigurationChanges("quarkus.kvs.port=0\n", "");
            int port = When.theApplicationIsAsked();
            assertThat(port).isPositive().isNotEqualTo(USUAL_PORT);
            try (LineClient client = new LineClient(port)) {
                assertThat(client.call("SET", "A", "100")).isEqualTo("+OK");
            }
            assertThat(Then.valueInTheApplication("A")).isEqualTo("100");
            assertThat(APP.logRecords()).extracting(record -> new PatternFormatter("%p %s").format(record))
                    .anySatisfy(line -> assertThat(line).startsWith("WARN Port " + USUAL_PORT + " is in use")
                            .contains("listens on " + port + " instead", "set quarkus.kvs.port"));
        }
    }

    @Test
    void aWrongPortIsReportedAndTheNextReloadRecovers() {
        int port = When.theApplicationIsAsked();
        When.theConfigurationChanges("quarkus.kvs.port=0", "quarkus.kvs.port=99999");
        Response response = When.asked("port");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.asString()).contains("The value of quarkus.kvs.port cannot be used",
                "a port must be from 0 to 65535, not 99999");
        When.theConfigurationChanges("quarkus.kvs.port=99999", "quarkus.kvs.port=0");
        assertThat(When.theApplicationIsAsked()).isEqualTo(port);
    }

    private static AutoCloseable taken(int port) {
        try {
            return TakenPort.listening(port);
        } catch (UncheckedIOException e) {
            // By another program.
            return () -> {
            };
        }
    }

    private static final class When {

        static void theSourceChanges(String from, String to) {
            APP.change(LiveReloadApp.class, from, to);
        }

        static void theConfigurationChanges(String from, String to) {
            APP.configure(from, to);
        }

        /** Which is what makes it look for changes. */
        static int theApplicationIsAsked() {
            Response response = asked("port");
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
            return Integer.parseInt(response.asString());
        }

        static Response asked(String path) {
            return DevMode.get("live/" + path);
        }
    }

    private static final class Then {

        static String version() {
            return When.asked("version").asString();
        }

        static String valueInTheApplication(String key) {
            return When.asked("value/" + key).asString();
        }
    }
}
