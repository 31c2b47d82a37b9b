package io.quarkiverse.kvs.it.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What the test module brings where there is no Quarkus: little, and nothing that another framework has of its own. */
class ClassPathTest {

    /** A few more than there are. */
    private static final int MOST_JARS = 40;
    /** What this module has for its own tests, and JUnit, which other tests have anyway. */
    private static final Pattern OF_TESTS = Pattern
            .compile("junit|opentest4j|apiguardian|assertj|byte-buddy|test-client|test-classes");

    @Test
    void isShort() {
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> !OF_TESTS.matcher(jar).find()).toList();
        // Otherwise it is not the class path that is looked at here
        assertThat(jars).anyMatch(jar -> jar.contains("vertx-core"));
        assertThat(jars).hasSizeLessThanOrEqualTo(MOST_JARS);
    }

    @Test
    void hasNoLoggingOfItsOwn() {
        assertThat(List.of("META-INF/services/java.lang.System$LoggerFinder",
                "META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "org/jboss/logmanager/LogManager.class",
                "org/slf4j/LoggerFactory.class")).map(ClassLoader::getSystemResource).containsOnlyNulls();
    }

    @Test
    void lacksWhatOnlyApplicationsOfQuarkusNeed() {
        assertThat(List.of("io/quarkus/arc/Arc.class", "io/quarkus/tls/TlsConfiguration.class", "jakarta/inject/Inject.class"))
                .map(ClassLoader::getSystemResource).containsOnlyNulls();
    }
}
