package io.quarkiverse.kvs.runtime.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.ReactiveStoredHash;
import io.quarkiverse.kvs.StoredHash;
import io.smallrye.mutiny.Uni;

/** For each type of value, one view has the operations of both interfaces. */
class StoredTypeTest {

    private static List<StoredType<?, ?>> types() {
        return StoredType.ALL;
    }

    @ParameterizedTest
    @MethodSource("types")
    void theViewHasTheReactiveOperationsWithTheirResults(StoredType<?, ?> type) {
        for (Method method : type.reactive().getMethods()) {
            assertThat(method.getReturnType()).as("%s", method).isEqualTo(Uni.class);
            assertThat(SameOperationsTest.boxed(type.operation(method).getGenericReturnType())).as("%s", method)
                    .isEqualTo(((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void theViewHasNoOtherOperations(StoredType<?, ?> type) {
        Set<String> described = Arrays.stream(type.view().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(StoredTypeTest::signature).collect(Collectors.toCollection(TreeSet::new));
        Set<String> offered = Arrays.stream(type.reactive().getMethods())
                .map(StoredTypeTest::signature).collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isNotEmpty().isEqualTo(offered);
    }

    /** By a key that is text and by one that is bytes. */
    @Test
    void theStoresHaveViewsOfAllTypes() {
        for (StoredType<?, ?> type : StoredType.ALL) {
            assertThat(keysOfViews(KeyValueStore.class, type.blocking()))
                    .containsExactlyInAnyOrder(String.class, byte[].class);
            assertThat(keysOfViews(ReactiveKeyValueStore.class, type.reactive()))
                    .containsExactlyInAnyOrder(String.class, byte[].class);
        }
    }

    @Test
    void whatTheViewDoesNotHaveIsNamed() throws NoSuchMethodException {
        Method other = StoredHash.class.getMethod("increment", String.class, long.class);
        assertThatThrownBy(() -> StoredType.SET.operation(other)).isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("SetView does not have", "StoredHash.increment");
    }

    @Test
    void anOperationIsOneCommand() {
        HashView twice = new HashView(new NotingTarget(), new byte[] { 'k' });
        assertThat(twice.size()).isZero();
        assertThatThrownBy(twice::size).isInstanceOf(IllegalStateException.class).hasMessageContaining("one command");
    }

    @Test
    void reactiveViewsAreObjects() {
        ReactiveStoredHash view = StoredType.HASH.reactiveOn(new byte[] { 'k' }, command -> null);
        ReactiveStoredHash other = StoredType.HASH.reactiveOn(new byte[] { 'k' }, command -> null);
        assertThat(Set.of(view, other)).hasSize(2).contains(view, other);
        assertThat(view.toString()).startsWith("io.quarkiverse.kvs.ReactiveStoredHash@");
    }

    private static List<Class<?>> keysOfViews(Class<?> store, Class<?> view) {
        return Arrays.stream(store.getMethods()).filter(method -> method.getReturnType() == view)
                .<Class<?>> map(method -> method.getParameterTypes()[0]).toList();
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getGenericParameterTypes());
    }
}
