package io.quarkiverse.kvs.it.devui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.jboss.shrinkwrap.api.asset.StringAsset;

import io.quarkiverse.kvs.it.ports.FreePort;
import io.quarkus.test.QuarkusDevModeTest;

/** An application in dev mode, and what can be asked of it over HTTP. */
final class DevMode {

    /** Where it serves HTTP: on a port of its own, as another application in dev mode may have the usual one. */
    static final int HTTP_PORT = FreePort.next();

    private DevMode() {
    }

    static QuarkusDevModeTest application() {
        String configuration = "quarkus.kvs.port=0\nquarkus.kvs.dynamodb.port=0\nquarkus.http.host=localhost\nquarkus.http.port="
                + HTTP_PORT + "\n";
        return new QuarkusDevModeTest().withApplicationRoot(jar -> jar.addClass(DevModeApp.class)
                .addAsResource(new StringAsset(configuration), "application.properties"));
    }

    static int port() {
        return Integer.parseInt(get("/port"));
    }

    static String get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + HTTP_PORT + path)).build());
    }

    static String post(String path, String json) {
        return send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + HTTP_PORT + path))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream").POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    private static String send(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
