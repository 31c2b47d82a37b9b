package io.quarkiverse.kvs.runtime.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.kvs.KeyValueStore;

/** What callers who wait can do, those who do not can do as well. */
class SameOperationsTest {

    private static final String API = "io.quarkiverse.kvs.";
    private static final Map<Type, Class<?>> BOXES = Map.of(void.class, Void.class, boolean.class, Boolean.class, long.class,
            Long.class, double.class, Double.class);

    static Stream<Class<?>> blocking() {
        return Stream.concat(Stream.of(KeyValueStore.class), StoredType.ALL.stream().map(StoredType::blocking));
    }

    @ParameterizedTest
    @MethodSource("blocking")
    void haveReactiveOnes(Class<?> blocking) throws ClassNotFoundException {
        TreeSet<String> wanted = new TreeSet<>();
        for (Method method : blocking.getMethods()) {
            wanted.add(signature(method, reactive(method.getGenericReturnType())));
        }
        TreeSet<String> there = new TreeSet<>();
        for (Method method : Class.forName(API + "Reactive" + blocking.getSimpleName()).getMethods()) {
            there.add(signature(method, method.getGenericReturnType().getTypeName()));
        }
        assertThat(wanted).isNotEmpty();
        assertThat(there).containsAll(wanted);
    }

    /** Views have reactive counterparts of their own; all else comes as the item of a Uni. */
    private static String reactive(Type result) {
        boolean view = result.getTypeName().startsWith(API + "Stored") && !result.getTypeName().contains("$");
        if (view || result == KeyValueStore.class) {
            return result.getTypeName().replace(API, API + "Reactive");
        }
        return "io.smallrye.mutiny.Uni<" + boxed(result).getTypeName() + ">";
    }

    /** The class that stands for a primitive type, or the type itself. */
    static Type boxed(Type type) {
        Class<?> box = BOXES.get(type);
        return box == null ? type : box;
    }

    private static String signature(Method method, String result) {
        StringBuilder signature = new StringBuilder(result).append(' ').append(method.getName());
        for (Type parameter : method.getGenericParameterTypes()) {
            signature.append(' ').append(parameter.getTypeName());
        }
        return signature.toString();
    }
}
