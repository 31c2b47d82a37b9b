package io.quarkiverse.kvs.test;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;

/** Dev mode: the data outlives a reload, but those of the old application who wait for it do not. */
class ReactiveReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(ReactiveReloadApp.class)
                    .addAsResource(new StringAsset("quarkus.kvs.port=0\n"), "application.properties"));

    @Test
    void whoWaitsIsToldThatItIsOver() {
        RestAssured.get("/wait").then().statusCode(200).body(is("waiting"));
        APP.modifySourceFile(ReactiveReloadApp.class, source -> source.replace("\"one\"", "\"two\""));
        RestAssured.get("/version").then().statusCode(200).body(is("two"));
        RestAssured.get("/end").then().statusCode(200).body(containsString("the application is stopping"));
        RestAssured.get("/push").then().statusCode(200).body(is("1"));
    }
}
