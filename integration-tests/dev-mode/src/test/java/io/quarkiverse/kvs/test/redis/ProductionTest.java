package io.quarkiverse.kvs.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.arc.InjectableInstance;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.QuarkusProdModeTest;

/** In production, the extension does not point Redis clients at the server. */
class ProductionTest {

    @RegisterExtension
    static final QuarkusProdModeTest APP = new QuarkusProdModeTest()
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .withApplicationRoot(jar -> jar.addClass(Main.class))
            .overrideConfigKey("quarkus.kvs.port", "0")
            .setRuntimeProperties(Map.of("quarkus.http.port", "0"))
            .setRun(true)
            .setExpectExit(true);

    /** Says which clients there are, and ends. */
    public static class Main {

        void start(@Observes StartupEvent event, @Any InjectableInstance<RedisDataSource> clients) {
            System.out.println("active Redis clients: " + clients.listActive().size());
            Quarkus.asyncExit();
        }
    }

    @Test
    void clientsHaveNoHosts() {
        assertThat(APP.getStartupConsoleOutput()).contains("active Redis clients: 0",
                "set quarkus.redis.hosts=redis://localhost:${quarkus.kvs.port}");
    }
}
