package io.quarkiverse.kvs.test.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageProxyDefinitionBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;

/** A native executable gets all that it would lack. What that is, is found in the classes. */
class NativeImageTest {

    private static final String PARAMETERS = "io/quarkiverse/kvs/core/command/server/accepted-parameters.txt";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withEmptyApplication()
            .addBuildChainCustomizer(NativeImageTest::addStep);

    @Inject
    KeyValueStore store;

    private static void addStep(BuildChainBuilder builder) {
        builder.addBuildStep(NativeImageTest::check)
                .consumes(NativeImageResourceBuildItem.class)
                .consumes(RuntimeInitializedClassBuildItem.class)
                .consumes(ExtensionSslNativeSupportBuildItem.class)
                .consumes(NativeImageProxyDefinitionBuildItem.class)
                .consumes(ReflectiveClassBuildItem.class)
                // Whose consumers make it run.
                .produces(GeneratedResourceBuildItem.class)
                .build();
    }

    /** While the application is built. If it fails, so does the build. */
    private static void check(BuildContext context) {
        RuntimeArchive archive = new RuntimeArchive();
        Set<String> resources = context.consumeMulti(NativeImageResourceBuildItem.class).stream()
                .flatMap(item -> item.getResources().stream()).collect(Collectors.toSet());
        assertThat(archive.resources()).as("files in the runtime module").contains(PARAMETERS);
        assertThat(archive.loaded()).as("files that the runtime module loads").contains(PARAMETERS);
        assertThat(resources).as("resources of a native executable").containsAll(archive.resources())
                .containsAll(archive.loaded());

        List<String> atRunTime = context.consumeMulti(RuntimeInitializedClassBuildItem.class).stream()
                .map(RuntimeInitializedClassBuildItem::getClassName).toList();
        assertThat(atRunTime).as("classes initialized at run time").containsAll(archive.initializedOfTheMoment());

        assertThat(archive.reactiveViews()).isNotEmpty();
        assertThat(context.consumeMulti(NativeImageProxyDefinitionBuildItem.class)).as("proxies")
                .extracting(NativeImageProxyDefinitionBuildItem::getClasses)
                .containsAll(archive.reactiveViews().stream().map(List::of).toList());
        List<String> called = context.consumeMulti(ReflectiveClassBuildItem.class).stream()
                .filter(ReflectiveClassBuildItem::isMethods).flatMap(item -> item.getClassNames().stream()).toList();
        assertThat(called).as("classes whose methods proxies call").containsAll(archive.views());
        assertThat(archive.views()).hasSameSizeAs(archive.reactiveViews());

        assertThat(context.consumeMulti(ExtensionSslNativeSupportBuildItem.class))
                .extracting(ExtensionSslNativeSupportBuildItem::getExtension).contains("kvs");
    }

    @Test
    void isComplete() {
        assertThat(store.execute("CONFIG", "GET", "tls-port")).as("what is read from a file").asString().contains("tls-port");
    }
}
