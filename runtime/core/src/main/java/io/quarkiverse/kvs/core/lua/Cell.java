package io.quarkiverse.kvs.core.lua;

/** A local variable that an inner function uses, too. */
final class Cell implements LuaReachable {

    Object value;

    Cell(Object value) {
        this.value = value;
    }

    @Override
    public void reach(LuaMemory.Roots roots) {
        roots.count(16);
        roots.add(value);
    }
}
