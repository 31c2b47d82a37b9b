package io.quarkiverse.kvs.dynamodb.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Dev mode: a reload keeps the port and the tables, and clients of the new application find them. */
class ReloadTest {

    private static final int HTTP_PORT = FreePort.next();

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClasses(ReloadApp.class, Tables.class)
                    .addAsResource(new StringAsset("quarkus.http.port=" + HTTP_PORT
                            + "\nquarkus.kvs.port=0\nquarkus.kvs.dynamodb.port=0\n"), "application.properties"));

    @Test
    void reloadsKeepPortAndTables() {
        int port = Integer.parseInt(asked("port"));
        request().put("/value").then().statusCode(204);
        String version = "one";
        for (String next : new String[] { "two", "three" }) {
            String last = version;
            APP.modifySourceFile(ReloadApp.class, source -> source.replace("\"" + last + "\"", "\"" + next + "\""));
            version = next;

            assertThat(asked("version")).isEqualTo(next);
            assertThat(Integer.parseInt(asked("port"))).as("the port").isEqualTo(port);
            assertThat(asked("value")).isEqualTo("from before");
        }
        try (DynamoDbClient outside = Clients.of(URI.create("http://localhost:" + port))) {
            assertThat(outside.listTables().tableNames()).containsExactly("kept");
        }
    }

    private static RequestSpecification request() {
        return RestAssured.given().port(HTTP_PORT);
    }

    private static String asked(String path) {
        return request().get("/" + path).then().statusCode(200).extract().asString();
    }
}
