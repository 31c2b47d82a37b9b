package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.arc.Arc;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusProdModeTest;

/** In production, there is no bean that the Dev UI calls. */
class DevUiInProductionTest {

    @RegisterExtension
    static final QuarkusProdModeTest APP = new QuarkusProdModeTest()
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-rest", Version.getVersion())))
            .withApplicationRoot(jar -> jar.addClass(Main.class))
            .overrideConfigKey("quarkus.kvs.port", "0")
            .setRuntimeProperties(Map.of("quarkus.http.port", "0"))
            .overrideConfigKey("quarkus.arc.remove-unused-beans", "none")
            .setRun(true)
            .setExpectExit(true);

    /** Names the beans of the extension, and ends. */
    public static class Main {

        void start(@Observes StartupEvent event) {
            Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE)
                    .forEach(bean -> System.out.println("bean: " + bean));
            Quarkus.asyncExit();
        }
    }

    @Test
    void thereIsNoBeanForIt() {
        assertThat(APP.getStartupConsoleOutput()).contains("bean: ", "KeyValueStore").doesNotContain("devui", "JsonRpcService");
    }
}
