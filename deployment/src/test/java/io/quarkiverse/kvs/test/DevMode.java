package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;

/** What tests of an application in dev mode do with it. */
public final class DevMode {

    private DevMode() {
    }

    /** What the application answers, after the reload that this brings about if something has changed. */
    public static String asked(String path) {
        return RestAssured.get("/" + path).then().statusCode(200).extract().asString();
    }

    /** Puts something else in the place of what is in {@code application.properties}. */
    public static void configure(QuarkusDevModeTest app, String from, String to) {
        app.modifyResourceFile("application.properties", properties -> {
            assertThat(properties).contains(from);
            return properties.replace(from, to);
        });
    }
}
