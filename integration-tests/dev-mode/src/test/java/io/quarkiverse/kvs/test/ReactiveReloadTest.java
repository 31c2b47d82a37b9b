package io.quarkiverse.kvs.test;

import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

import io.quarkiverse.kvs.it.threads.Await;

/** Dev mode: the data outlives a reload, but those of the old application who wait for it do not. */
public abstract class ReactiveReloadTest {

    private static final ReloadedApplication APP = ReloadedApplication.get();

    @Test
    void whoWaitsIsToldThatItIsOver() {
        DevMode.get("reactive/wait").then().statusCode(200).body(is("waiting"));
        APP.change(ReactiveReloadApp.class, "\"one\"", "\"two\"");
        DevMode.get("reactive/version").then().statusCode(200).body(is("two"));
        Await.until("it is told", () -> DevMode.get("reactive/end").asString().contains("the application is stopping"));
        DevMode.get("reactive/push").then().statusCode(200).body(is("1"));
    }
}
