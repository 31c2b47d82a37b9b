package io.quarkiverse.kvs.runtime.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.core.command.server.ServerState;
import io.quarkiverse.kvs.core.command.server.Settings;
import io.quarkiverse.kvs.core.store.Store;
import io.quarkiverse.kvs.runtime.inprocess.reactive.ReactiveStore;

/** Who passes null to a method of the store learns at once which argument it was, by its name. */
class NullArgumentsTest {

    private static final Map<Class<?>, Object> ANY = Map.of(String.class, "a", byte[].class, new byte[] { 'a' }, String[].class,
            new String[] { "a" }, byte[][].class, new byte[][] { { 'a' } }, Duration.class, Duration.ofHours(1), List.class,
            List.of("a"), Collection.class, List.of("a"), Map.class, Map.of("a", "a"), Consumer.class, (Consumer<?>) all -> {
            }, long.class, 1L);

    private final ServerState server = new ServerState(new Store(1), new Settings(Settings.Initial.defaults()),
            System::currentTimeMillis, System::nanoTime);

    @TestFactory
    Stream<DynamicTest> ofTheStore() {
        return tests(KeyValueStore.class, new InProcessStore(server));
    }

    @TestFactory
    Stream<DynamicTest> ofTheReactiveStore() {
        return tests(ReactiveKeyValueStore.class, new ReactiveStore(server));
    }

    private static Stream<DynamicTest> tests(Class<?> type, Object store) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Method method : type.getMethods()) {
            Parameter[] parameters = method.getParameters();
            for (int i = 0; i < parameters.length; i++) {
                int which = i;
                if (!Modifier.isStatic(method.getModifiers()) && !parameters[i].getType().isPrimitive()
                        && !parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    tests.add(dynamicTest(method.getName() + Arrays.toString(method.getParameterTypes()) + " "
                            + parameters[i].getName(), () -> isNamed(method, which, store)));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static void isNamed(Method method, int which, Object store) throws IllegalAccessException {
        Parameter[] parameters = method.getParameters();
        Object[] arguments = Stream.of(parameters).map(each -> ANY.get(each.getType())).toArray();
        assertThat(arguments).doesNotContainNull();
        arguments[which] = null;
        try {
            method.invoke(store, arguments);
            fail("it accepts null");
        } catch (InvocationTargetException e) {
            assertThat(e).cause().isInstanceOf(NullPointerException.class)
                    .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING).isEqualTo(parameters[which].getName());
        }
    }
}
