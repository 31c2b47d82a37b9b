package io.quarkiverse.kvs.core.lua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Bounds the memory of a state. Everything that is made is counted; what has become garbage is not noticed. So when the
 * count reaches the bound, what is still within reach is measured, and the count begins there. The error is raised only if
 * that is too much, too.
 */
final class LuaMemory {

    private final long limit;
    private final Consumer<Roots> roots;
    private long used;

    /** Measures what it is shown, with all that can be reached from there. */
    static final class Roots {
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final ArrayDeque<Object> pending = new ArrayDeque<>();
        private long bytes;

        void add(Object value) {
            if (value == null || value instanceof Double || value instanceof Boolean || !seen.add(value)) {
                return;
            }
            if (value instanceof LuaString) {
                bytes += 24 + ((LuaString) value).length();
            } else {
                pending.add(value);
            }
        }

        void count(long more) {
            bytes += more;
        }

        private long measure() {
            for (Object value = pending.poll(); value != null; value = pending.poll()) {
                if (value instanceof LuaTable) {
                    LuaTable table = (LuaTable) value;
                    bytes += table.size();
                    add(table.metatable());
                    for (int i = table.nextPosition(-1); i >= 0; i = table.nextPosition(i)) {
                        Object key = table.keyAt(i);
                        bytes += key instanceof Double ? 16 : 0;
                        add(key);
                        Object content = table.valueAt(i);
                        bytes += content instanceof Double ? 16 : 0;
                        add(content);
                    }
                } else if (value instanceof LuaReachable) {
                    ((LuaReachable) value).reach(this);
                } else if (value instanceof Object[]) {
                    bytes += 16 + 4L * ((Object[]) value).length;
                    for (Object element : (Object[]) value) {
                        add(element);
                    }
                }
            }
            return bytes;
        }
    }

    LuaMemory(long limit, Consumer<Roots> roots) {
        this.limit = limit;
        this.roots = roots;
    }

    /** Counts bytes that are about to be allocated. */
    void allocate(long bytes) {
        used += bytes;
        if (used > limit) {
            refuseIfTooMuch(bytes);
        }
    }

    private void refuseIfTooMuch(long bytes) {
        used -= bytes;
        if (bytes > limit) {
            throw notEnough();
        }
        collect();
        // Where nearly all is in use, measuring again and again would cost more than the script itself.
        if (used + bytes > limit - limit / 8) {
            throw notEnough();
        }
        used += bytes;
    }

    static LuaError notEnough() {
        return new LuaError("not enough memory");
    }

    /** Bytes in use, as far as known. */
    long used() {
        return used;
    }

    /** The coroutines within reach. */
    List<LuaCoroutine> reachableCoroutines() {
        Roots measured = new Roots();
        roots.accept(measured);
        measured.measure();
        List<LuaCoroutine> found = new ArrayList<>();
        for (Object value : measured.seen) {
            if (value instanceof LuaCoroutine) {
                found.add((LuaCoroutine) value);
            }
        }
        return found;
    }

    /** Measures what is in use. */
    void collect() {
        Roots measured = new Roots();
        roots.accept(measured);
        used = measured.measure();
    }
}
