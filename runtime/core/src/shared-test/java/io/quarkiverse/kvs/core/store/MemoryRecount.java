package io.quarkiverse.kvs.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Heap;
import io.quarkiverse.kvs.core.store.value.NodeLimits;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * What a store takes on the heap, counted anew by going through every object of it: knowing nothing of how the totals are
 * kept, only how large a field is.
 */
public final class MemoryRecount {

    private MemoryRecount() {
    }

    /** Fails if a total is not what there is. */
    public static void assertTotalsAreRight(Store store) {
        long sum = 0;
        for (int i = 0; i < Store.SEGMENTS; i++) {
            Segment segment = store.segments[i];
            long expected = 0;
            for (EntryTable table : segment.tables) {
                expected += table == null ? 0 : assertTotalIsRight(table);
            }
            assertThat(segment.memory()).as("segment %d", i).isEqualTo(expected);
            sum += expected;
        }
        assertThat(store.memory()).isEqualTo(sum);
        assertThat(store.takesMoreThan(sum - 1)).isTrue();
        assertThat(store.takesMoreThan(sum)).isFalse();
    }

    private static long assertTotalIsRight(EntryTable table) {
        long[] counted = { objectSize(table) + Heap.array(table.capacity()) + Heap.array(4L * table.capacity()) };
        table.forEach(entry -> {
            assertThat(Entry.size(entry)).as(() -> "size of " + Entry.showKey(entry, new Bytes())).isEqualTo(deepSize(entry));
            counted[0] += deepSize(entry);
            if (entry instanceof Entry large && large.value.type() != ValueType.STRING) {
                assertThat(large.value.isEmpty()).as("an empty collection").isFalse();
            }
        });
        assertThat(table.memory()).isEqualTo(counted[0]);
        return counted[0];
    }

    /** An object and all that belongs to it alone. */
    static long deepSize(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>();
        left.add(root);
        long size = 0;
        for (Object object; (object = left.poll()) != null;) {
            if (!seen.add(object)) {
                continue;
            }
            Class<?> type = object.getClass();
            if (type.isArray()) {
                int length = Array.getLength(object);
                size += Heap.array((long) length * fieldSize(type.getComponentType()));
                for (int i = 0; !type.getComponentType().isPrimitive() && i < length; i++) {
                    add(left, Array.get(object, i));
                }
            } else {
                size += objectSize(object);
                for (Field field : fields(type)) {
                    if (!field.getType().isPrimitive()) {
                        add(left, get(field, object));
                    }
                }
            }
        }
        return size;
    }

    private static void add(Deque<Object> left, Object object) {
        // Settings and constants are there once for all.
        if (object != null && !(object instanceof Enum) && !(object instanceof NodeLimits)) {
            left.add(object);
        }
    }

    private static long objectSize(Object object) {
        return Heap.object(fields(object.getClass()).stream().mapToInt(field -> fieldSize(field.getType())).sum());
    }

    private static java.util.List<Field> fields(Class<?> type) {
        java.util.List<Field> fields = new java.util.ArrayList<>();
        for (Class<?> declaring = type; declaring != Object.class; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static int fieldSize(Class<?> type) {
        if (type == long.class || type == double.class) {
            return Long.BYTES;
        }
        if (type == byte.class || type == boolean.class) {
            return Byte.BYTES;
        }
        return type == short.class || type == char.class ? Short.BYTES : Integer.BYTES;
    }

    private static Object get(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
