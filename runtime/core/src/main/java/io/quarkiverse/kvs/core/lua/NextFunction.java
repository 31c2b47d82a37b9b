package io.quarkiverse.kvs.core.lua;

/** The function {@code next}. A {@code for} loop knows it, and walks the table without calling it. */
public final class NextFunction extends LuaHostFunction {

    public NextFunction() {
        super("next", NextFunction::next);
    }

    private static Object next(LuaArguments arguments) {
        LuaTable table = arguments.checkTable(1);
        int position = table.nextPosition(arguments.get(2));
        if (position == -2) {
            throw new LuaError("invalid key to 'next'");
        }
        return position < 0 ? null : LuaResults.of(table.keyAt(position), table.valueAt(position));
    }
}
