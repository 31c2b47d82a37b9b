package io.quarkiverse.kvs.test;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusDevModeTest;

/** Dev mode: the data outlives a reload, but those of the old application who wait for it do not. */
class ReactiveReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = DevMode.application(ReactiveReloadApp.class);

    @Test
    void whoWaitsIsToldThatItIsOver() {
        DevMode.get("wait").then().statusCode(200).body(is("waiting"));
        APP.modifySourceFile(ReactiveReloadApp.class, source -> source.replace("\"one\"", "\"two\""));
        DevMode.get("version").then().statusCode(200).body(is("two"));
        DevMode.get("end").then().statusCode(200).body(containsString("the application is stopping"));
        DevMode.get("push").then().statusCode(200).body(is("1"));
    }
}
