package io.quarkiverse.kvs.it.devui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import io.quarkus.test.QuarkusDevModeTest;

/**
 * The application in dev mode that all tests of this module look at. {@link QuarkusDevModeTest} would start one for each test,
 * which takes longer than most of them. This one is started before the first test, and stopped after the last one of all
 * classes. Before each test, {@link CleanServer} removes what earlier ones have left. A test that needs a new application,
 * whose beans have seen nothing yet, calls {@link #reload}.
 */
final class SharedApplication implements BeforeEachCallback {

    private static final SharedApplication ONLY = new SharedApplication();
    private static final String VERSION = "\"version ";

    private final QuarkusDevModeTest application = DevMode.application();
    private boolean started;
    private int reloads;

    private SharedApplication() {
    }

    static SharedApplication get() {
        return ONLY;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        if (!started) {
            started = true;
            application.beforeAll(test);
            application.beforeEach(test);
            ExtensionContext all = test.getRoot();
            all.getStore(Namespace.create(SharedApplication.class)).put("end", (AutoCloseable) () -> {
                application.afterEach(all);
                application.afterAll(all);
            });
        }
        CleanServer.await();
    }

    /** Changes a source, and waits until the application that is made of it answers. */
    void reload() {
        String last = VERSION + reloads++;
        String next = VERSION + reloads;
        application.modifySourceFile(DevModeApp.class, replacing(last, next));
        assertThat("\"" + DevMode.get("/version")).isEqualTo(next);
    }

    /** Puts something else in the place of what is in {@code application.properties}, and waits for the application. */
    void configure(String from, String to) {
        application.modifyResourceFile("application.properties", replacing(from, to));
        DevMode.port();
    }

    private static UnaryOperator<String> replacing(String from, String to) {
        return text -> {
            assertThat(text).contains(from);
            return text.replace(from, to);
        };
    }
}
