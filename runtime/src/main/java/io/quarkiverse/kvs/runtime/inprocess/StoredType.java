package io.quarkiverse.kvs.runtime.inprocess;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.quarkiverse.kvs.ReactiveStoredHash;
import io.quarkiverse.kvs.ReactiveStoredList;
import io.quarkiverse.kvs.ReactiveStoredOrderedMap;
import io.quarkiverse.kvs.ReactiveStoredSet;
import io.quarkiverse.kvs.ReactiveStoredSortedSet;
import io.quarkiverse.kvs.ReactiveStoredStream;
import io.quarkiverse.kvs.StoredHash;
import io.quarkiverse.kvs.StoredList;
import io.quarkiverse.kvs.StoredOrderedMap;
import io.quarkiverse.kvs.StoredSet;
import io.quarkiverse.kvs.StoredSortedSet;
import io.quarkiverse.kvs.StoredStream;

/**
 * A type of value as the application sees it: an interface for callers who block, one for callers who do not, and one view,
 * which says for both what command each operation is and how its reply is read.
 * <p>
 * <b>How to add a type.</b> Write the two interfaces, which are what users read. Write one {@link KeyView} that implements the
 * interface for callers who block; an operation that only the others have, such as one that waits, is another public method of
 * it. Add a constant here, and the methods to the two stores. {@code StoredTypeTest} names what has been forgotten.
 * <p>
 * <b>How the reactive views come about.</b> They are made by {@link Proxy}: an operation is called on the view of the other
 * kind, by the method of the same name and parameters, which then notes its command instead of running it; and the noted
 * command becomes a {@code Uni}. In Java, only a proxy or one class more per type, with one line per operation, can turn a
 * {@code T} into a {@code Uni} of it. Callers who block get the view itself, because they would notice: HGET takes 250
 * nanoseconds, and a proxy 30 to 60 more. To those who subscribe to a {@code Uni} of it, which takes 430, getting the proxy
 * costs 30 more, and calling it nothing that could be measured. A native executable has to be told of the reactive
 * interfaces and of the methods of the views: {@code KvsNativeProcessor} does so for {@link #ALL}.
 *
 * @param <B> the interface for callers who block
 * @param <R> the interface for callers who do not
 */
public final class StoredType<B, R> {

    public static final StoredType<StoredHash, ReactiveStoredHash> HASH = new StoredType<>(StoredHash.class,
            ReactiveStoredHash.class, HashView.class, HashView::new);

    public static final StoredType<StoredList, ReactiveStoredList> LIST = new StoredType<>(StoredList.class,
            ReactiveStoredList.class, ListView.class, ListView::new);

    public static final StoredType<StoredSet, ReactiveStoredSet> SET = new StoredType<>(StoredSet.class,
            ReactiveStoredSet.class, SetView.class, SetView::new);

    public static final StoredType<StoredSortedSet, ReactiveStoredSortedSet> SORTED_SET = new StoredType<>(
            StoredSortedSet.class, ReactiveStoredSortedSet.class, SortedSetView.class, SortedSetView::new);

    public static final StoredType<StoredStream, ReactiveStoredStream> STREAM = new StoredType<>(StoredStream.class,
            ReactiveStoredStream.class, StreamView.class, StreamView::new);

    public static final StoredType<StoredOrderedMap, ReactiveStoredOrderedMap> ORDERED_MAP = new StoredType<>(
            StoredOrderedMap.class, ReactiveStoredOrderedMap.class, OrderedMapView.class, OrderedMapView::new);

    public static final List<StoredType<?, ?>> ALL = List.of(HASH, LIST, SET, SORTED_SET, STREAM, ORDERED_MAP);

    private final Class<B> blocking;
    private final Class<R> reactive;
    private final Class<? extends B> view;
    private final BiFunction<CommandTarget, byte[], ? extends B> views;
    /** Which method of the view a method of the reactive interface is. */
    private final Map<Method, Method> operations = new ConcurrentHashMap<>();

    private <V extends B> StoredType(Class<B> blocking, Class<R> reactive, Class<V> view,
            BiFunction<CommandTarget, byte[], V> views) {
        this.blocking = blocking;
        this.reactive = reactive;
        this.view = view;
        this.views = views;
    }

    /** The interface for callers who block. */
    public Class<B> blocking() {
        return blocking;
    }

    /** The interface for callers who do not block. */
    public Class<R> reactive() {
        return reactive;
    }

    /** The class whose public methods are called by reflection. */
    public Class<?> view() {
        return view;
    }

    /**
     * The value of a key, for callers who block.
     *
     * @param key is copied
     */
    B on(byte[] key, CommandTarget target) {
        return views.apply(target, requireNonNull(key, "key").clone());
    }

    /**
     * The value of a key, for callers who do not block.
     *
     * @param key is copied
     * @param unis makes a {@code Uni} that runs a command whenever it is subscribed to
     */
    public R reactiveOn(byte[] key, Function<TypedCommand<?>, ?> unis) {
        InvocationHandler handler = new ReactiveView(this, requireNonNull(key, "key").clone(), unis);
        return reactive.cast(Proxy.newProxyInstance(reactive.getClassLoader(), new Class<?>[] { reactive }, handler));
    }

    /**
     * The operation of the view that a method of the reactive interface is.
     *
     * @throws IllegalStateException if the view does not have it
     */
    Method operation(Method offered) {
        Method known = operations.get(offered);
        return known != null ? known : operations.computeIfAbsent(offered, this::find);
    }

    private Method find(Method offered) {
        try {
            return view.getDeclaredMethod(offered.getName(), offered.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(view.getSimpleName() + " does not have " + offered, e);
        }
    }

    @Override
    public String toString() {
        return blocking.getSimpleName();
    }

    private record ReactiveView(StoredType<?, ?> type, byte[] key,
            Function<TypedCommand<?>, ?> unis) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> type.reactive.getName() + "@" + Integer.toHexString(System.identityHashCode(proxy));
                };
            }
            NotingTarget target = new NotingTarget();
            Object result;
            try {
                result = type.operation(method).invoke(type.views.apply(target, key), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            return unis.apply(target.command() != null ? target.command() : TypedCommand.known(result));
        }
    }
}
