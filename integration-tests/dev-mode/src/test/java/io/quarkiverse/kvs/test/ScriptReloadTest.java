package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Dev mode: an application that has read a script from its resources does so again when that has changed. */
public abstract class ScriptReloadTest {

    private static final ReloadedApplication APP = ReloadedApplication.get();

    @Test
    void aChangedScriptIsReadAgain() {
        assertThat(DevMode.asked("script/visits")).isEqualTo("1");
        APP.changeResource(ReloadedApplication.SCRIPT, ", 1)", ", 10)");
        assertThat(DevMode.asked("script/visits")).isEqualTo("11");
        APP.changeResource(ReloadedApplication.SCRIPT, ", 10)", ", 100)");
        assertThat(DevMode.asked("script/visits")).isEqualTo("111");
    }
}
