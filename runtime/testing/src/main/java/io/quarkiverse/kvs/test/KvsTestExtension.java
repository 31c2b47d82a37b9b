package io.quarkiverse.kvs.test;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.runtime.KvsRecorder;

/** What {@link KvsTest} does. */
final class KvsTestExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(KvsTestExtension.class);
    /** These run the application in a process of its own. */
    private static final String INTEGRATION_TEST = "io.quarkus.test.junit.QuarkusIntegrationTest";

    @Override
    public void beforeEach(ExtensionContext context) {
        KvsTestServer server = server(context);
        server.reset();
        for (Class<?> type : enclosing(context)) {
            load(type, server);
        }
        load(context.getRequiredTestMethod(), server);
    }

    private static List<Class<?>> enclosing(ExtensionContext context) {
        List<Class<?>> outermostFirst = new ArrayList<>();
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            outermostFirst.add(type);
        }
        Collections.reverse(outermostFirst);
        return outermostFirst;
    }

    private static void load(AnnotatedElement annotated, KvsTestServer server) {
        for (Fixture fixture : AnnotationSupport.findRepeatableAnnotations(annotated, Fixture.class)) {
            server.load(fixture.value());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server(context).becalm();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (isInApplication()) {
            // The others, and all of constructors, Quarkus sees to.
            return (type == KvsTestServer.class || type == KeyValueStore.class || type == DynamoDbTestServer.class)
                    && !(parameter.getDeclaringExecutable() instanceof Constructor);
        }
        return type == KvsTestServer.class || type == KeyValueStore.class || type == KvsServer.class
                || type == DynamoDbTestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        KvsTestServer server = server(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == DynamoDbTestServer.class) {
            return server.dynamoDb();
        }
        return type == KvsTestServer.class ? server : type == KvsServer.class ? server.server() : server.store();
    }

    private static boolean isInApplication() {
        return KvsRecorder.instance() != null;
    }

    private static KvsTestServer server(ExtensionContext context) {
        if (isInApplication()) {
            return KvsTestServer.ofApplication();
        }
        for (Class<?> type : enclosing(context)) {
            if (Arrays.stream(type.getAnnotations()).anyMatch(a -> a.annotationType().getName().equals(INTEGRATION_TEST))) {
                throw new IllegalStateException("@KvsTest needs the application in the process of the tests, which it is with "
                        + "@QuarkusTest, but not with @QuarkusIntegrationTest");
            }
        }
        return KvsTestServer.of(standalone(context.getRoot().getStore(NAMESPACE)));
    }

    /** JUnit 6 has another method for this, which JUnit 5 lacks. */
    @SuppressWarnings("deprecation")
    private static StandaloneServer standalone(ExtensionContext.Store all) {
        return all.getOrComputeIfAbsent(StandaloneServer.class, key -> StandaloneServer.start(), StandaloneServer.class);
    }
}
