package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusDevModeTest;

/** Dev mode: an application that has read a script from its resources does so again when that has changed. */
class ScriptReloadTest {

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest().withApplicationRoot(jar -> jar.addClass(ScriptApp.class)
            .addAsResource(new StringAsset("return redis.call('INCRBY', KEYS[1], 1)"), "scripts/visits.lua")
            .addAsResource(new StringAsset(DevMode.properties()), "application.properties"));

    @Test
    void aChangedScriptIsReadAgain() {
        assertThat(DevMode.asked("visits")).isEqualTo("1");
        APP.modifyResourceFile("scripts/visits.lua", script -> script.replace(", 1)", ", 10)"));
        assertThat(DevMode.asked("visits")).isEqualTo("11");
        APP.modifyResourceFile("scripts/visits.lua", script -> script.replace(", 10)", ", 100)"));
        assertThat(DevMode.asked("visits")).isEqualTo("111");
    }
}
