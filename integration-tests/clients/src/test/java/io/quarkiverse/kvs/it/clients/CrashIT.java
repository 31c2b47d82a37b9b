package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.kvs.it.servers.CrashHarness;

/** The packaged application is killed while clients write. With {@code -Dkvs.crash.kills=1000}, more often. */
class CrashIT {

    private static final Path JAR = Path.of("../app/target/quarkus-app/quarkus-run.jar");

    @TempDir
    static Path folder;

    @ParameterizedTest
    @ValueSource(strings = { "always", "everysec", "no" })
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void nothingAcknowledgedIsLost(String policy) throws Exception {
        assertThat(Files.exists(JAR)).as("the application is packaged").isTrue();
        List<String> command = List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx128m",
                "-XX:TieredStopAtLevel=1", "-Dquarkus.kvs.port={port}", "-Dquarkus.http.host=localhost",
                "-Dquarkus.http.port=0", "-Dquarkus.kvs.persistence.append-only=true",
                "-Dquarkus.kvs.persistence.fsync={policy}", "-Dquarkus.kvs.persistence.directory={directory}", "-jar",
                JAR.toString());
        CrashHarness harness = new CrashHarness(command, policy, folder.resolve(policy), System.nanoTime());
        int kills = Integer.getInteger("kvs.crash.kills", 4);
        harness.run(kills);
        assertThat(harness.kills()).isEqualTo(kills);
        assertThat(harness.acknowledged()).isPositive();
        if (policy.equals("always")) {
            assertThat(harness.missing()).isZero();
        }
    }
}
