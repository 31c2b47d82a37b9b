package io.quarkiverse.kvs.it.dynamodb;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.test.DynamoDbTestServer;
import io.quarkiverse.kvs.test.Fixture;
import io.quarkiverse.kvs.test.KvsTest;
import io.quarkus.test.junit.QuarkusTest;

/** An application that knows DynamoDB only, in all situations of life. Its beginning is on the page of the documentation. */
@QuarkusTest
@KvsTest
class BookingsInTroubleTest {

    @Inject
    DynamoDbTestServer dynamoDb;

    @Test
    @Fixture("bookings.dynamodb.json")
    void seatsAreFound() {
        get("/shows/hamlet/12").then().statusCode(200).body("guest", equalTo("ada"));
        get("/shows/hamlet").then().body("seat", contains(12, 14));
        assertThat(dynamoDb.calls("GetItem")).isEqualTo(1);
    }

    @Test
    void theClientGivesUp() {
        dynamoDb.faults().throttle("PutItem");
        put("/shows/hamlet/12?guest=ada&cents=4500").then().statusCode(500);
        dynamoDb.faults().clear();
        get("/shows/hamlet/12").then().statusCode(404);
    }

    @Test
    void theClientTriesAgain() {
        put("/shows/hamlet/12?guest=ada&cents=4500").then().statusCode(204);
        dynamoDb.faults().throttleNext(2, "PutItem");
        put("/shows/hamlet/13?guest=ada&cents=4500").then().statusCode(204);
        assertThat(dynamoDb.calls("PutItem")).isEqualTo(4);
    }

    /** What others have left is gone, although the application creates its table only once. */
    @Test
    void nothingIsThere() {
        put("/shows/hamlet/12?guest=ada&cents=4500").then().statusCode(204);
        get("/statistics").then().body(is("1"));
    }
}
