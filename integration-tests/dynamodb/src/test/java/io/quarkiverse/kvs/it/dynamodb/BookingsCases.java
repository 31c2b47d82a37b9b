package io.quarkiverse.kvs.it.dynamodb;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static io.restassured.RestAssured.put;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

/** What the application does for its users. */
abstract class BookingsCases {

    @Test
    void aSeatIsSoldOnce() {
        put("/shows/hamlet/12?guest=ada&cents=4500").then().statusCode(204);
        put("/shows/hamlet/12?guest=grace&cents=4500").then().statusCode(409);
        get("/shows/hamlet/12").then().statusCode(200).body("guest", equalTo("ada")).body("cents", equalTo(4500));
        get("/shows/hamlet/13").then().statusCode(404);
        delete("/shows/hamlet/12").then().statusCode(204);
        get("/shows/hamlet/12").then().statusCode(404);
    }

    @Test
    void bookingsAreListedByShowAndByGuest() {
        for (int seat : new int[] { 10, 2, 33 }) {
            put("/shows/faust/" + seat + "?guest=barbara&cents=" + seat).then().statusCode(204);
        }
        put("/shows/tosca/1?guest=barbara&cents=5").then().statusCode(204);

        get("/shows/faust").then().body("seat", contains(2, 10, 33));
        get("/guests/barbara").then().body("show", contains("faust", "faust", "faust", "tosca"));
        get("/guests/nobody").then().body("", empty());
    }

    @Test
    void aPriceIsRaised() {
        put("/shows/medea/1?guest=ada&cents=100").then().statusCode(204);
        post("/shows/medea/1/raise?cents=20").then().statusCode(200).body(is("120"));
        post("/shows/medea/1/raise?cents=-40").then().body(is("80"));
    }

    @Test
    void aGuestMovesToASeatThatIsFree() {
        put("/shows/lear/1?guest=ada&cents=100").then().statusCode(204);
        put("/shows/lear/2?guest=grace&cents=100").then().statusCode(204);

        post("/shows/lear/1/move?to=2").then().statusCode(200).body("", contains("None", "ConditionalCheckFailed"));
        get("/shows/lear").then().body("guest", contains("ada", "grace"));

        post("/shows/lear/1/move?to=3").then().statusCode(200).body("", empty());
        get("/shows/lear").then().body("guest", contains("grace", "ada"));
    }

    /** By a client that has another name. */
    @Test
    void bookingsAreCounted() {
        put("/shows/counted/1?guest=ada&cents=1").then().statusCode(204);
        int before = Integer.parseInt(get("/statistics").then().statusCode(200).extract().asString());
        put("/shows/counted/2?guest=ada&cents=1").then().statusCode(204);
        get("/statistics").then().body(is(Integer.toString(before + 1)));
        delete("/shows/counted/1");
        delete("/shows/counted/2");
    }
}
