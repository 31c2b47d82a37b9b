package io.quarkiverse.kvs.it;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** The application over HTTP, its store over TCP: the same data. */
@QuarkusTest
class NotesTest {

    @ConfigProperty(name = "quarkus.kvs.port")
    int port;

    @Test
    void aNoteIsAKey() {
        try (RawClient client = new RawClient(port)) {
            assertThat(client.exchange("*1\nRESET\n", "+OK\r\n")).isEqualTo("+OK\r\n");
            get("/notes/shopping").then().statusCode(404);

            given().contentType(ContentType.TEXT).body("milk").put("/notes/shopping").then().statusCode(204);
            assertThat(client.exchange("*2\nGET\nshopping\n", "+milk\r\n")).isEqualTo("+milk\r\n");

            assertThat(client.exchange("*3\nSET\nreading\nDune\n", "+OK\r\n")).isEqualTo("+OK\r\n");
            get("/notes/reading").then().statusCode(200).body(equalTo("Dune"));
            get("/notes").then().statusCode(200).body(equalTo("reading\nshopping"));

            delete("/notes/shopping").then().statusCode(204);
            delete("/notes/shopping").then().statusCode(404);
            assertThat(client.exchange("*2\nGET\nshopping\n", "-invalid key shopping\r\n"))
                    .isEqualTo("-invalid key shopping\r\n");
        }
    }

    @Test
    void healthTellsWhereTheServerListens() {
        get("/q/health").then().statusCode(200)
                .body("checks.find { it.name == 'Key/value server' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'Key/value server' }.data.host", equalTo("localhost"))
                .body("checks.find { it.name == 'Key/value server' }.data.port", equalTo(port));
    }
}
