package io.quarkiverse.kvs.test;

import org.jboss.shrinkwrap.api.asset.StringAsset;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;

/** An application in dev mode, and what tests do with it. */
public final class DevMode {

    /** Where it serves HTTP: on a port of its own, as another application in dev mode may have the usual one. */
    static final int HTTP_PORT = FreePort.next();

    private DevMode() {
    }

    /** An application of one class, whose server listens on any free port, with these further properties. */
    public static QuarkusDevModeTest application(Class<?> source, String... properties) {
        return new QuarkusDevModeTest().withApplicationRoot(jar -> jar.addClass(source)
                .addAsResource(new StringAsset(properties(properties)), "application.properties"));
    }

    /** What {@code application.properties} holds, with these further properties. */
    public static String properties(String... further) {
        return "quarkus.http.port=" + HTTP_PORT + "\nquarkus.kvs.port=0\n" + String.join("\n", further) + "\n";
    }

    /** Asks the application, which then reloads if something has changed. */
    public static Response get(String path) {
        return RestAssured.given().port(HTTP_PORT).get("/" + path);
    }

    /** What the application answers, after the reload that this brings about if something has changed. */
    public static String asked(String path) {
        return get(path).then().statusCode(200).extract().asString();
    }
}
