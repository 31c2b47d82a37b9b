package io.quarkiverse.kvs.it.embedded;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.client.RawClient;

/** What users see of the application. */
abstract class EmbeddedCases {

    @Test
    void linksAreFollowed() {
        String address = "https://quarkus.io/guides/";
        // As curl -d sends it
        String name = given().contentType("application/x-www-form-urlencoded").body(address).post("/links").then()
                .statusCode(200).extract().asString();
        given().redirects().follow(false).get("/links/" + name).then().statusCode(303).header("Location", address);
        assertThat(get("/links/top").then().statusCode(200).extract().jsonPath().getList("")).contains(name);
        get("/links/unheard-of").then().statusCode(404);
    }

    @Test
    void linksAreForgotten() {
        String name = given().body("https://quarkus.io").post("/links").then().statusCode(200).extract().asString();
        given().redirects().follow(false).get("/links/" + name).then().statusCode(303);
        delete("/links/" + name).then().statusCode(204);
        given().redirects().follow(false).get("/links/" + name).then().statusCode(404);
        assertThat(get("/links/top").then().statusCode(200).extract().asString())
                .doesNotContainPattern("\\b" + name + "\\b");
        delete("/links/" + name).then().statusCode(404);
    }

    @Test
    void ordersAreWaitedFor() throws Exception {
        CompletableFuture<String> next = CompletableFuture
                .supplyAsync(() -> get("/orders/next").then().statusCode(200).extract().asString(),
                        task -> new Thread(task).start());
        given().body("coffee").post("/orders").then().statusCode(200);
        assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo("coffee");
    }

    @Test
    void otherProcessesSeeTheData() {
        given().body("https://quarkus.io").post("/links").then().statusCode(200);
        String where = get("/about").then().statusCode(200).extract().asString();
        int colon = where.lastIndexOf(':');
        try (RawClient client = new RawClient(where.substring(0, colon), Integer.parseInt(where.substring(colon + 1)))) {
            client.send("*2\nGET\nlinks\n");
            assertThat(client.readLine()).matches("\\+[1-9][0-9]*\r\n");
        }
    }

    @Test
    void valuesHaveALimit() {
        given().body("x".repeat(1024 * 1024 + 1)).post("/links").then().statusCode(is(500));
    }
}
