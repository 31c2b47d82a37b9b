package io.quarkiverse.kvs.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.quarkiverse.kvs.it.client.LineClient;
import io.quarkiverse.kvs.test.persistence.KeepingApp;
import io.quarkiverse.kvs.test.redis.ContainerSearch;
import io.quarkiverse.kvs.test.redis.RedisDevModeApp;
import io.quarkus.test.QuarkusDevModeTest;

/**
 * The application in dev mode that the tests of {@link ReloadTest} change. {@link QuarkusDevModeTest} would start one for each
 * test, which takes several times as long as a reload. What a test changes in sources and resources is changed back after it,
 * and before the next one, the application is reloaded, and its data removed.
 */
public final class ReloadedApplication implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    static final String SCRIPT = "scripts/visits.lua";

    private static final ReloadedApplication ONLY = new ReloadedApplication();
    private static final String PROPERTIES = "application.properties";

    private final QuarkusDevModeTest application = new QuarkusDevModeTest().withApplicationRoot(jar -> jar
            .addClasses(LiveReloadApp.class, ReactiveReloadApp.class, ScriptApp.class, KeepingApp.class, RedisDevModeApp.class)
            .addAsResource(new StringAsset("return redis.call('INCRBY', KEYS[1], 1)"), SCRIPT)
            .addAsResource(new StringAsset(DevMode.properties()), PROPERTIES))
            .setLogRecordPredicate(
                    record -> ContainerSearch.isIn(record) || record.getLoggerName().equals("io.quarkiverse.kvs"));
    private final Map<Class<?>, Change> sources = new HashMap<>();
    private final Map<String, Change> resources = new HashMap<>();
    private boolean started;

    /** The text of a file, before the test and now. */
    private record Change(String before, String now) {

        boolean isLeft() {
            return !now.equals(before);
        }
    }

    private ReloadedApplication() {
    }

    public static ReloadedApplication get() {
        return ONLY;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        if (!started) {
            started = true;
            application.beforeAll(test);
            application.beforeEach(test);
        }
        try (LineClient client = new LineClient(Integer.parseInt(DevMode.asked("live/port")))) {
            assertThat(client.call("FLUSHALL")).isEqualTo("+OK");
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Map<Class<?>, Change> changedSources = Map.copyOf(sources);
        Map<String, Change> changedResources = Map.copyOf(resources);
        sources.clear();
        resources.clear();
        changedSources.forEach((source, change) -> {
            if (change.isLeft()) {
                application.modifySourceFile(source, now -> change.before);
            }
        });
        changedResources.forEach((resource, change) -> {
            if (change.isLeft()) {
                application.modifyResourceFile(resource, now -> change.before);
            }
        });
    }

    /** After the last of the classes that share it. */
    @Override
    public void afterAll(ExtensionContext tests) throws Exception {
        if (started && tests.getRequiredTestClass() == ReloadTest.class) {
            started = false;
            application.afterEach(tests);
            application.afterAll(tests);
        }
    }

    /** Puts something else in the place of what is in a source. */
    public void change(Class<?> source, String from, String to) {
        application.modifySourceFile(source, text -> changed(sources, source, text, from, to));
    }

    /** Puts something else in the place of what is in {@code application.properties}. */
    public void configure(String from, String to) {
        changeResource(PROPERTIES, from, to);
    }

    /** Puts something else in the place of what is in a resource. */
    void changeResource(String resource, String from, String to) {
        application.modifyResourceFile(resource, text -> changed(resources, resource, text, from, to));
    }

    private static <T> String changed(Map<T, Change> changes, T file, String text, String from, String to) {
        assertThat(text).contains(from);
        String now = text.replace(from, to);
        changes.merge(file, new Change(text, now), (earlier, later) -> new Change(earlier.before, later.now));
        return now;
    }

    /** What was written into the log about containers, and about the server. */
    public List<LogRecord> logRecords() {
        return application.getLogRecords();
    }
}
